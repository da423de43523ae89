import Foundation

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
    let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    defer { try? handle.close() }
    guard let header = try handle.read(upToCount: 100), header.count == 100,
      header.starts(with: Data("SQLite format 3\0".utf8)),
      number(in: header, at: 68) == applicationID
    else { return .foreign }
    return .ledger(version: Int(number(in: header, at: 60)))
  }

  private static func number(in header: Data, at offset: Int) -> UInt32 {
    header[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
