package import Accounting

/// The kinds of log that requests can be read from: one line per part. The first that knows a line reads the log.
package enum RequestLogKinds {
  package static let all: [any RequestLogKind] = [
    OllamaLog(),
    LlamaCppLog(),
    VLLMLog(),
    TGILog(),
    JSONLinesLog(),
    NginxLog(),
    UvicornLog(),
  ]

  /// The kind of a log by its first lines, or by name.
  package static func kind(
    named name: String?, of lines: [Substring], path: String
  ) throws(Problem) -> any RequestLogKind {
    let names = all.map(\.name).joined(separator: ", ")
    if let name {
      if let kind = all.first(where: { $0.name == name }) { return kind }
      throw Problem(
        "There is no kind of log `\(name)`.", why: "There are \(names).",
        fix: "Name one of them, or write a pattern: `--log-pattern`.", exit: .usage)
    }
    let beginning = lines.prefix(2000)
    if let kind = all.first(where: { kind in beginning.contains(where: kind.recognises) }) {
      return kind
    }
    throw Problem(
      "Cannot tell what kind of log `\(path)` is.",
      why: "None of its first lines is of one of these: \(names).",
      fix: #"Write a pattern: `--log-pattern '(?<time>\S+) .* (?<seconds>[0-9.]+)$'`."#,
      exit: .usage)
  }
}
