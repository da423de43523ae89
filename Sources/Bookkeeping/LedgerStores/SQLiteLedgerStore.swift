import Accounting
import Foundation
import GRDB
import Quantities
import Synchronization

/// The ledger of one machine or one person: a SQLite file in write-ahead mode, so that readers and
/// writers of many processes do not stand in each other's way.
struct SQLiteLedgerStore: LedgerStore {
  let file: SQLiteLedgerFile

  init(_ location: LedgerLocation) { file = SQLiteLedgerFile(location) }

  func apply(_ change: LedgerChange) throws(Problem) -> LedgerOutcome {
    // Encoded before the transaction, so that the lock is held for the writing alone.
    let encoded: [EncodedEntry]
    do {
      switch change {
      case .book(let entry): encoded = [try EncodedEntry(entry)]
      case .bookAll(let entries): encoded = try entries.map { try EncodedEntry($0) }
      case .tag, .restate, .remove, .keepIdlePower: encoded = []
      }
    } catch {
      throw Problem(
        "Cannot book the run.", why: "Its record cannot be written as JSON: \(error).",
        fix: "Report this; the journal of the run is kept.", exit: .software)
    }
    return try file.write { db in
      switch change {
      case .book(let entry): try book(entry, encoded[0], in: db)
      case .bookAll(let entries):
        .each(try zip(entries, encoded).map { try book($0, $1, in: db) })
      case .tag(let id, let set, let remove):
        try rewrite(id, in: db) { entry in
          let tags = entry.run.tags.filter { !remove.contains($0.key) }.merging(set) { $1 }
          defer { entry.run.tags = tags }
          return tags != entry.run.tags
        }
      case .restate(let id, let site, let moment):
        try rewrite(id, in: db) { entry in
          guard site != entry.site else { return false }
          let old = Entry.Restatement(site: entry.site, until: moment)
          entry.restatements = (entry.restatements ?? []) + [old]
          entry.site = site
          return true
        }
      case .remove(let tombstone): try remove(tombstone, in: db)
      case .keepIdlePower(let idle): try keep(idle, in: db)
      }
    }
  }

  func records(_ query: LedgerQuery) throws(Problem) -> [LedgerRecord] {
    try file.read { db in
      guard !query.removed else { return try tombstones(query, in: db) }
      return SQLiteTableScan.merged(
        try entries(query, in: db), try SQLiteTableScan(query, in: db).records(), query)
    } ?? []
  }

  func idlePower(
    machine: String, device: String, sensor: String?
  ) throws(Problem) -> IdlePower? {
    try file.read { db in try idlePowers(machine, device, sensor, in: db) }?
      .reduce(nil) { best, next in best.map { next.replaces($0) ? next : $0 } ?? next }
  }

  func damage() throws(Problem) -> [String] {
    try file.read { db in
      try String.fetchAll(db, sql: "PRAGMA quick_check(20)").filter { $0 != "ok" }
        + SQLiteSummaries.strays(in: db) + SQLiteRunTables.damage(in: db)
    } ?? []
  }

  // MARK: Entries

  private func book(
    _ entry: Entry, _ encoded: EncodedEntry, in db: Database
  ) throws -> LedgerOutcome {
    let run = entry.run
    if let tombstone = try tombstone(run.id, in: db) { return .removed(tombstone) }
    if try SQLiteRunTables.find(run.id, in: db) != nil { return .unchanged }
    return try insert(entry, encoded, in: db)
  }

  private func insert(
    _ entry: Entry, _ encoded: EncodedEntry, in db: Database
  ) throws -> LedgerOutcome {
    let run = entry.run
    try db.cachedStatement(
      sql: """
        INSERT INTO entry (id, started, ended, project, name, machine, json, spans, checksum)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
        """
    ).execute(arguments: [
      run.id, run.started.written, run.ended.written, run.project, run.name, run.machine,
      encoded.json, encoded.spans, encoded.checksum,
    ])
    guard db.changesCount > 0 else { return .unchanged }
    try index(entry, in: db)
    return .done
  }

