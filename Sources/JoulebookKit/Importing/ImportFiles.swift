import Accounting
import Importing

/// The files of an import, by what reads them.
struct ImportFiles {
  /// By name of the importer.
  private(set) var groups: [String: [ImportFile]] = [:]
  /// Those that nothing is taken from, and why.
  private(set) var strangers: [Stranger] = []

  struct Stranger: Encodable, Sendable {
    let path: String
    let reason: String

    enum CodingKeys: String, CodingKey {
      case path = "where"
      case reason
    }
  }

  init(_ request: ImportRequest) throws(Problem) {
    let named = try request.from.map { name throws(Problem) in try Importers.named(name) }
    let files = try ImportFile.all(at: request.paths)
    for file in files {
      if let damage = file.damage {
        strangers.append(Stranger(path: file.path, reason: damage))
      } else if file.bytes.isEmpty {
        strangers.append(Stranger(path: file.path, reason: "it is empty"))
      } else if let named {
        groups[named.name, default: []].append(file)
      } else if let found = Importers.all.first(where: { $0.recognises(file) && !Self.isLoose($0) })
      {
        groups[found.name, default: []].append(file)
      } else if let kind = Strangers.kind(of: file) {
        strangers.append(Stranger(path: file.path, reason: "it is \(kind.what). \(kind.fix)"))
      } else if let found = Importers.all.first(where: { $0.recognises(file) }) {
        groups[found.name, default: []].append(file)
      } else if request.paths.contains(file.path), files.count == 1 {
        throw Problem(
          "Cannot tell what `\(file.path)` is.",
          why: "None of \(Importers.all.map(\.name).joined(separator: ", ")) knows it.",
          fix: "Say what reads it: `--from NAME`.", exit: .usage)
      } else {
        strangers.append(Stranger(path: file.path, reason: "no importer knows it"))
      }
    }
    guard groups.isEmpty else { return }
    if files.count == 1, let only = strangers.first {
      let sentences = only.reason.split(separator: ". ", maxSplits: 1).map(String.init)
      throw Problem(
        "Nothing can be imported from `\(only.path)`.",
        why: sentences[0].prefix(1).uppercased() + sentences[0].dropFirst()
          + (sentences[0].hasSuffix(".") ? "" : "."),
        fix: sentences.count > 1
          ? sentences[1] : "Take it from where it came from, or give another.",
        exit: .usage)
    }
    let listed = strangers.prefix(3).map { "`\($0.path)`: \($0.reason)" }
    throw Problem(
      "There is nothing to read in \(request.paths.map { "`\($0)`" }.joined(separator: ", ")).",
      why: listed.isEmpty
        ? "No file in it is one that an importer knows." : listed.joined(separator: "; "),
      fix: "Say what reads it: `--from NAME`.", exit: .usage)
  }

  /// Takes any file of its ending for its own, whatever is in it.
  private static func isLoose(_ importer: any Importer) -> Bool { importer.name == "log" }
}

extension ImportOptions {
  init(_ request: ImportRequest) throws(Problem) {
    self.init()
    timeZone = request.timeZone
    pattern = request.pattern
    host = request.host
    date = request.date
    powerUnit = request.powerUnit
    for pair in request.columns {
      guard let sign = pair.firstIndex(of: "="), sign > pair.startIndex else {
        throw Problem(
          "Cannot read the column `\(pair)`.", why: "It is written `what=Heading`.",
          fix: "Write for example `--column start=Date`.", exit: .usage)
      }
      columns[String(pair[..<sign])] = String(pair[pair.index(after: sign)...])
    }
  }
}
