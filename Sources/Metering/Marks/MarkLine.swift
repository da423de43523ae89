package import Accounting
import Glibc

/// One line of the protocol in `Docs/Marks.md`: a JSON object, version 1.
///
/// A reader of our own, because every byte comes from a program that we do not know: it allocates little, nests
/// to eight levels at most, and refuses what it does not understand with one word.
package struct MarkLine {
  private var bytes: ArraySlice<UInt8>
  private let isOurs: Bool
  private static let metricLimit = 16
  private static let nameLimit = 64

  /// Why a line was not taken.
  package enum Refusal: String, Error, CaseIterable {
    case malformed = "not a JSON object"
    case empty = "without a known key"
    case version = "of another version"
    case long = "too long"
    case busy = "too many at once"
    case connections = "too many connections"
    case limit = "too many stages"
  }

  /// The mark that a line says; only a journal's own lines say when they were received.
  package static func read(
    _ line: some Collection<UInt8>, at moment: Double, isOurs: Bool = false
  ) throws(Refusal) -> Mark {
    var reader = MarkLine(bytes: Array(line)[...], isOurs: isOurs)
    return try reader.mark(moment)
  }

  private enum Value {
    case number(Double)
    case text(String)
    case object([String: Double])
    case other
  }

  private mutating func mark(_ moment: Double) throws(Refusal) -> Mark {
    var mark = Mark(at: moment)
    var metrics: [String: Double] = [:]
    var ago = 0.0
    var isKnown = false
    for (key, value) in try object() {
      switch (key, value) {
      case ("v", .number(let number)): if number != 1 { throw .version }
      case ("v", _): throw .version
      case ("at", .number(let number)): if isOurs { mark.at = number }
      case ("ago", .number(let number)) where number >= 0 && number.isFinite: ago = number
      case ("epoch", .number(let number)) where number >= 0: mark.epoch = number
      case ("step", .number(let number)) where number >= 0: mark.step = number
      case ("of", .number(let number)) where number > 0: mark.of = number
      case ("stage", .text(let name)) where !name.isEmpty: mark.stage = name
      case ("state", .text(let name)): mark.state = Mark.State(rawValue: name)
      case ("tokens", .number(let number)) where number >= 0: mark.tokens = number
      case ("requests", .number(let number)) where number >= 0: mark.requests = number
      case ("metric", .object(let numbers)), ("metrics", .object(let numbers)):
        metrics.merge(numbers) { $1 }
      case ("epoch", _), ("step", _), ("of", _), ("stage", _), ("state", _), ("tokens", _),
        ("requests", _), ("ago", _):
        throw .malformed
      case (_, .number(let number)): metrics[key] = number
      case (_, .text), (_, .object), (_, .other): continue
      }
      if !["v", "at", "ago", "of", "state"].contains(key) { isKnown = true }
    }
    guard isKnown else { throw .empty }
    if ago > 0 { mark.at = max(0, mark.at - ago) }
    if !metrics.isEmpty {
      let kept = metrics.filter { $0.value.isFinite }.sorted { $0.key < $1.key }
        .prefix(Self.metricLimit)
      mark.metrics = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }
    return mark
  }

  private mutating func object() throws(Refusal) -> [(String, Value)] {
    try take(UInt8(ascii: "{"))
    var pairs: [(String, Value)] = []
    skipBlanks()
    if bytes.first == UInt8(ascii: "}") {
      bytes.removeFirst()
    } else {
      while true {
        skipBlanks()
        let key = try text()
        try take(UInt8(ascii: ":"))
        pairs.append((key, try value(depth: 1)))
        skipBlanks()
        guard let next = bytes.popFirst() else { throw .malformed }
        if next == UInt8(ascii: "}") { break }
        guard next == UInt8(ascii: ",") else { throw .malformed }
      }
    }
    skipBlanks()
    guard bytes.isEmpty else { throw .malformed }
    return pairs
  }

  private mutating func value(depth: Int) throws(Refusal) -> Value {
    skipBlanks()
    guard depth < 8, let first = bytes.first else { throw .malformed }
    switch first {
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "{"), UInt8(ascii: "["): return try container(depth: depth)
    case UInt8(ascii: "t"): return try word("true")
    case UInt8(ascii: "f"): return try word("false")
    case UInt8(ascii: "n"): return try word("null")
    // Python writes these, though JSON has none.
    case UInt8(ascii: "N"): return try word("NaN")
    case UInt8(ascii: "I"): return try word("Infinity")
    default: return .number(try number())
    }
  }

  private mutating func container(depth: Int) throws(Refusal) -> Value {
    let isObject = bytes.removeFirst() == UInt8(ascii: "{")
    let close = UInt8(ascii: isObject ? "}" : "]")
    var numbers: [String: Double] = [:]
    skipBlanks()
    if bytes.first == close {
      bytes.removeFirst()
      return isObject ? .object(numbers) : .other
    }
    while true {
      skipBlanks()
      var key = ""
      if isObject {
        key = try text()
        try take(UInt8(ascii: ":"))
      }
      if case .number(let number) = try value(depth: depth + 1), isObject { numbers[key] = number }
      skipBlanks()
      guard let next = bytes.popFirst() else { throw .malformed }
      if next == close { return isObject ? .object(numbers) : .other }
      guard next == UInt8(ascii: ",") else { throw .malformed }
    }
  }

  private mutating func number() throws(Refusal) -> Double {
    let digits = bytes.prefix { ($0 >= 48 && $0 <= 57) || "+-.eEInfity".utf8.contains($0) }
    bytes = bytes.dropFirst(digits.count)
    guard !digits.isEmpty, digits.count <= 40,
      let number = Double(String(decoding: digits, as: UTF8.self))
    else { throw .malformed }
    return number
  }

  private mutating func text() throws(Refusal) -> String {
    try take(UInt8(ascii: "\""))
    var units: [UInt8] = []
    while let byte = bytes.popFirst() {
      if byte == UInt8(ascii: "\"") {
        return String(String(decoding: units, as: UTF8.self).prefix(Self.nameLimit))
      }
      guard byte == UInt8(ascii: "\\") else {
        units.append(byte)
        continue
      }
      guard let escape = bytes.popFirst() else { throw .malformed }
      switch escape {
      case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "b"),
        UInt8(ascii: "f"):
        units.append(32)
      case UInt8(ascii: "u"):
        guard bytes.count >= 4,
          let code = UInt32(String(decoding: bytes.prefix(4), as: UTF8.self), radix: 16)
        else { throw .malformed }
        bytes = bytes.dropFirst(4)
        // Halves of a pair become the sign for what cannot be shown.
        units += Array(String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8)
      default: units.append(escape)
      }
    }
    throw .malformed
  }

  private mutating func word(_ word: String) throws(Refusal) -> Value {
    guard bytes.starts(with: word.utf8) else { throw .malformed }
    bytes = bytes.dropFirst(word.utf8.count)
    return .other
  }

  private mutating func take(_ byte: UInt8) throws(Refusal) {
    skipBlanks()
    guard bytes.popFirst() == byte else { throw .malformed }
  }

  private mutating func skipBlanks() {
    bytes = bytes.drop { $0 == 32 || $0 == 9 || $0 == 13 || $0 == 10 }
  }
}

extension Mark {
  /// As one line of the protocol, with its moment: what the journal keeps.
  package var line: String {
    var parts = ["\"at\":\(at)"]
    if let epoch { parts.append("\"epoch\":\(epoch)") }
    if let step { parts.append("\"step\":\(step)") }
    if let of { parts.append("\"of\":\(of)") }
    if let stage { parts.append("\"stage\":\(Self.quoted(stage))") }
    if let state { parts.append("\"state\":\"\(state.rawValue)\"") }
    if let tokens { parts.append("\"tokens\":\(tokens)") }
    if let requests { parts.append("\"requests\":\(requests)") }
    if let metrics {
      let pairs = metrics.sorted { $0.key < $1.key }.map { "\(Self.quoted($0.key)):\($0.value)" }
      parts.append("\"metric\":{\(pairs.joined(separator: ","))}")
    }
    return "{\(parts.joined(separator: ","))}"
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\" + String(scalar)
      default: quoted += scalar.value < 32 ? " " : String(scalar)
      }
    }
    return quoted + "\""
  }
}
