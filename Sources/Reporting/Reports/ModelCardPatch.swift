public import Accounting

/// A model card with its emissions put in, every other byte as it was.
///
/// Only lines of `co2_eq_emissions` change. Below it, keys that Joulebook does not know stay, and so do comments.
/// What was put together from the ledger alone, such as the hardware, does not replace what a person wrote.
public struct ModelCardPatch {
  private let fields: ModelCardFields

  public init(_ fields: ModelCardFields) { self.fields = fields }

  public func patched(_ card: [UInt8]) throws(Problem) -> [UInt8] {
    let lines = Self.lines(card)
    guard let matter = Self.frontMatter(lines) else {
      let end = Self.lineEnd(of: lines.first ?? [])
      let hasMark = card.starts(with: Self.mark)
      let block = (["---"] + fields.block + ["---"]).flatMap { Array($0.utf8) + end }
      let body = hasMark ? Array(card.dropFirst(Self.mark.count)) : card
      return (hasMark ? Self.mark : []) + block + body
    }
    let end = Self.lineEnd(of: lines[matter.lowerBound - 1])
    let keys = matter.filter { Self.key(of: lines[$0]) == ModelCardFields.key }
    guard keys.count < 2 else {
      throw Problem(
        "Cannot patch the model card.", why: "`\(ModelCardFields.key)` stands in it twice.",
        fix: "Take one of them out.")
    }
    guard let first = keys.first else {
      return
        (lines[..<matter.upperBound] + fields.block.map { Array($0.utf8) + end }
        + lines[matter.upperBound...]).flatMap(\.self)
    }
    let last = Self.end(of: first, in: lines, before: matter.upperBound)
    let old = Array(lines[first..<last])
    let new = try replaced(old, end: end)
    return (lines[..<first] + new + lines[last...]).flatMap(\.self)
  }

  /// The old lines of the key with the new values.
  private func replaced(_ old: [[UInt8]], end: [UInt8]) throws(Problem) -> [[UInt8]] {
    let head = Self.text(old[0])
    let value = Self.withoutComment(String(head[head.index(after: Self.colon(head))...]))
    if let sign = value.first, "&*!".contains(sign) {
      throw Problem(
        "Cannot patch the model card.",
        why:
          "`\(ModelCardFields.key)` has an anchor, an alias or a tag, which other keys may lean on.",
        fix: "Write its value plainly.")
    }
    // The key itself may be in quotes; it and what is commented behind it stay.
    guard value.isEmpty, let children = Self.children(old) else {
      let comments = old.dropFirst().filter { Self.trimmed(Self.text($0)).hasPrefix("#") }
      return fields.block.map { Array($0.utf8) + end } + comments
    }
    var lines = old
    var missing: [String] = []
    let indent = children.values.min().map { Self.indent(of: Self.text(old[$0])) } ?? "  "
    for pair in fields.pairs {
      guard let index = children[pair.key] else {
        missing.append("\(indent)\(pair.key): \(pair.value)")
        continue
      }
      if pair.key == "hardware_used", !fields.isHardwareGiven { continue }
      lines[index] = Self.replacingValue(of: old[index], with: pair.value, end: end)
    }
    let at = (children.values.max() ?? 0) + 1
    if at <= lines.count, let last = lines[..<at].last, Self.lineEnd(of: last, default: []) == [] {
      lines[at - 1] += end
    }
    lines.insert(contentsOf: missing.map { Array($0.utf8) + end }, at: at)
    return lines
  }

  /// Keys on lines of their own below the key, by line; nil where a value is on more than one line.
  private static func children(_ old: [[UInt8]]) -> [String: Int]? {
    var found: [String: Int] = [:]
    var indent: String?
    for (index, line) in old.enumerated().dropFirst() {
      let text = text(line)
      let bare = trimmed(text)
      if bare.isEmpty || bare.hasPrefix("#") { continue }
      let own = Self.indent(of: text)
      guard !own.contains("\t"), own == indent ?? own, !own.isEmpty,
        let key = key(of: Array(bare.utf8)),
        found[key] == nil
      else { return nil }
      let value = withoutComment(String(bare[bare.index(after: colon(bare))...]))
      if let sign = value.first, "|>{[&*!".contains(sign) || isOpen(value) { return nil }
      indent = own
      found[key] = index
    }
    return found.isEmpty ? nil : found
  }

  private static func replacingValue(of line: [UInt8], with value: String, end: [UInt8]) -> [UInt8]
  {
    let text = text(line)
    let colon = colon(text)
    let rest = String(text[text.index(after: colon)...])
    let old = withoutComment(rest)
    let comment = rest.firstRange(of: old).map { String(rest[$0.upperBound...]) } ?? ""
    let kept = trimmed(comment).hasPrefix("#") ? comment : ""
    return Array("\(text[...colon]) \(value)\(old.isEmpty && !kept.isEmpty ? " " : "")\(kept)".utf8)
      + lineEnd(of: line, default: end)
  }

  /// The line after the last one that belongs to the key at `first`.
  private static func end(of first: Int, in lines: [[UInt8]], before limit: Int) -> Int {
    let head = text(lines[first])
    let value = withoutComment(String(head[head.index(after: colon(head))...]))
    let isFlow = value.hasPrefix("{") || value.hasPrefix("[")
    var depth = isFlow ? brackets(value) : 0
    var last = first + 1
    var index = first + 1
    while index < limit {
      let text = text(lines[index])
      let bare = trimmed(text)
      let belongs =
        depth > 0 || indent(of: text).isEmpty == false || bare.hasPrefix("- ") || bare == "-"
      if !bare.isEmpty, !belongs { break }
      // Empty lines and comments belong to it when something of it follows.
      if !bare.isEmpty {
        if depth > 0 { depth += brackets(text) }
        last = index + 1
      }
      index += 1
    }
    return last
  }

  /// The lines between the marks; nil where there is no front matter.
  private static func frontMatter(_ lines: [[UInt8]]) -> Range<Int>? {
    var start = 0
    while start < lines.count, trimmed(text(lines[start])).isEmpty { start += 1 }
    guard start < lines.count, isMark(lines[start], isFirst: start == 0) else { return nil }
    guard let end = lines.indices.first(where: { $0 > start && isMark(lines[$0], isFirst: false) })
    else { return nil }
    return start + 1..<end
  }

  private static func isMark(_ line: [UInt8], isFirst: Bool) -> Bool {
    let bytes = isFirst && line.starts(with: mark) ? Array(line.dropFirst(mark.count)) : line
    let text = text(bytes)
    return text.hasPrefix("---") && trimmed(String(text.dropFirst(3))).isEmpty
  }

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
