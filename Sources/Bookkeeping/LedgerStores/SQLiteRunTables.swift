import Accounting
import Foundation
import GRDB
import Quantities

/// Tables of runs in a SQLite ledger: written whole, read row by row.
enum SQLiteRunTables {
  /// A table as it is stored.
  struct Stored {
    let number: Int64
    let kinds: [Entry]
    let sites: [Int64]
    let titles: [String]
    let rows: Data
    let gone: [UInt8]

    var count: Int { rows.count / RunTablePacking.width }

    /// Each row that was not taken out, with its place.
    func each(_ body: (Int, RunTable.Row) throws -> Void) rethrows {
      try rows.withUnsafeBytes { bytes in
        for index in 0..<count where gone[index >> 3] & (1 << UInt8(index & 7)) == 0 {
          try body(index, RunTablePacking.row(bytes, index))
        }
      }
    }

    func row(_ index: Int) -> RunTable.Row {
      rows.withUnsafeBytes { RunTablePacking.row($0, index) }
    }

    func entry(_ index: Int) -> Entry {
      let row = row(index)
      return RunTable.entry(row, of: kinds[Int(row.kind)], called: titles[Int(row.title)])
    }

    /// True when every row names a kind and a title that are there.
    var isSound: Bool {
      var isSound = sites.count == kinds.count && gone.count == (count + 7) / 8
      if isSound {
        each { _, row in
          if !kinds.indices.contains(Int(row.kind)) || !titles.indices.contains(Int(row.title)) {
            isSound = false
          }
        }
      }
      return isSound
    }
  }

  /// Numbers of runs in tables begin here, far above those of other runs and below what a JavaScript number holds.
  private static let firstNumber = Int64(1) << 50

  static func number(_ table: Int64, _ index: Int) -> Int64 {
    firstNumber + table << 16 + Int64(index)
  }

  static func place(_ number: Int64) -> (table: Int64, index: Int)? {
    guard number >= firstNumber else { return nil }
    let rest = number - firstNumber
    return (rest >> 16, Int(rest & 0xFFFF))
  }

  // MARK: Writing

  /// Writes the rows that are new.
  static func book(_ table: RunTable, isDry: Bool, in db: Database) throws -> [RowOutcome] {
    let outcomes = try outcomes(table, in: db)
    guard !isDry else { return outcomes }
    var rows = table.rows
    if outcomes.contains(where: { $0 != .booked }) {
      rows = ContiguousArray(zip(rows, outcomes).lazy.filter { $0.1 == .booked }.map(\.0))
    }
    for start in stride(from: 0, to: rows.count, by: RunTable.mostRows) {
      let part = ContiguousArray(rows[start..<min(start + RunTable.mostRows, rows.count)])
      try write(part, table, in: db)
    }
    return outcomes
  }