  private func index(_ entry: Entry, in db: Database) throws {
    let run = entry.run
    let delete = try db.cachedStatement(sql: "DELETE FROM tag WHERE entry = ?")
    try delete.execute(arguments: [run.id])
    let insert = try db.cachedStatement(
      sql: "INSERT INTO tag (entry, key, value) VALUES (?, ?, ?)")
    for (key, value) in run.tags { try insert.execute(arguments: [run.id, key, value]) }
    try SQLiteSummaries.write(entry, in: db)
  }

  /// Changes an entry that is there; `change` says whether anything is different then.
  private func rewrite(
    _ id: String, in db: Database, _ change: (inout Entry) -> Bool
  ) throws -> LedgerOutcome {
    guard let row = try Row.fetchOne(db, sql: "SELECT * FROM entry WHERE id = ?", arguments: [id])
    else {
      // A run of a table becomes one of its own, because it is no longer like its kind.
      guard let (table, index) = try SQLiteRunTables.find(id, in: db) else { return .missing }
      var entry = table.entry(index)
      guard change(&entry) else { return .unchanged }
      try SQLiteRunTables.takeOut(index, of: table, in: db)
      return try insert(entry, try EncodedEntry(entry), in: db)
    }
    var (entry, damage) = try decode(row, omitsSpans: false)
    // A new checksum over altered bytes would hide that they were altered.
    if let damage { throw DamagedEntry(reason: damage) }
    guard change(&entry) else { return .unchanged }
    let encoded = try EncodedEntry(entry)
    try db.execute(
      sql: "UPDATE entry SET json = ?, spans = ?, checksum = ? WHERE id = ?",
      arguments: [encoded.json, encoded.spans, encoded.checksum, id])
    try index(entry, in: db)
    return .done
  }

  private func entries(_ query: LedgerQuery, in db: Database) throws -> [LedgerRecord] {
    let conditions = SQLConditions(query, table: "entry")
    let columns = "id, started, ended, project, name, machine, json, checksum"
    let sql = "SELECT \(columns)\(query.omitsSpans ? "" : ", spans") FROM entry"
    let rows = try Row.fetchCursor(
      db, sql: sql + conditions.clause + order(query, by: "started"),
      arguments: conditions.arguments)
    var records: [LedgerRecord] = []
    while let row = try rows.next() {
      let id = row.value("id", as: String.self) ?? "unreadable"
      do {
        var (entry, damage) = try decode(row, omitsSpans: query.omitsSpans)
        if !query.omitsSpans, damage == nil {
          damage = try SQLiteSummaries.difference(from: entry, in: db)
        }
        records.append(LedgerRecord(id: id, content: .entry(entry, damage: damage)))
      } catch {
        let reason = (error as? DamagedEntry)?.reason ?? "its JSON cannot be read"
        records.append(LedgerRecord(id: id, content: .unreadable(reason)))
      }
    }
    return records
  }

  private func decode(_ row: Row, omitsSpans: Bool) throws -> (entry: Entry, damage: String?) {
    guard let json = row.value("json", as: String.self),
      let spans = omitsSpans ? Data() : row.value("spans", as: Data.self)
    else { throw DamagedEntry(reason: "a column holds another kind of value") }
    let encoded = EncodedEntry(json: json, spans: spans)
    let entry = try encoded.entry()
    let run = entry.run
    if !omitsSpans, row.value("checksum", as: Int64.self) != encoded.checksum {
      return (entry, "its checksum differs: it was altered after it was booked")
    }
    let agrees =
      row.value("id", as: String.self) == run.id
      && row.value("started", as: Int64.self) == run.started.written
      && row.value("ended", as: Int64.self) == run.ended.written
      && row.value("project", as: String.self) == run.project
      && row.value("name", as: String.self) == run.name
      && row.value("machine", as: String.self) == run.machine
    return (entry, agrees ? nil : "its columns disagree with its record")
  }

