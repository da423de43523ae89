package import Accounting
import Foundation
import Quantities

/// A part of the runs that a query finds, in an order: as many as a person looks at.
package struct PageQuery: Hashable, Sendable {
  /// Its own limit and order do not count.
  package var query: LedgerQuery
  package var sort: RunSort
  package var descends: Bool
  /// Behind this place; from the beginning when nil.
  package var after: PagePlace?
  package var limit: Int

  package init(
    _ query: LedgerQuery, sort: RunSort = .started, descends: Bool = true, after: PagePlace? = nil,
    limit: Int
  ) {
    self.query = query
    self.sort = sort
    self.descends = descends
    self.after = after
    self.limit = limit
  }

  /// Whether a run stands before another in this order.
  func puts(_ a: PagePlace, before b: PagePlace) -> Bool {
    for (one, other) in zip(a.keys, b.keys) where one != other {
      return descends ? other < one : one < other
    }
    return descends ? a.number > b.number : a.number < b.number
  }
}

/// Where a run stands in an order. Runs that are booked meanwhile do not move it.
package struct PagePlace: Hashable, Sendable, Codable {
  /// What the order goes by, of that run.
  package let keys: [Key]
  /// Of the run, for those that are alike in all keys.
  package let number: Int64

  package init(keys: [Key], number: Int64) {
    self.keys = keys
    self.number = number
  }

  /// True when it has what this order goes by.
  package func fits(_ sort: RunSort) -> Bool {
    switch (sort, keys.first, keys.count) {
    case (.started, .whole?, 1), (.duration, .number?, 1), (.energy, .number?, 1),
      (.name, .text?, 1):
      true
    case (.project, .text?, 2): if case .whole = keys[1] { true } else { false }
    default: false
    }
  }

  package enum Key: Hashable, Sendable, Codable, Comparable {
    case whole(Int64)
    case number(Double)
    case text(String)

    package static func < (first: Key, second: Key) -> Bool {
      switch (first, second) {
      case (.whole(let a), .whole(let b)): a < b
      case (.number(let a), .number(let b)): a < b
      // By bytes, as SQLite compares.
      case (.text(let a), .text(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
      default: false
      }
    }
  }
}

/// A run in a list: what it came to, what it is called, how it ended.
package struct PageRow: Hashable, Sendable {
  package let record: SummaryRecord
  package let id: String
  package let name: String
  package let project: String
  package let tags: [String: String]
  package let exitCode: Int?
  package let signal: Int?

  package init(
    record: SummaryRecord, id: String, name: String, project: String, tags: [String: String],
    exitCode: Int?, signal: Int?
  ) {
    self.record = record
    self.id = id
    self.name = name
    self.project = project
    self.tags = tags
    self.exitCode = exitCode
    self.signal = signal
  }

  /// Where it stands.
  package func place(_ sort: RunSort) -> PagePlace {
    PagePlace(keys: keys(sort), number: record.number)
  }

  /// Numbers that are none come before all others.
  func keys(_ sort: RunSort) -> [PagePlace.Key] {
    let summary = record.summary
    func number(_ value: Double) -> PagePlace.Key { .number(value.isNaN ? -1 : value) }
    switch sort {
    case .started: return [.whole(summary.started.written)]
    case .duration: return [number(summary.seconds)]
    case .energy: return [number(summary.energy.value.joules)]
    case .name: return [.text(name)]
    case .project: return [.text(project), .whole(summary.started.written)]
    }
  }
}

/// A store that finds a part of very many runs without reading them all.
///
/// Of a store that does not, `Ledger` works the same out from the entries.
package protocol PageStore {
  func page(_ query: PageQuery) throws(Problem) -> [PageRow]

  /// A text that is another one when anything in the store has changed.
  func stamp() throws(Problem) -> String

  /// How many entries cannot be read, and are in no page and no sum.
  func unreadable() throws(Problem) -> Int
}

extension Run {
  /// What a search looks in: name, project, id and tags, in small letters, a line each.
  package var words: String {
    Self.words(name: name, project: project, id: id, tags: tags)
  }

  static func words(name: String, project: String, id: String, tags: [String: String]) -> String {
    ([name, project, id] + tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
      .joined(separator: "\n").lowercased()
  }

  /// True when each word is somewhere in it.
  func has(words wanted: [String]) -> Bool {
    let text = words
    return wanted.allSatisfy { text.contains($0) }
  }
}

extension LedgerQuery {
  /// The words of a search, in small letters.
  var searched: [String] {
    (words ?? "").lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
  }
}