  private static func write(
    _ rows: ContiguousArray<RunTable.Row>, _ table: RunTable, in db: Database
  ) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let kinds = try encoder.encode(table.kinds)
    let titles = try encoder.encode(table.titles)
    let sites = try table.kinds.map { try SQLiteSummaries.number(of: $0.site, in: db) }
    let (packed, keys) = (RunTablePacking.pack(rows), RunTablePacking.keys(rows))
    var (first, last, ended) = (Int64.max, Int64.min, Int64.min)
    for row in rows {
      first = min(first, row.started)
      last = max(last, row.started)
      ended = max(ended, row.ended)
    }
    try db.cachedStatement(
      sql: """
        INSERT INTO run_table
          (first, last, ended, count, kinds, sites, titles, keys, rows, gone, checksum)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      first, last, ended, rows.count, String(decoding: kinds, as: UTF8.self),
      String(decoding: try encoder.encode(sites), as: UTF8.self),
      String(decoding: titles, as: UTF8.self), keys, packed,
      Data(count: (rows.count + 7) / 8), RunTablePacking.checksum(kinds, titles, keys, packed),
    ])
  }

  /// What becomes of each row: new, there already, or removed earlier.
  private static func outcomes(_ table: RunTable, in db: Database) throws -> [RowOutcome] {
    var outcomes = [RowOutcome](repeating: .booked, count: table.rows.count)
    guard let first = table.rows.lazy.map(\.started).min(),
      let last = table.rows.lazy.map(\.started).max()
    else { return outcomes }
    // Of the keys that are there: those of tables, and those of runs of their own at that time.
    var known: Set<UInt64> = []
    let stored = try Row.fetchCursor(
      db, sql: "SELECT keys FROM run_table WHERE first <= ? AND last >= ?",
      arguments: [last, first])
    var wanted: Set<UInt64>?
    while let row = try stored.next() {
      guard let keys = row[0] as Data? else { continue }
      let mine = wanted ?? Set(table.rows.lazy.map(\.key))
      wanted = mine
      keys.withUnsafeBytes { bytes in
        for at in stride(from: 0, to: bytes.count - 7, by: 8) {
          let key = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
          if mine.contains(key) { known.insert(key) }
        }
      }
    }
    let own = Set(
      try String.fetchAll(
        db, sql: "SELECT id FROM entry WHERE started >= ? AND started <= ?",
        arguments: [first, last]))
    let removed = Set(try String.fetchAll(db, sql: "SELECT id FROM tombstone"))
    var seen: Set<UInt64> = []
    seen.reserveCapacity(table.rows.count)
    for (index, row) in table.rows.enumerated() {
      if !own.isEmpty || !removed.isEmpty {
        let id = row.id
        if removed.contains(id) {
          outcomes[index] = .removed
          continue
        }
        if own.contains(id) {
          outcomes[index] = .known
          continue
        }
      }
      if known.contains(row.key) || !seen.insert(row.key).inserted { outcomes[index] = .known }
    }
    return outcomes
  }

  // MARK: Single runs

  /// The table and place of the run of this id; nil where no table has it.
  static func find(_ id: String, in db: Database) throws -> (table: Stored, index: Int)? {
    guard let second = RunKey.second(id) else { return nil }
    let numbers = try Int64.fetchAll(
      db.cachedStatement(sql: "SELECT number FROM run_table WHERE first < ? AND last >= ?"),
      arguments: [second.upperBound, second.lowerBound])
    for number in numbers {
      guard let table = try stored(number, in: db) else { continue }
      var found: Int?
      table.each { index, row in
        if found == nil, second.contains(row.started), row.id == id { found = index }
      }
      if let found { return (table, found) }
    }
    return nil
  }

  /// Takes a run out of its table.
  static func takeOut(_ index: Int, of table: Stored, in db: Database) throws {
    var gone = table.gone
    gone[index >> 3] |= 1 << UInt8(index & 7)
    try db.execute(
      sql: "UPDATE run_table SET gone = ? WHERE number = ?", arguments: [Data(gone), table.number])
  }

  static func stored(_ number: Int64, in db: Database) throws -> Stored? {
    let statement = try db.cachedStatement(
      sql: "SELECT number, kinds, sites, titles, rows, gone FROM run_table WHERE number = ?")
    return try Row.fetchOne(statement, arguments: [number]).map(stored)
  }

  static func stored(_ row: Row) throws -> Stored {
    let decoder = JSONDecoder()
    let gone: Data = try row.required("gone")
    return Stored(
      number: try row.required("number"),
      kinds: try decoder.decode(
        [Entry].self, from: Data((try row.required("kinds") as String).utf8)),
      sites: try decoder.decode(
        [Int64].self, from: Data((try row.required("sites") as String).utf8)),
      titles: try decoder.decode(
        [String].self, from: Data((try row.required("titles") as String).utf8)),
      rows: try row.required("rows"), gone: [UInt8](gone))
  }

  /// What is wrong with tables, a sentence each.
  static func damage(in db: Database) throws -> [String] {
    let rows = try Row.fetchCursor(db, sql: "SELECT * FROM run_table")
    var damage: [String] = []
    while let row = try rows.next() {
      let number = row.value("number", as: Int64.self) ?? 0
      guard let kinds = row.value("kinds", as: String.self),
        let titles = row.value("titles", as: String.self),
        let keys = row.value("keys", as: Data.self), let packed = row.value("rows", as: Data.self),
        let table = try? stored(row), table.isSound
      else {
        damage.append("table \(number) of runs cannot be read")
        continue
      }
      let sum = RunTablePacking.checksum(Data(kinds.utf8), Data(titles.utf8), keys, packed)
      if row.value("checksum", as: Int64.self) != sum {
        damage.append("table \(number) of runs was altered after it was booked")
      }
    }
    return damage
  }
}

extension SQLiteLedgerStore: RunTableStore {
  func book(_ table: RunTable, isDry: Bool) throws(Problem) -> [RowOutcome] {
    guard isDry else {
      return try file.write { db in try SQLiteRunTables.book(table, isDry: false, in: db) }
    }
    return try file.read { db in try SQLiteRunTables.book(table, isDry: true, in: db) }
      ?? [RowOutcome](repeating: .booked, count: table.rows.count)
  }
}
