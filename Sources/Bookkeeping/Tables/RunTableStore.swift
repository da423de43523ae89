package import Accounting

/// A store that keeps very many runs of a few kinds as a table: a million in seconds, in place of minutes.
///
/// What such a run lacks is an index of its own. It is found by all that others are found by, in a look at every row.
/// Of a store that has no tables, `Ledger` books the runs one by one.
package protocol RunTableStore {
  /// Books the rows, each as `book` does an entry, all of them or none. Says what became of each, in their order.
  /// - Parameter isDry: says what would become of each, and books nothing.
  func book(_ table: RunTable, isDry: Bool) throws(Problem) -> [RowOutcome]
}

/// What became of a row.
package enum RowOutcome: UInt8, Sendable {
  case booked
  /// A run of its id was there already.
  case known
  /// A run of its id was removed earlier, so it is not booked again.
  case removed
}

extension Ledger {
  /// Books the rows of a table; says for each what became of it.
  package func book(_ table: RunTable, isDry: Bool = false) throws(Problem) -> [RowOutcome] {
    guard !table.rows.isEmpty else { return [] }
    if let store = store as? any RunTableStore { return try store.book(table, isDry: isDry) }
    let entries = table.rows.indices.map { table.entry($0) }
    guard isDry else {
      return try book(entries).map { outcome in
        switch outcome {
        case .done: .booked
        case .removed: .removed
        case .unchanged, .missing, .each: .known
        }
      }
    }
    var query = LedgerQuery(omitsSpans: true)
    query.ids = Set(entries.map(\.run.id))
    let known = Set(try records(query).map(\.id))
    return entries.map { known.contains($0.run.id) ? .known : .booked }
  }
}
