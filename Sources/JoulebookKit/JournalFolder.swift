import Accounting
import Glibc
import Metering

/// Where runs keep their journals: beside the ledger, or in `/var/tmp` when that cannot be written.
package struct JournalFolder: Sendable {
  /// In the order in which they are tried.
  package let paths: [String]

  package init(ledgerPath: String) {
    let home = ledgerPath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    paths = [home + "/journals", "/var/tmp/joulebook-\(getuid())"]
  }

  /// Makes the folders that are missing, for this user alone, and gives the journal's possible paths.
  func prepare(id: String) -> [String] {
    paths.filter { folder in
      Self.make(folder)
      var status = stat()
      // A folder in /var/tmp that somebody else made is not ours to write into.
      return stat(folder, &status) == 0 && status.st_uid == getuid()
    }.map { "\($0)/\(id).journal" }
  }

  /// Journals that nobody is writing any more, locked for us until the process ends.
  func leftovers() -> [Leftover] {
    paths.flatMap { folder in
      FileText.names(in: folder).filter { $0.hasSuffix(".journal") }
        .compactMap { Leftover(path: "\(folder)/\($0)") }
    }
  }

  /// A journal without a writer.
  struct Leftover {
    let path: String
    let bytes: [UInt8]
    private let file: Int32

    /// Nil when somebody holds it or it cannot be read.
    init?(path: String) {
      let file = open(path, O_RDWR | O_CLOEXEC)
      guard file >= 0 else { return nil }
      guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
        close(file)
        return nil
      }
      var bytes: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 65_536)
      while case let count = read(file, &chunk, chunk.count), count > 0 { bytes += chunk[..<count] }
      self.path = path
      self.file = file
      self.bytes = bytes
    }

    /// Takes the file away after its run was booked.
    func remove() {
      unlink(path)
      close(file)
    }

    /// Keeps a file that is no journal, under a name that is not looked at again.
    func setAside() {
      rename(path, path + ".unreadable")
      close(file)
    }

    /// Leaves it for the next time.
    func release() { close(file) }
  }

  private static func make(_ folder: String) {
    guard !FileText.exists(folder) else { return }
    var path = ""
    for part in folder.split(separator: "/") {
      path += "/" + part
      if !FileText.exists(path) { mkdir(path, 0o700) }
    }
  }
}
