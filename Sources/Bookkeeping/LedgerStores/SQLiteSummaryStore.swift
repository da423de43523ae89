import Accounting
import Foundation
import GRDB
import Quantities

extension SQLiteLedgerStore: SummaryStore {
  func summaries(
    _ query: LedgerQuery, by grouping: RunGrouping?, _ take: @escaping (SummaryRecord) -> Void
  ) throws(Problem) {
    // What is read is handed on while it is read: a million records are never held at once.
    let sink = Sink(take: take)
    _ = try file.read { db in
      guard let limit = query.limit else {
        try Self.read(query, grouping, in: db) { sink.take($0) }
        return try SQLiteTableScan(query, in: db).summaries(by: grouping) { sink.take($0) }
      }
      var all: [SummaryRecord] = []
      try Self.read(query, grouping, in: db) { all.append($0) }
      let own = all.count
      try SQLiteTableScan(query, in: db).summaries(by: grouping) { all.append($0) }
      if all.count > own { all.sort { $0.summary.started < $1.summary.started } }
      for record in all.prefix(max(limit, 0)) { sink.take(record) }
    }
  }

  func metrics(_ name: String, _ query: LedgerQuery) throws(Problem) -> [MetricRecord] {
    try file.read { db in
      var conditions = SQLConditions(query, table: "summary")
      conditions.add("metric.name = ?", name)
      let rows = try Row.fetchCursor(
        db,
        sql: "SELECT metric.run, metric.last, metric.points FROM metric"
          + " JOIN summary ON summary.number = metric.run" + conditions.clause,
        arguments: conditions.arguments)
      var records: [MetricRecord] = []
      while let row = try rows.next() {
        guard let last = row[1] as Double? else { continue }
        records.append(
          MetricRecord(
            number: (row[0] as Int64?) ?? 0,
            series: MetricSeries(last: last, packed: (row[2] as Data?) ?? Data())))
      }
      return records
    } ?? []
  }

  func sites() throws(Problem) -> [Int64: Site] {
    try file.read { db in
      try Row.fetchAll(db, sql: "SELECT number, json FROM site").reduce(into: [:]) { sites, row in
        let json: String = try row.required("json")
        sites[try row.required("number")] = try JSONDecoder().decode(
          Site.self, from: Data(json.utf8))
      }
    } ?? [:]
  }

  func names(_ numbers: [Int64]) throws(Problem) -> [Int64: RunName] {
    try file.read { db in
      let statement = try db.cachedStatement(sql: "SELECT id, name FROM summary WHERE number = ?")
      var tables: [Int64: SQLiteRunTables.Stored] = [:]
      return try numbers.reduce(into: [:]) { names, number in
        if let place = SQLiteRunTables.place(number) {
          let table = try tables[place.table] ?? SQLiteRunTables.stored(place.table, in: db)
          tables[place.table] = table
          guard let table, place.index < table.count else { return }
          let row = table.row(place.index)
          names[number] = RunName(id: row.id, name: table.titles[Int(row.title)])
          return
        }
        guard let row = try Row.fetchOne(statement, arguments: [number]) else { return }
        names[number] = RunName(id: try row.required("id"), name: try row.required("name"))
      }
    } ?? [:]
  }

  /// Used within one call, on the thread of that call.
  private struct Sink: @unchecked Sendable {
    let take: (SummaryRecord) -> Void
  }

  private static func read(
    _ query: LedgerQuery, _ grouping: RunGrouping?, in db: Database,
    _ take: (SummaryRecord) -> Void
  ) throws {
    var conditions = SQLConditions(
      query, table: "summary", walks: try SQLConditions.broad(query, in: db))
    var tables = "summary"
    let group: String
    switch grouping {
    case nil: group = "NULL"
    case .name: group = "summary.name"
    case .project: group = "summary.project"
    case .parent:
      group = "summary.parent"
      conditions.add("summary.parent > ?", "")
    case .tag(let key):
      group = "tag.value"
      tables += " JOIN tag ON tag.entry = summary.id"
      conditions.add("tag.key = ?", key)
    }
    let limit = query.limit.map { " ORDER BY summary.started LIMIT \(max($0, 0))" } ?? ""
    let rows = try Row.fetchCursor(
      db,
      sql: summaryColumns(more: [], group: group, from: tables) + conditions.clause + limit,
      arguments: conditions.arguments)
    while let row = try rows.next() { take(SummaryRecord(row)) }
  }
}

extension SQLiteLedgerStore {
  /// The beginning of a statement whose rows are read by `SummaryRecord(_:)`; `more` columns stand from 19 on.
  static func summaryColumns(more: [String], group: String, from tables: String) -> String {
    let own = [
      "number", "site", "started", "ended", "ending", "seconds", "device_seconds", "joules",
      "joules_low", "joules_high", "metered", "attributed", "modelled", "assumed", "own", "idle",
      "unexplained",
    ].map { "summary.\($0)" }
    return "SELECT \((own + ["whole.number", group] + more).joined(separator: ", ")) FROM \(tables)"
      + " LEFT JOIN summary whole ON whole.id = summary.parent AND whole.machine = summary.machine"
      + " AND summary.started < whole.ended"
  }
}

extension SummaryRecord {
  /// By position, which is many times faster than by name. Optional, because GRDB ends the process at a null
  /// that is not.
  init(_ row: Row) {
    func number(_ index: Int) -> Double { (row[index] as Double?) ?? .nan }
    func whole(_ index: Int) -> Int64 { (row[index] as Int64?) ?? 0 }
    var byEvidence = EnergyByEvidence()
    byEvidence.metered = .joules(number(10))
    byEvidence.attributed = .joules(number(11))
    byEvidence.modelled = .joules(number(12))
    byEvidence.assumed = .joules(number(13))
    self.init(
      number: whole(0), site: whole(1), whole: row[17] as Int64?, group: (row[18] as String?) ?? "",
      summary: RunSummary(
        started: Timestamp(nanoseconds: whole(2)), ended: Timestamp(nanoseconds: whole(3)),
        ending: RunSummary.Ending(rawValue: Int(whole(4))) ?? .unknown, seconds: number(5),
        deviceSeconds: number(6),
        energy: Estimate(
          .joules(number(7)), low: .joules(number(8)), high: .joules(number(9))),
        byEvidence: byEvidence, own: .joules(number(14)), idle: .joules(number(15)),
        unexplained: .joules(number(16))))
  }
}
