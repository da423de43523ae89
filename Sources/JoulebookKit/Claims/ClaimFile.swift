package import Accounting
package import Auditing
import Glibc

/// A file that states something about energy or carbon, in whatever form: what it holds tells which.
package struct ClaimFile {
  /// As it is named to people; `-` is standard input.
  let name: String
  let bytes: [UInt8]

  /// Bytes that a claim may have; more is a log or a data set.
  static let mostBytes = 4 << 20

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// Reads a regular file, or standard input for `-`.
  package init(path: String) throws(Problem) {
    name = path
    if path == "-" {
      bytes = try Self.read(STDIN_FILENO, from: path)
      return
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw UnreadableClaim.problem(
        path, line: nil, why: "The system says: \(String(cString: strerror(errno))).",
        fix: "Give a file, or `-` for standard input.")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw UnreadableClaim.problem(
        path, line: nil, why: "It is not a file.", fix: "Give a file, or `-` for standard input.")
    }
    bytes = try Self.read(descriptor, from: path)
  }

  private static func read(_ descriptor: Int32, from path: String) throws(Problem) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw UnreadableClaim.problem(
          path, line: nil, why: "The system says: \(String(cString: strerror(errno))).",
          fix: "Try again, or give another file.")
      }
      if count == 0 { return all }
      all += buffer.prefix(count)
      guard all.count <= mostBytes else {
        throw UnreadableClaim.problem(
          path, line: nil, why: "It is larger than 4 MB.",
          fix: "Give the claim itself: a card, a table, a row of a log.")
      }
    }
  }

  enum Form: String, Hashable, Sendable { case json, yaml, card, csv }

  /// The claims of the file.
  package func document() throws(Problem) -> AuditDocument {
    let text = try text()
    switch form(of: text) {
    case .json:
      var reader = JSONClaimReader(text, file: name)
      return try ClaimBuilder(file: name).document(try reader.read())
    case .yaml:
      var reader = YAMLClaimReader(file: name)
      return try ClaimBuilder(file: name).document(try reader.read(text))
    case .card: return try ModelCardReader(file: name).document(text)
    case .csv: return try CSVClaimReader(file: name).document(Array(text.utf8))
    }
  }

  private func text() throws(Problem) -> String {
    var bytes = bytes[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    if bytes.contains(0) {
      throw UnreadableClaim.problem(
        name, line: nil, why: "It holds a zero byte: it is no text, or not UTF-8.",
        fix: "Give a text: JSON, YAML, Markdown or comma-separated values.")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw UnreadableClaim.problem(
        name, line: nil, why: "It is not UTF-8: perhaps Latin-1, or no text at all.",
        fix: "Save it as UTF-8.")
    }
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw UnreadableClaim.problem(
        name, line: nil, why: "It is empty.", fix: "Write fields as in `energy: 1287 MWh`.")
    }
    // A line break of two characters is one character of Swift.
    return text.replacing("\r\n", with: "\n")
  }

  /// Told by what stands in it, and by the ending of its name where that leaves a doubt.
  func form(of text: String) -> Form {
    let lines = text.split(separator: "\n").map { $0.trimmingBlanks }.filter { !$0.isEmpty }
    let first = lines.first ?? ""
    if first.hasPrefix("{") || first.hasPrefix("[{") || ["[", "[]"].contains(first) {
      return .json
    }
    if name.hasSuffix(".json") { return .json }
    if name.hasSuffix(".csv") || name.hasSuffix(".tsv") { return .csv }
    if name.hasSuffix(".yaml") || name.hasSuffix(".yml") { return .yaml }
    if name.hasSuffix(".md") { return .card }
    if first == "---", lines.dropFirst().contains("---") { return .card }
    let hasTable = lines.contains { line in
      line.hasPrefix("|") && line.contains("--") && line.allSatisfy { "|-: ".contains($0) }
    }
    if hasTable || lines.contains(where: { $0.hasPrefix("## ") }) { return .card }
    if first.firstMatch(of: #/^(- )?["']?[A-Za-z_][\w .\-]*["']?\s*:(\s|$)/#) != nil
      || first.hasPrefix("#") || first == "---" || first == "-"
    {
      return .yaml
    }
    if first.contains(",") || first.contains("\t"), lines.count > 1, !first.contains(". ") {
      return .csv
    }
    return .card
  }
}
