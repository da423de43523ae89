import Accounting
import Foundation
import GRDB
import Quantities

/// Finds runs in tables: each row is looked at, a few nanoseconds each.
struct SQLiteTableScan {
  private let query: LedgerQuery
  private let database: Database

  init(_ query: LedgerQuery, in database: Database) {
    self.query = query
    self.database = database
  }

  typealias Stored = SQLiteRunTables.Stored

  /// Each run that the query finds, but for its limit and order. A table that is damaged is left out and found by `damage`.
  /// - Parameters:
  ///   - order: in which tables are looked at: by their latest start downwards, or by their first upwards.
  ///   - isDone: true when no run that starts within these moments is wanted any more, nor any of the tables behind it.
  func each(
    order: LedgerQuery.Order? = nil,
    isDone: (_ first: Int64, _ last: Int64) -> Bool = { _, _ in false },
    _ body: (Stored, Int, RunTable.Row) throws -> Void
  ) throws {
    guard query.tables != .omitted, !query.removed, query.parent == nil,
      query.tags.keys.allSatisfy({ !$0.hasPrefix(MetricSeries.tag) })
    else { return }
    var conditions = SQLConditions()
    conditions.add("last >= ?", query.since?.nanoseconds)
    conditions.add("first < ?", query.until?.nanoseconds)
    conditions.add("ended > ?", query.endedAfter?.nanoseconds)
    if let second = query.idPrefix.flatMap(RunKey.second) {
      conditions.add("last >= ?", second.lowerBound)
      conditions.add("first < ?", second.upperBound)
    }
    if let ids = query.ids {
      let starts = ids.compactMap(RunKey.second)
      guard let first = starts.map(\.lowerBound).min(), let last = starts.map(\.upperBound).max()
      else { return }
      conditions.add("last >= ?", first)
      conditions.add("first < ?", last)
    }
    let clause =
      switch order {
      case .newestFirst: " ORDER BY last DESC, number"
      case .oldestFirst: " ORDER BY first, number"
      case nil: " ORDER BY number"
      }
    let tables = try Row.fetchAll(
      database, sql: "SELECT number, first, last FROM run_table" + conditions.clause + clause,
      arguments: conditions.arguments)
    for place in tables {
      if isDone(try place.required("first"), try place.required("last")) { return }
      guard let table = try? SQLiteRunTables.stored(try place.required("number"), in: database),
        table.isSound
      else { continue }
      let filter = try Filter(query, table, in: database)
      guard filter.isPossible else { continue }
      try table.each { index, row in
        if filter.takes(row) { try body(table, index, row) }
      }
    }
  }

  /// What a query asks of the rows of one table.
  private struct Filter {
    private let kinds: [Bool]
    private let titles: [Bool]
    private let query: LedgerQuery
    private let second: Range<Int64>?
    /// In which the runs of these ids began.
    private let seconds: Set<Int64>
    /// Of each word, whether a kind and a title have it; where neither does, the id may.
    private let words: [(word: String, kinds: [Bool], titles: [Bool])]

    init(_ query: LedgerQuery, _ table: Stored, in db: Database) throws {
      self.query = query
      kinds = table.kinds.map { kind in
        (query.project.map { $0 == kind.run.project } ?? true)
          && query.tags.allSatisfy { kind.run.tags[$0.key] == $0.value }
          && (query.endings.map { $0.contains(RunSummary.Ending(kind.run)) } ?? true)
          && (query.tables != .withHost || !kind.run.host.isEmpty)
      }
      titles = try table.titles.map { title in
        guard query.name.map({ $0 == title }) ?? true,
          query.names.map({ $0.contains(title) }) ?? true
        else { return false }
        guard let glob = query.nameGlob else { return true }
        // As SQLite itself compares.
        return try Bool.fetchOne(
          db.cachedStatement(sql: "SELECT ? GLOB ?"), arguments: [title, glob]) ?? false
      }
      words = query.searched.map { word in
        (
          word,
          table.kinds.map { kind in
            Run.words(name: "", project: kind.run.project, id: "", tags: kind.run.tags)
              .contains(word)
          }, table.titles.map { $0.lowercased().contains(word) }
        )
      }
      second = query.idPrefix.flatMap(RunKey.second)
      seconds = Set((query.ids ?? []).compactMap { RunKey.second($0)?.lowerBound })
    }

