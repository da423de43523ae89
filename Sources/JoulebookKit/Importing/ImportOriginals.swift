import Accounting
import Foundation
import Glibc
import Importing

/// Keeps files that were imported, beside the ledger, each once and by the hash of its content.
struct ImportOriginals {
  private let folder: String

  init(ledgerPath: String) {
    folder = URL(fileURLWithPath: ledgerPath).deletingLastPathComponent().path + "/imports/sha256"
  }

  /// Where the file of this hash lies.
  func path(_ hash: String) -> String { "\(folder)/\(hash.prefix(2))/\(hash)" }

  /// SHA-256 of a file, as it lies on the disk.
  static func hash(_ file: ImportFile) throws(Problem) -> String {
    guard let hash = ContentHash.of(file: file.path) else {
      throw Problem(
        "Cannot read `\(file.path)`.", why: "\(String(cString: strerror(errno))).",
        fix: "Give yourself the right to read it.", exit: .usage)
    }
    return hash
  }

  /// Copies the file to its place; nothing is done when it is there. It is whole or not there, whatever happens meanwhile.
  func keep(_ path: String, _ hash: String) throws(Problem) {
    let place = self.path(hash)
    guard access(place, F_OK) != 0 else { return }
    func problem() -> Problem {
      Problem(
        "Cannot keep the original of `\(path)`.",
        why: "\(String(cString: strerror(errno))), at `\(place)`.",
        fix: "The runs are booked. Give yourself the right to write there and import it again.")
    }
    do {
      try FileManager.default.createDirectory(
        atPath: (place as NSString).deletingLastPathComponent, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch { throw problem() }
    let source = open(path, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { throw problem() }
    defer { close(source) }
    let draft = place + ".new-\(getpid())"
    let target = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard target >= 0 else { throw problem() }
    defer {
      close(target)
      unlink(draft)
    }
    guard ContentHash.copy(source, target), rename(draft, place) == 0 else { throw problem() }
  }
}
