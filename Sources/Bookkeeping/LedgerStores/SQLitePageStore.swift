import Accounting
import Foundation
import GRDB
import Quantities

extension SQLiteLedgerStore: PageStore {
  func page(_ query: PageQuery) throws(Problem) -> [PageRow] {
    try file.read { db in
      let own = try ownPage(query, in: db)
      let tabled = try SQLiteTableScan.page(query, in: db)
      guard !tabled.isEmpty else { return own }
      let all = (own + tabled).map { (place: $0.place(query.sort), row: $0) }
      return all.sorted { query.puts($0.place, before: $1.place) }.prefix(max(query.limit, 0))
        .map(\.row)
    } ?? []
  }

  private func ownPage(_ query: PageQuery, in db: Database) throws -> [PageRow] {
    let numbers = try SQLitePageFinder(query).numbers(in: db)
    var conditions = SQLConditions()
    conditions.add("summary.number IN (SELECT value FROM json_each(?))", "\(numbers)")
    let rows = try Row.fetchAll(
      db,
      sql: SQLiteLedgerStore.summaryColumns(
        more: ["summary.id", "summary.name", "summary.project"], group: "NULL", from: "summary")
        + conditions.clause
        + SQLPageOrder(query.sort, descends: query.descends).guardedClause,
      arguments: conditions.arguments)
    let tags = try db.cachedStatement(sql: "SELECT key, value FROM tag WHERE entry = ?")
    let end = try db.cachedStatement(
      sql: """
        SELECT json_extract(json, '$.run.exitCode'), json_extract(json, '$.run.signal')
        FROM entry WHERE id = ? AND json_valid(json)
        """)
    return try rows.map { row in
      let id = (row[19] as String?) ?? ""
      var tagged: [String: String] = [:]
      for tag in try Row.fetchAll(tags, arguments: [id]) {
        tagged[try tag.required("key")] = try tag.required("value")
      }
      let ended = try Row.fetchOne(end, arguments: [id])
      return PageRow(
        record: SummaryRecord(row), id: id, name: (row[20] as String?) ?? "",
        project: (row[21] as String?) ?? "", tags: tagged,
        exitCode: ended.flatMap { ($0[0] as Int64?).map { Int($0) } },
        signal: ended.flatMap { ($0[1] as Int64?).map { Int($0) } })
    }
  }

  /// SQLite counts changes of others for each connection; its own are added.
  func stamp() throws(Problem) -> String {
    try file.read { db in
      let others = try Int64.fetchOne(db, sql: "PRAGMA data_version") ?? 0
      return "\(others).\(db.totalChangesCount)"
    } ?? "none"
  }

  func unreadable() throws(Problem) -> Int {
    try file.read { db in
      try Int.fetchOne(
        db, sql: "SELECT (SELECT count(*) FROM entry) - (SELECT count(*) FROM summary)") ?? 0
    } ?? 0
  }
}