    var isPossible: Bool { kinds.contains(true) && titles.contains(true) }

    func takes(_ row: RunTable.Row) -> Bool {
      guard kinds[Int(row.kind)], titles[Int(row.title)] else { return false }
      if let since = query.since, row.started < since.nanoseconds { return false }
      if let until = query.until, row.started >= until.nanoseconds { return false }
      if let after = query.endedAfter, row.ended <= after.nanoseconds { return false }
      if let prefix = query.idPrefix {
        if let second, !second.contains(row.started) { return false }
        if !row.id.utf8.starts(with: prefix.utf8) { return false }
      }
      if let ids = query.ids {
        guard seconds.contains(row.started / 1_000_000_000 * 1_000_000_000), ids.contains(row.id)
        else {
          return false
        }
      }
      for (word, kinds, titles) in words where !kinds[Int(row.kind)] && !titles[Int(row.title)] {
        if !row.id.contains(word) { return false }
      }
      return true
    }
  }
}

extension SQLiteTableScan {
  /// The entries that the query finds, with its limit, in its order.
  func records() throws -> [LedgerRecord] {
    struct Place {
      let started: Int64
      let table: Int32
      let index: Int32
    }
    var tables: [Stored] = []
    var places: [Place] = []
    let isUp = query.order == .oldestFirst
    let limit = query.limit.map { max($0, 0) }
    func id(_ place: Place) -> String { tables[Int(place.table)].row(Int(place.index)).id }
    func cut() {
      places.sort { a, b in
        if a.started != b.started { return isUp ? a.started < b.started : b.started < a.started }
        return isUp ? id(a) < id(b) : id(b) < id(a)
      }
      if let limit { places = Array(places.prefix(limit)) }
    }
    try each(
      order: limit == nil ? nil : query.order,
      isDone: { first, last in
        guard let limit else { return false }
        cut()
        guard places.count >= limit else { return false }
        return places.last.map { isUp ? first > $0.started : last < $0.started } ?? true
      }
    ) { table, index, row in
      if tables.last?.number != table.number { tables.append(table) }
      places.append(
        Place(started: row.started, table: Int32(tables.count - 1), index: Int32(index)))
      if let limit, places.count > max(8192, 4 * limit) { cut() }
    }
    cut()
    return places.map { place in
      var entry = tables[Int(place.table)].entry(Int(place.index))
      if query.omitsSpans { entry.run.spans = [] }
      return LedgerRecord(id: entry.run.id, content: .entry(entry, damage: nil))
    }
  }

  /// Merges records of tables into those of other runs, both in the query's order.
  static func merged(
    _ own: [LedgerRecord], _ tabled: [LedgerRecord], _ query: LedgerQuery
  ) -> [LedgerRecord] {
    guard !tabled.isEmpty else { return own }
    func key(_ record: LedgerRecord) -> (Int64, String) {
      (record.entry?.run.started.written ?? 0, record.id)
    }
    let isUp = query.order == .oldestFirst
    let all = (own + tabled).map { (key($0), $0) }
      .sorted { isUp ? $0.0 < $1.0 : $1.0 < $0.0 }.map(\.1)
    return query.limit.map { Array(all.prefix(max($0, 0))) } ?? all
  }

  /// What each run comes to.
  func summaries(by grouping: RunGrouping?, _ take: (SummaryRecord) -> Void) throws {
    var groups: [String?] = []
    var current: Int64?
    try each { table, index, row in
      if current != table.number {
        current = table.number
        groups = table.kinds.map { kind in
          switch grouping {
          case nil: ""
          case .tag(let key): kind.run.tags[key]
          case .name: ""
          case .project: kind.run.project
          case .parent: nil
          }
        }
      }
      let kind = Int(row.kind)
      guard var group = groups[kind] else { return }
      if grouping == .name { group = table.titles[Int(row.title)] }
      take(
        SummaryRecord(
          number: SQLiteRunTables.number(table.number, index), site: table.sites[kind], whole: nil,
          group: group, summary: RunTable.summary(row, of: table.kinds[kind])))
    }
  }
}
