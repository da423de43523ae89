import Accounting
import Yams

/// Reads YAML with the line of every value. Anchors are refused: with them a short file can mean a huge one.
struct YAMLClaimReader {
  private let file: String
  /// Lines of the file before the text.
  private let offset: Int
  private var nodes = 0

  init(file: String, offset: Int = 0) {
    self.file = file
    self.offset = offset
  }

  mutating func read(_ text: String) throws(Problem) -> ClaimNode {
    try refuseHostile(text)
    let root: Node?
    do {
      // Every scalar stays the text that it was written as.
      root = try Parser(yaml: text, resolver: .basic).singleRoot()
    } catch {
      throw problem(of: error)
    }
    guard let root else {
      throw UnreadableClaim.problem(
        file, line: nil, why: "It holds no fields.", fix: "Write fields as in `energy: 1287 MWh`.")
    }
    return try node(root, level: 0)
  }

  private mutating func node(_ node: Node, level: Int) throws(Problem) -> ClaimNode {
    nodes += 1
    let line = (node.mark?.line ?? 1) + offset
    guard level < ClaimNode.mostLevels, nodes < ClaimNode.mostNodes else {
      throw UnreadableClaim.problem(
        file, line: line, why: "It is nested or long beyond what a claim can be.",
        fix: "Keep the fields of the claim.")
    }
    switch node {
    case .scalar(let scalar):
      let isNull =
        scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
      return ClaimNode(line: line, content: isNull ? .null : .text(scalar.string))
    case .sequence(let items):
      var list: [ClaimNode] = []
      for item in items { list.append(try self.node(item, level: level + 1)) }
      return ClaimNode(line: line, content: .list(list))
    case .mapping(let pairs):
      var map: [(key: String, line: Int, value: ClaimNode)] = []
      for (key, value) in pairs {
        guard case .scalar(let name) = key else {
          throw UnreadableClaim.problem(
            file, line: line, why: "A field's name is a list or a map.", fix: "Make it a word.")
        }
        map.append(
          (
            name.string, (key.mark?.line ?? 1) + offset,
            try self.node(value, level: level + 1)
          ))
      }
      return ClaimNode(line: line, content: .map(map))
    case .alias:
      throw UnreadableClaim.problem(
        file, line: line, why: "Anchors and aliases are not read.", fix: "Write the value out.")
    }
  }

  /// What would take the reader long, or deep, is refused before it is parsed.
  private func refuseHostile(_ text: String) throws(Problem) {
    var depth = 0
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.firstMatch(of: #/(^|[:\-?]\s+|[\[{,]\s*)[&*][A-Za-z0-9_]/#) != nil {
        throw UnreadableClaim.problem(
          file, line: index + 1 + offset, why: "Anchors and aliases (`&`, `*`) are not read.",
          fix: "Write the value out, or put it in quotes.")
      }
      var dashes = 0
      for word in line.split(separator: " ") {
        guard word == "-" || word == "?" || word == ":" else { break }
        dashes += 1
      }
      let indent = line.prefix { $0 == " " }.count
      for character in line {
        if character == "[" || character == "{" { depth += 1 }
        if character == "]" || character == "}" { depth = max(0, depth - 1) }
      }
      guard dashes < ClaimNode.mostLevels, depth < ClaimNode.mostLevels, indent < 400 else {
        throw UnreadableClaim.problem(
          file, line: index + 1 + offset, why: "It is nested beyond what a claim can be.",
          fix: "Keep the fields of the claim.")
      }
    }
  }

  private func problem(of error: any Error) -> Problem {
    var line: Int?
    var said = "\(error)"
    if let error = error as? YamlError {
      switch error {
      case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
        .composer(_, let problem, let mark, _):
        line = mark.line + offset
        said = problem
      case .duplicatedKeysInMapping(let duplicates, let context):
        line = context.mark.line + offset
        said = "the field `\(duplicates.first ?? "")` stands there twice"
      case .reader(let problem, _, _, _), .writer(let problem), .emitter(let problem),
        .representer(let problem):
        said = problem
      case .no, .memory, .dataCouldNotBeDecoded: break
      @unknown default: break
      }
    }
    return UnreadableClaim.problem(
      file, line: line, why: "It is broken YAML: \(said).",
      fix: "Mend that line; put texts that hold `: ` or `#` in quotes.")
  }
}
