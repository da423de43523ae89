package import Accounting
import Foundation

/// The one way in which Joulebook writes JSON: keys sorted, indented, slashes as they are.
package enum JSON {
  /// The value in one line, for files that hold many.
  package static func line(_ value: some Encodable) throws(Problem) -> String {
    try text(value, [.sortedKeys, .withoutEscapingSlashes])
  }

  /// The value as text, ending in a line break.
  package static func text(_ value: some Encodable) throws(Problem) -> String {
    try text(value, [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
  }

  private static func text(
    _ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting
  ) throws(Problem) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    } catch {
      throw Problem(
        "Cannot write the result as JSON.", why: "\(error)",
        fix: "Use `--format text`, and report this.", exit: .software)
    }
  }
}
