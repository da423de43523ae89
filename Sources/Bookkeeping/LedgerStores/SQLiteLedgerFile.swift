import Accounting
import Foundation
import GRDB
import Quantities
import Synchronization

/// The file of a SQLite ledger: opened when first used, made when first written.
final class SQLiteLedgerFile: Sendable {
  private let location: LedgerLocation
  private let connection = Mutex<Connection?>(nil)

  private struct Connection {
    let queue: DatabaseQueue
    let file: SQLiteOpenFile
  }

  init(_ location: LedgerLocation) { self.location = location }

  deinit { connection.withLock { try? $0?.queue.close() } }

  /// Runs `body` on the ledger; nil when there is none.
  func read<Value: Sendable>(
    _ body: @Sendable (Database) throws -> Value
  ) throws(Problem) -> Value? {
    try reporting {
      guard let queue = try opened(making: false) else { return nil }
      return try queue.read(body)
    }
  }

  /// Runs `body` in one transaction that takes the write lock at its start, so that what it reads
  /// still holds when it writes.
  func write<Value: Sendable>(
    _ body: @Sendable (Database) throws -> Value
  ) throws(Problem) -> Value {
    try reporting {
      guard let queue = try opened(making: true) else { throw CocoaError(.fileNoSuchFile) }
      return try queue.writeWithoutTransaction { db in
        var result: Value?
        try db.inTransaction(.immediate) {
          result = try body(db)
          return .commit
        }
        guard let result else { throw CocoaError(.fileWriteUnknown) }
        return result
      }
    }
  }

  private func opened(making: Bool) throws -> DatabaseQueue? {
    try connection.withLock { open in
      if let open { return open.queue }
      var file = try SQLiteOpenFile(location.path)
      if file.kind == .missing {
        guard making else { return nil }
        try make()
        file = try SQLiteOpenFile(location.path)
      }
      switch file.kind {
      case .foreign, .missing:
        throw SQLiteProblems.notALedger(location.path)
      case .ledger(let version) where version > SQLiteSchema.version:
        throw SQLiteProblems.newer(location.path)
      case .ledger: break
      }
      let queue = try connect(location.path)
      // Asked again: what is known of a file that is open is what it was when it was opened first.
      let version = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
      if version > SQLiteSchema.version { throw SQLiteProblems.newer(location.path) }
      if version < SQLiteSchema.version { try migrate(queue) }
      open = Connection(queue: queue, file: file)
      return queue
    }
  }

  /// Makes the ledger under another name and links it into place when it is whole: whoever looks
  /// sees no ledger or a complete one, and of two makers one wins.
  private func make() throws {
    let path = location.path
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let draft = path + ".new-\(UUID().uuidString)"
    defer {
      for suffix in ["", "-wal", "-shm", "-journal"] { unlink(draft + suffix) }
    }
    let queue = try connect(draft)
    try migrate(queue)
    try queue.close()
    guard link(draft, path) == 0 || errno == EEXIST || rename(draft, path) == 0 else {
      throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path])
    }
  }

  private func migrate(_ queue: DatabaseQueue) throws {
    try SQLiteSchema.migrator.migrate(queue)
    // Stays with the file. GRDB's own setting writes at each opening, so that readers would wait.
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
  }

  private func connect(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.label = "ledger"
    configuration.busyMode = .timeout(location.patience.seconds)
    configuration.prepareDatabase {
      // A short log is soon read by whoever opens the ledger after a writer that did not close it.
      try $0.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 100")
    }
    let deadline = ContinuousClock.now + location.patience
    while true {
      do {
        return try DatabaseQueue(path: path, configuration: configuration)
      } catch let error as DatabaseError
        where error.resultCode == .SQLITE_BUSY && ContinuousClock.now < deadline
      {
        // Recovering a write-ahead log answers busy without asking the handler.
        usleep(2000)
      }
    }
  }

  private func reporting<Value>(_ body: () throws -> Value) throws(Problem) -> Value {
    do { return try body() } catch { throw SQLiteProblems.problem(error, at: location.path) }
  }
}
