import Accounting
import Glibc

/// The name of a secret that a provider needs: an environment variable, or a key in the file of secrets.
package struct SecretName: Hashable, Sendable {
  package let variable: String
  package let meaning: String
}

/// A text that is never shown: not in a message, not in a dump, not in a file.
struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// For the request alone.
  let value: String
  static let mask = "•••"

  var description: String { Self.mask }
  var debugDescription: String { Self.mask }
  var customMirror: Mirror { Mirror(self, children: []) }

  /// The text without the secret, as it is and as it stands in an address.
  func removed(from text: String) -> String {
    guard !value.isEmpty else { return text }
    var text = text
    for form in [value, WebRequest.escaped(value)] { text = text.replacing(form, with: Self.mask) }
    return text
  }
}

/// Looks secrets up: first in the environment, then in a file that nobody else can read.
struct SecretStore: Sendable {
  let environment: [String: String]
  let file: String?

  init(_ context: IntensityContext) {
    environment = context.environment
    file = context.configuration.tokenFile
  }

  func secret(_ name: SecretName, for provider: String) throws(Problem) -> Secret {
    if let value = environment[name.variable]?.trimmedBlanks, !value.isEmpty {
      return Secret(value: value)
    }
    if let file {
      let values = try Self.read(file)
      if let value = values[name.variable], !value.isEmpty { return Secret(value: value) }
      throw Problem(
        "`\(provider)` needs \(name.variable), \(name.meaning).",
        why: "It is neither in the environment nor in \(file).",
        fix: "Add a line `\(name.variable)=…` to that file.", exit: .usage)
    }
    throw Problem(
      "`\(provider)` needs \(name.variable), \(name.meaning).",
      why: "It is not in the environment, and no file of secrets is set.",
      fix: "Run `export \(name.variable)=…`, or set `intensity-token-file`.", exit: .usage)
  }

  /// Lines `NAME=value`.
  private static func read(_ path: String) throws(Problem) -> [String: String] {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Problem(
        "Cannot read the file of secrets \(path).", why: "There is no such file.",
        fix: "Make it, with lines `NAME=value`, or correct `intensity-token-file`.", exit: .usage)
    }
    guard status.st_mode & 0o077 == 0 else {
      throw Problem(
        "The file of secrets \(path) can be read by others.",
        why: "Its mode is \(String(status.st_mode & 0o777, radix: 8)); it must be 600.",
        fix: "Run `chmod 600 '\(path)'`.", exit: .usage)
    }
    let text = String(decoding: try FileBytes.read(path), as: UTF8.self)
    var values: [String: String] = [:]
    for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
      guard let equals = line.firstIndex(of: "=") else { continue }
      let value = String(line[line.index(after: equals)...]).trimmedBlanks
      values[String(line[..<equals]).trimmedBlanks] = value
    }
    return values
  }
}

extension String {
  var trimmedBlanks: String {
    let start = drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }
}
