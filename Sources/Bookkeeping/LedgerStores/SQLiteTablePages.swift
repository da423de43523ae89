import Accounting
import Foundation
import GRDB
import Quantities

extension SQLiteTableScan {
  /// The runs of a page, at most its limit, in its order.
  static func page(_ query: PageQuery, in db: Database) throws -> [PageRow] {
    var all = query.query
    all.limit = nil
    var best = TopRows(query)
    var tables: [Int64: Stored] = [:]
    var ranks: (table: Int64, titles: [Int], projects: [Int])?
    try SQLiteTableScan(all, in: db).each(
      order: query.sort == .started ? (query.descends ? .newestFirst : .oldestFirst) : nil,
      isDone: { first, last in
        query.sort == .started && best.isBehind(first: first, last: last)
      }
    ) { table, index, row in
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
struct TopRows {
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

  /// True when no row with a value in this span would be among the first; of orders without texts.
  func isBehind(first: Int64, last: Int64) -> Bool {
    guard kept.count >= max(query.limit, 0), let end = kept.last else {
      return kept.isEmpty && query.limit <= 0
    }
    return query.descends ? last < end.value : first > end.value
  }

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
