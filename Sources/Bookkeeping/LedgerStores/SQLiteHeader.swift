import Foundation
import Synchronization

/// What a file is by its first hundred bytes, read without SQLite, because opening a strange file
/// may already change it. Format: sqlite.org/fileformat2.html, section 1.3.
enum SQLiteHeader {
  enum Kind: Equatable {
    case missing
    case foreign
    /// With the version of its schema; zero for an empty file, which is a ledger to be.
    case ledger(version: Int)
  }

  /// `JOUL`, in the header's application id.
  static let applicationID: UInt32 = 0x4A4F_554C

  static func kind(ofFileAt path: String) throws -> Kind {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT { return .missing }
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    guard status.st_mode & S_IFMT == S_IFREG else { return .foreign }
    guard status.st_size > 0 else { return .ledger(version: 0) }
    let header = try beginning(of: path)
    guard header.count == 100, header.starts(with: Data("SQLite format 3\0".utf8)),
      number(in: header, at: 68) == applicationID
    else { return .foreign }
    return .ledger(version: Int(number(in: header, at: 60)))
  }

  /// Files that were looked at, kept open. When a process closes a file it loses all locks that it has on it, those of
  /// SQLite's connections too (fcntl(2)): another process would then take the ledger to be nobody's and put its log away.
  private static let kept = Mutex<[FileName: Int32]>([:])

  private struct FileName: Hashable {
    let device: dev_t
    let inode: ino_t
  }

  /// The first hundred bytes.
  private static func beginning(of path: String) throws -> Data {
    try kept.withLock { kept in
      // What has been deleted is nobody's ledger any more.
      for (name, file) in kept where kept.count > 8 {
        var status = stat()
        guard fstat(file, &status) == 0, status.st_nlink == 0 else { continue }
        close(file)
        kept[name] = nil
      }
      var status = stat()
      var name =
        stat(path, &status) == 0 ? FileName(device: status.st_dev, inode: status.st_ino) : nil
      var file = name.flatMap { kept[$0] } ?? -1
      if file < 0 {
        file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0, fstat(file, &status) == 0 else {
          throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        name = FileName(device: status.st_dev, inode: status.st_ino)
        // The name may have gone to another file meanwhile: one descriptor a file, and none is closed.
        if let name, kept[name] == nil { kept[name] = file }
      }
      var bytes = [UInt8](repeating: 0, count: 100)
      let count = pread(file, &bytes, bytes.count, 0)
      guard count >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
      return Data(bytes[..<count])
    }
  }

  private static func number(in header: Data, at offset: Int) -> UInt32 {
    header[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
