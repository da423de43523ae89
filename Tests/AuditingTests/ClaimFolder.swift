import Accounting
import Foundation
import JoulebookKit

/// The claims beside these tests: each lies in a file that people can read and audit themselves.
enum ClaimFolder {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Claims")

  /// Names of the files in `seeds` or `clean`, sorted.
  static func names(_ folder: String) -> [String] {
    let all = try? FileManager.default.contentsOfDirectory(
      atPath: root.appendingPathComponent(folder).path)
    return (all ?? []).sorted()
  }

  static func audit(_ folder: String, _ name: String) throws -> AuditAnswer {
    let bytes = try Data(contentsOf: root.appendingPathComponent("\(folder)/\(name)"))
    return try Audits.audit(name, [UInt8](bytes))
  }
}

/// Audits without a home: the catalogue inside the binary, and no user tables.
enum Audits {
  static func audit(_ name: String, _ bytes: [UInt8]) throws -> AuditAnswer {
    try Joulebook(environment: [:], directory: "/").audit(ClaimFile(name: name, bytes: bytes))
  }

  static func audit(_ text: String, as name: String = "claim.yaml") throws -> AuditAnswer {
    try audit(name, Array(text.utf8))
  }

  /// Ids of the rules that speak, each once, in order.
  static func rules(_ text: String, as name: String = "claim.yaml") throws -> [String] {
    Set(try audit(text, as: name).findings.map(\.rule)).sorted()
  }

  /// The problem that a text is refused with.
  static func problem(_ text: String, as name: String = "claim.yaml") -> Problem? {
    do {
      _ = try audit(text, as: name)
      return nil
    } catch {
      return error as? Problem
    }
  }
}
