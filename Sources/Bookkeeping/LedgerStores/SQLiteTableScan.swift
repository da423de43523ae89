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
  func each(_ body: (Stored, Int, RunTable.Row) throws -> Void) throws {
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
    let rows = try Row.fetchCursor(
      database,
      sql: "SELECT number, kinds, sites, titles, rows, gone FROM run_table" + conditions.clause
        + " ORDER BY number", arguments: conditions.arguments)
    while let row = try rows.next() {
      guard let table = try? SQLiteRunTables.stored(row), table.isSound else { continue }
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
    private let seconds: [Range<Int64>]
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
      seconds = (query.ids ?? []).compactMap(RunKey.second)
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
        guard seconds.contains(where: { $0.contains(row.started) }), ids.contains(row.id) else {
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
      let id: String
      let table: Int
      let index: Int
    }
    var tables: [Stored] = []
    var places: [Place] = []
    try each { table, index, row in
      if tables.last?.number != table.number { tables.append(table) }
      places.append(
        Place(started: row.started, id: row.id, table: tables.count - 1, index: index))
    }
    let isUp = query.order == .oldestFirst
    places.sort { a, b in
      let (a, b) = isUp ? (a, b) : (b, a)
      return a.started != b.started ? a.started < b.started : a.id < b.id
    }
    if let limit = query.limit { places = Array(places.prefix(max(limit, 0))) }
    return places.map { place in
      var entry = tables[place.table].entry(place.index)
      if query.omitsSpans { entry.run.spans = [] }
      return LedgerRecord(id: place.id, content: .entry(entry, damage: nil))
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

extension SQLiteTableScan {
  /// The runs of a page, at most its limit, in its order.
  static func page(_ query: PageQuery, in db: Database) throws -> [PageRow] {
    var all = query.query
    all.limit = nil
    var best = TopRows(query)
    var tables: [Int64: Stored] = [:]
    var ranks: (table: Int64, titles: [Int], projects: [Int])?
    try SQLiteTableScan(all, in: db).each { table, index, row in
      if ranks?.table != table.number {
        tables[table.number] = table
        ranks = (
          table.number, table.titles.map { best.rank(of: $0) },
          table.kinds.map { best.rank(of: $0.run.project) }
        )
      }
      let number = SQLiteRunTables.number(table.number, index)
      switch query.sort {
      case .started: best.offer(0, row.started, number)
      case .duration: best.offer(0, TopRows.order(row.seconds), number)
      case .energy:
        let energy = RunTable.summary(row, of: table.kinds[Int(row.kind)]).energy.value.joules
        best.offer(0, TopRows.order(energy), number)
      case .name: best.offer(ranks?.titles[Int(row.title)] ?? 0, 0, number)
      case .project: best.offer(ranks?.projects[Int(row.kind)] ?? 0, row.started, number)
      }
    }
    return best.numbers.compactMap { number in
      guard let place = SQLiteRunTables.place(number), let table = tables[place.table] else {
        return nil
      }
      let row = table.row(place.index)
      let kind = table.kinds[Int(row.kind)]
      return PageRow(
        record: SummaryRecord(
          number: number, site: table.sites[Int(row.kind)], whole: nil, group: "",
          summary: RunTable.summary(row, of: kind)), id: row.id,
        name: table.titles[Int(row.title)], project: kind.run.project, tags: kind.run.tags,
        exitCode: kind.run.exitCode, signal: kind.run.signal)
    }
  }
}

/// The first so many rows of an order, out of very many.
private struct TopRows {
  private struct Key {
    /// Of a text among those that were seen; found anew when one comes in between.
    let text: Int
    let value: Int64
    let number: Int64
  }

  private let query: PageQuery
  private var texts: [String] = []
  private var places: [String: Int] = [:]
  private var kept: [Key] = []
  private let after: (text: String?, value: Int64, number: Int64)?

  init(_ query: PageQuery) {
    self.query = query
    after = query.after.map { place in
      var (text, value): (String?, Int64) = (nil, 0)
      for key in place.keys {
        switch key {
        case .whole(let whole): value = whole
        case .number(let number): value = Self.order(number)
        case .text(let words): text = words
        }
      }
      return (text, value, place.number)
    }
  }

  /// A whole number that sorts as the number does; none sorts as −1, as elsewhere.
  static func order(_ number: Double) -> Int64 {
    let bits = Int64(bitPattern: (number.isNaN ? -1 : number).bitPattern)
    return bits >= 0 ? bits : Int64.min - bits
  }

  /// The place of a text in `texts`.
  mutating func rank(of text: String) -> Int {
    if let known = places[text] { return known }
    places[text] = texts.count
    texts.append(text)
    return texts.count - 1
  }

  mutating func offer(_ text: Int, _ value: Int64, _ number: Int64) {
    let key = Key(text: text, value: value, number: number)
    if let after, !precedes(after, key) { return }
    let limit = max(query.limit, 0)
    if kept.count >= limit, let last = kept.last, !precedes(key, last) { return }
    var (low, high) = (0, kept.count)
    while low < high {
      let middle = (low + high) / 2
      if precedes(kept[middle], key) { low = middle + 1 } else { high = middle }
    }
    kept.insert(key, at: low)
    if kept.count > limit { kept.removeLast() }
  }

  var numbers: [Int64] { kept.map(\.number) }

  private func precedes(_ a: Key, _ b: Key) -> Bool {
    if a.text != b.text {
      let isLess = Self.isLess(texts[a.text], texts[b.text])
      return query.descends ? !isLess : isLess
    }
    return isBefore(a.value, b.value, a.number, b.number)
  }

  private func precedes(_ a: (text: String?, value: Int64, number: Int64), _ b: Key) -> Bool {
    if let text = a.text, text != texts[b.text] {
      let isLess = Self.isLess(text, texts[b.text])
      return query.descends ? !isLess : isLess
    }
    return isBefore(a.value, b.value, a.number, b.number)
  }

  private func isBefore(_ a: Int64, _ b: Int64, _ first: Int64, _ second: Int64) -> Bool {
    if a != b { return query.descends ? b < a : a < b }
    return query.descends ? second < first : first < second
  }

  /// By bytes, as SQLite compares.
  private static func isLess(_ a: String, _ b: String) -> Bool {
    a.utf8.lexicographicallyPrecedes(b.utf8)
  }
}