  // MARK: Tombstones

  private func remove(_ tombstone: Tombstone, in db: Database) throws -> LedgerOutcome {
    try db.execute(sql: "DELETE FROM tag WHERE entry = ?", arguments: [tombstone.id])
    try db.execute(sql: "DELETE FROM entry WHERE id = ?", arguments: [tombstone.id])
    if db.changesCount == 0 {
      guard let (table, index) = try SQLiteRunTables.find(tombstone.id, in: db) else {
        return try self.tombstone(tombstone.id, in: db).map { .removed($0) } ?? .missing
      }
      try SQLiteRunTables.takeOut(index, of: table, in: db)
    }
    try db.execute(
      sql: "INSERT INTO tombstone (id, removed, reason) VALUES (?, ?, ?)",
      arguments: [tombstone.id, tombstone.removed.nanoseconds, tombstone.reason])
    return .done
  }

  private func tombstone(_ id: String, in db: Database) throws -> Tombstone? {
    try Row.fetchOne(db, sql: "SELECT * FROM tombstone WHERE id = ?", arguments: [id])
      .map(tombstone)
  }

  private func tombstone(_ row: Row) throws -> Tombstone {
    Tombstone(
      id: try row.required("id"), removed: Timestamp(nanoseconds: try row.required("removed")),
      reason: try row.required("reason"))
  }

  private func tombstones(_ query: LedgerQuery, in db: Database) throws -> [LedgerRecord] {
    var conditions = SQLConditions()
    conditions.add("substr(id, 1, length(?)) = ?", query.idPrefix, query.idPrefix)
    return try Row.fetchAll(
      db, sql: "SELECT * FROM tombstone" + conditions.clause + order(query, by: "removed"),
      arguments: conditions.arguments
    ).map {
      let tombstone = try tombstone($0)
      return LedgerRecord(id: tombstone.id, content: .removed(tombstone))
    }
  }

  // MARK: Idle power

  private func keep(_ idle: IdlePower, in db: Database) throws -> LedgerOutcome {
    let old = try idlePowers(idle.machine, idle.device, idle.sensor, in: db).first
    guard old.map(idle.replaces) ?? true else { return .unchanged }
    try db.execute(
      sql: """
        INSERT OR REPLACE INTO idle_power
          (machine, device, sensor, watts, low, high, evidence, seen)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        idle.machine, idle.device, idle.sensor, idle.power.value.watts, idle.power.low.watts,
        idle.power.high.watts, idle.evidence.rawValue, idle.seen.nanoseconds,
      ])
    return .done
  }

  private func idlePowers(
    _ machine: String, _ device: String, _ sensor: String?, in db: Database
  ) throws -> [IdlePower] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM idle_power WHERE machine = ?1 AND device = ?2
        AND (?3 IS NULL OR sensor = ?3) ORDER BY sensor
        """,
      arguments: [machine, device, sensor]
    ).map { row in
      guard let evidence = Evidence(rawValue: try row.required("evidence")) else {
        throw DamagedEntry(reason: "an idle power has no evidence")
      }
      return IdlePower(
        machine: machine, device: device, sensor: try row.required("sensor"),
        power: Estimate(
          .watts(try row.required("watts")), low: .watts(try row.required("low")),
          high: .watts(try row.required("high"))),
        evidence: evidence, seen: Timestamp(nanoseconds: try row.required("seen")))
    }
  }

  private func order(_ query: LedgerQuery, by column: String) -> String {
    let direction =
      switch query.order {
      case .oldestFirst: "ASC"
      case .newestFirst: "DESC"
      }
    let limit = query.limit.map { " LIMIT \(max($0, 0))" } ?? ""
    return " ORDER BY \(column) \(direction), id \(direction)\(limit)"
  }
}

extension Timestamp {
  /// Nanoseconds of what the JSON says, which goes to the millisecond.
  var written: Int64 { Timestamp(description)?.nanoseconds ?? nanoseconds }
}
