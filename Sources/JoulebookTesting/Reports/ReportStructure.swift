import Foundation

/// What of a report is structure: the same whatever the names in it are, or a name has broken out.
public enum ReportStructure {
  /// Tags with their attributes, in order. In pictures, places follow the length of names: of those it is which elements
  /// there are that counts, and `ChartContract` looks closer.
  public static func html(_ text: String) -> [String] {
    var structure: [String] = []
    var isPicture = false
    for tag in tags(text) {
      let name = tag.prefix { $0 != " " && $0 != "\n" }
      if name == "svg" { isPicture = true }
      if !isPicture || !pictureTags.contains(name.drop { $0 == "/" }) { structure.append(tag) }
      if name == "/svg" {
        isPicture = false
        structure.append("picture")
      }
    }
    return structure
  }

  private static let pictureTags: Set<Substring> = [
    "svg", "title", "desc", "defs", "pattern", "path", "rect", "circle", "text", "g",
  ]

  private static func tags(_ text: String) -> [String] {
    var tags: [String] = []
    var tag: [UInt8]?
    for byte in text.utf8 {
      if byte == UInt8(ascii: "<") {
        tag = []
      } else if byte == UInt8(ascii: ">"), let open = tag {
        tags.append(String(decoding: open, as: UTF8.self))
        tag = nil
      } else {
        tag?.append(byte)
      }
    }
    return tags + (tag == nil ? [] : ["open"])
  }

  /// Paths of keys and kinds of values. Tags are free: only how many there are counts.
  public static func json(_ text: String) -> [String] {
    guard let value = try? JSONSerialization.jsonObject(with: Data(text.utf8)) else {
      return ["not JSON"]
    }
    func walk(_ value: Any, _ path: String) -> [String] {
      if let object = value as? [String: Any] {
        if path.hasSuffix(".tags") { return ["\(path) \(object.count)"] }
        return object.sorted { $0.key < $1.key }.flatMap { walk($0.value, "\(path).\($0.key)") }
      }
      if let list = value as? [Any] {
        return ["\(path) \(list.count)"] + list.flatMap { walk($0, path + "[]") }
      }
      return ["\(path) \(value is String ? "text" : value is NSNull ? "null" : "number")"]
    }
    return walk(value, "")
  }

  /// Cells per row, and every cell that a spreadsheet would take for a formula.
  public static func csv(_ text: String) -> [String] {
    csvRows(text).flatMap { row in
      ["\(row.count) cells"]
        + row.filter { cell in
          cell.first.map { "=+-@\t\r".contains($0) } ?? false && Double(cell) == nil
        }
    }
  }

  /// Rows of comma-separated values (RFC 4180).
  public static func csvRows(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell = ""
    var isQuoted = false
    var characters = Array(text.unicodeScalars)[...]
    while let character = characters.popFirst() {
      switch character {
      case "\"" where isQuoted && characters.first == "\"":
        cell.append("\"")
        characters.removeFirst()
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        row.append(cell)
        cell = ""
      case "\n" where !isQuoted:
        rows.append(row + [cell])
        row = []
        cell = ""
      default: cell.unicodeScalars.append(character)
      }
    }
    return cell.isEmpty && row.isEmpty ? rows : rows + [row + [cell]]
  }

  /// Commands and signs with a meaning that are left when everything escaped is taken out, line by line.
  public static func latex(_ text: String) -> [String] {
    let escapes = [
      "{\\char64}", "\\textbackslash{}", "\\textasciicircum{}", "\\textasciitilde{}",
      "\\textless{}",
      "\\textgreater{}", "\\textbar{}", "\\ldots{}", "$\\times$", "$\\div$", "$\\cdot$", "\\{",
      "\\}", "CO$_2$e", "\\$", "\\&", "\\#", "\\%", "\\_",
    ]
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var rest = String(line)
      for escape in escapes { rest = rest.replacing(escape, with: "") }
      return rest.filter { "\\{}$&#%_^~".contains($0) }
    }
  }

  /// Signs with a meaning that are left when everything escaped is taken out, line by line.
  public static func markdown(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var rest = ""
      var isEscaped = false
      for character in line {
        if isEscaped {
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else if "|*_`[]<>~$".contains(character) {
          rest.append(character)
        }
      }
      return rest
    }
  }

  /// Keys and kinds of values of the front matter, and the Markdown behind it.
  public static func modelCard(_ text: String) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let end = lines.dropFirst().firstIndex(of: "---") else { return ["no front matter"] }
    let keys = lines[..<end].map { line -> String in
      guard let quote = line.firstIndex(of: "\"") else { return line }
      var rest = line[line.index(after: quote)...].unicodeScalars
      while let scalar = rest.popFirst(), scalar != "\"" {
        if scalar == "\\" { rest = rest.dropFirst() }
      }
      return "\(line[..<quote]) text \(String(rest))"
    }
    return keys + markdown(lines[end...].joined(separator: "\n"))
  }

  /// Characters that steer a terminal or turn the direction of writing.
  public static func hidden(_ text: String) -> [String] {
    text.unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x0A: false
      case 0..<0x20, 0x7F..<0xA0, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
      default: false
      }
    }.map { "U+\(String($0.value, radix: 16))" }
  }
}
