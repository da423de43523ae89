import Accounting
import Foundation
import GRDB
import Quantities

extension SQLiteLedgerStore: PageStore {
  func page(_ query: PageQuery) throws(Problem) -> [PageRow] {
    try file.read { db in
      let found = try SQLiteSearch.few(query.query.searched, in: db)
      // By start, the index of a project is in order as it is.
      let walks = query.sort == .started ? [] : try SQLConditions.broad(query.query, in: db)
      var conditions = SQLConditions(query.query, table: "summary", found: found, walks: walks)
      let columns = SQLPageOrder.columns(query.sort)
      if let after = query.after {
        guard after.keys.count == columns.count else {
          throw DamagedEntry(reason: "a page's place")
        }
        let values = after.keys.map(\.databaseValue) + [after.number.databaseValue]
        let marks = values.map { _ in "?" }.joined(separator: ", ")
        conditions.add(
          "(\((columns + ["summary.number"]).joined(separator: ", "))) "
            + "\(query.descends ? "<" : ">") (\(marks))", all: values)
      }
      let direction = query.descends ? "DESC" : "ASC"
      let order = (columns + ["summary.number"]).map { "\($0) \(direction)" }
        .joined(separator: ", ")
      let rows = try Row.fetchAll(
        db,
        sql: SQLiteLedgerStore.summaryColumns(
          more: ["summary.id", "summary.name", "summary.project"], group: "NULL", from: "summary")
          + conditions.clause + " ORDER BY \(order) LIMIT \(max(query.limit, 0))",
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
    } ?? []
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
        db, sql: "SELECT count(*) FROM entry WHERE id NOT IN (SELECT id FROM summary)") ?? 0
    } ?? 0
  }
}

/// The columns that an order goes by, before the number; each has an index in just this form.
enum SQLPageOrder {
  static func columns(_ sort: RunSort) -> [String] {
    switch sort {
    case .started: ["summary.started"]
    case .duration: ["ifnull(summary.seconds, -1.0)"]
    case .energy: ["ifnull(summary.joules, -1.0)"]
    case .name: ["summary.name"]
    case .project: ["summary.project", "summary.started"]
    }
  }
}

/// Runs by words in their name, project, id and tags.
enum SQLiteSearch {
  /// As many are put in order after they were found; of more, the order is walked until enough were found.
  private static let limit = 2_000

  /// The numbers of runs that have all words, when there are few; nil when there are many, or no words.
  static func few(_ words: [String], in db: Database) throws -> [Int64]? {
    guard !words.isEmpty else { return nil }
    let conditions = words.map { _ in "instr(text, ?)" }.joined(separator: " AND ")
    let found = try Int64.fetchAll(
      db, sql: "SELECT number FROM words WHERE \(conditions) LIMIT \(limit + 1)",
      arguments: StatementArguments(words))
    return found.count > limit ? nil : found
  }

  static func write(_ run: Run, number: Int64, in db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO words (number, text) VALUES (?, ?)
        ON CONFLICT (number) DO UPDATE SET text = excluded.text
        """
    ).execute(arguments: [number, run.words])
  }
}

extension PagePlace.Key {
  fileprivate var databaseValue: DatabaseValue {
    switch self {
    case .whole(let value): value.databaseValue
    case .number(let value): value.databaseValue
    case .text(let value): value.databaseValue
    }
  }
}
