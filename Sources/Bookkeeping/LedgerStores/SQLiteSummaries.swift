import Accounting
import Foundation
import GRDB
import Quantities

/// Keeps summaries in step with entries, and says where they are not.
enum SQLiteSummaries {
  private static let columns = [
    "started", "ended", "project", "name", "machine", "parent", "site", "ending", "seconds",
    "device_seconds", "joules", "joules_low", "joules_high", "metered", "attributed", "modelled",
    "assumed", "own", "idle", "unexplained",
  ]

  /// Writes what the entry comes to, over what was there.
  /// - Parameter isSearched: false in ledgers of before there were words to be found by.
  static func write(_ entry: Entry, isSearched: Bool = true, in db: Database) throws {
    let site = try number(of: entry.site, in: db)
    let names = columns.joined(separator: ", ")
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    let updates = columns.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO summary (id, \(names)) VALUES (?, \(marks))
        ON CONFLICT (id) DO UPDATE SET \(updates) RETURNING number
        """)
    statement.arguments =
      StatementArguments([entry.run.id]) + StatementArguments(values(entry, site: site))
    guard let number = try Int64.fetchOne(statement) else {
      throw DamagedEntry(reason: "its summary was not taken")
    }
    if isSearched { try SQLiteSearch.write(entry.run, number: number, in: db) }
    try db.cachedStatement(sql: "DELETE FROM metric WHERE run = ?").execute(arguments: [number])
    let insert = try db.cachedStatement(
      sql: "INSERT INTO metric (name, run, last, points) VALUES (?, ?, ?, ?)")
    for (name, series) in MetricSeries.all(of: entry) {
      try insert.execute(arguments: [name, number, series.last, series.packed])
    }
  }

  /// Writes those of a ledger that had none. An entry that cannot be read has none, and is found by `check`.
  static func writeAll(in db: Database) throws {
    let rows = try Row.fetchCursor(db, sql: "SELECT json FROM entry ORDER BY started, id")
    while let row = try rows.next() {
      guard let json = row.value("json", as: String.self),
        let entry = try? EncodedEntry(json: json, spans: Data()).entry()
      else { continue }
      try write(entry, isSearched: false, in: db)
    }
  }

  /// In what the stored summary differs from the entry; nil where it says the same.
  static func difference(from entry: Entry, in db: Database) throws -> String? {
    let statement = try db.cachedStatement(sql: "SELECT * FROM summary WHERE id = ?")
    guard let row = try Row.fetchOne(statement, arguments: [entry.run.id]) else {
      return "it has no summary"
    }
    let json = try String.fetchOne(
      db.cachedStatement(sql: "SELECT json FROM site WHERE number = ?"),
      arguments: [row["site"] as DatabaseValue])
    guard let json, let site = try? JSONDecoder().decode(Site.self, from: Data(json.utf8)),
      site == entry.site
    else { return "its summary is of another site" }
    let expected = values(entry, site: row.value("site", as: Int64.self) ?? 0)
    for (column, value) in zip(columns, expected) {
      let stored: DatabaseValue = row[column]
      // SQLite keeps no NaN: it is stored as NULL.
      let isNumber = (value as? Double)?.isNaN != true
      if stored != (isNumber ? value?.databaseValue ?? .null : .null) {
        return "its summary has another value under `\(column)`"
      }
    }
    let number = row.value("number", as: Int64.self)
    if let words = try SQLiteSearch.difference(from: entry.run, number: number, in: db) {
      return words
    }
    let metrics = try Row.fetchAll(
      db.cachedStatement(sql: "SELECT name, last, points FROM metric WHERE run = ?"),
      arguments: [number])
    let wanted = MetricSeries.all(of: entry)
    guard metrics.count == wanted.count,
      metrics.allSatisfy({ row in
        let series = row.value("name", as: String.self).flatMap { wanted[$0] }
        return series != nil && row.value("last", as: Double.self) == series?.last
          && row.value("points", as: Data.self) == series?.packed
      })
    else { return "its summary has other metrics" }
    return nil
  }

  /// Summaries of entries that are not there.
  static func strays(in db: Database) throws -> [String] {
    try String.fetchAll(
      db, sql: "SELECT id FROM summary WHERE id NOT IN (SELECT id FROM entry) LIMIT 20"
    ).map { "run \($0) has a summary and no entry" }
  }

  static func number(of site: Site, in db: Database) throws -> Int64 {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = String(decoding: try encoder.encode(site), as: UTF8.self)
    let find = try db.cachedStatement(sql: "SELECT number FROM site WHERE json = ?")
    if let number = try Int64.fetchOne(find, arguments: [json]) { return number }
    let insert = try db.cachedStatement(sql: "INSERT INTO site (json) VALUES (?)")
    try insert.execute(arguments: [json])
    return db.lastInsertedRowID
  }

  /// In the order of `columns`.
  private static func values(
    _ entry: Entry, site: Int64
  ) -> [(any DatabaseValueConvertible)?] {
    let run = entry.run
    let summary = RunSummary(entry)
    let energy = summary.byEvidence
    return [
      run.started.written, run.ended.written, run.project, run.name, run.machine, run.parent, site,
      summary.ending.rawValue, summary.seconds, summary.deviceSeconds,
      summary.energy.value.joules, summary.energy.low.joules, summary.energy.high.joules,
      energy.metered.joules, energy.attributed.joules, energy.modelled.joules,
      energy.assumed.joules, summary.own.joules, summary.idle.joules, summary.unexplained.joules,
    ]
  }
}

extension MetricSeries {
  /// Step, seconds and value of each point: little-endian `Float64`.
  var packed: Data {
    let numbers = points.flatMap { [$0.step, $0.at, $0.value] }.map(\.bitPattern.littleEndian)
    return numbers.withUnsafeBytes { Data($0) }
  }

  init(last: Double, packed data: Data) {
    let points = data.withUnsafeBytes { bytes in
      func number(_ index: Int) -> Double {
        Double(
          bitPattern: UInt64(
            littleEndian: bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)))
      }
      return (0..<data.count / 24).map {
        Point(step: number($0 * 3), at: number($0 * 3 + 1), value: number($0 * 3 + 2))
      }
    }
    self.init(last: last, points: points)
  }
}
