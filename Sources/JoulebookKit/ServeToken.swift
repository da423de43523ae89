public import Accounting
import Foundation
import Glibc

/// The secret that visitors of a served ledger must know, kept beside the ledger for its owner alone.
public struct ServeToken: Sendable {
  public let path: String

  public init(ledgerPath: String) {
    path =
      URL(fileURLWithPath: ledgerPath).deletingLastPathComponent()
      .appendingPathComponent("serve-token").path
  }

  /// The token; made when there is none: 256 random bits.
  public func token() throws(Problem) -> String {
    var status = stat()
    if stat(path, &status) == 0 {
      guard status.st_mode & 0o077 == 0, status.st_uid == getuid() else {
        throw Problem(
          "Will not use the token in \(path).", why: "Others can read the file.",
          fix: "Run `chmod 600 \(path)`, or remove the file: a new token is made then.")
      }
      let text =
        (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(
          in: .whitespacesAndNewlines) ?? ""
      guard text.count >= 32 else {
        throw Problem(
          "Will not use the token in \(path).",
          why: "It is shorter than 32 characters, so that it could be guessed.",
          fix: "Remove the file: a new token is made then.")
      }
      return text
    }
    let digits = Array("0123456789abcdefghijklmnopqrstuv")
    var source = SystemRandomNumberGenerator()
    let token = String((0..<52).map { _ in digits[Int.random(in: 0..<32, using: &source)] })
    try write(token)
    return token
  }

  private func write(_ token: String) throws(Problem) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    let bytes = Array((token + "\n").utf8)
    let isWritten = file >= 0 && Glibc.write(file, bytes, bytes.count) == bytes.count
    if file >= 0 { close(file) }
    guard isWritten else {
      throw Problem(
        "Cannot keep the token.", why: "\(path): \(String(cString: strerror(errno))).",
        fix: "Make the folder writable, or choose another with `JOULEBOOK_LEDGER`.")
    }
  }
}
