import Foundation
import Synchronization

/// A ledger's file that this process has open, for as long as the value lives.
///
/// Such a file must not be opened and closed beside SQLite: POSIX takes all locks of a process on a file away when it closes
/// any descriptor of it, and another process could then take the write-ahead log away under our connections.
final class SQLiteOpenFile: Sendable {
  let kind: SQLiteHeader.Kind
  private let id: ID?

  private struct ID: Hashable {
    let device: UInt64
    let inode: UInt64
  }

  private struct Use {
    var count: Int
    let kind: SQLiteHeader.Kind
  }

  private static let inUse = Mutex<[ID: Use]>([:])

  /// What stands at the path: looked up, or known from a connection that is open.
  init(_ path: String) throws {
    (id, kind) = try Self.inUse.withLock { inUse in
      var status = stat()
      guard stat(path, &status) == 0 else { return (nil, try SQLiteHeader.kind(ofFileAt: path)) }
      let id = ID(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
      let kind = try inUse[id]?.kind ?? SQLiteHeader.kind(ofFileAt: path)
      inUse[id, default: Use(count: 0, kind: kind)].count += 1
      return (id, kind)
    }
  }

  deinit {
    guard let id else { return }
    Self.inUse.withLock { inUse in
      inUse[id]?.count -= 1
      if inUse[id]?.count == 0 { inUse[id] = nil }
    }
  }
}
