package import Accounting
package import Quantities

/// Where entries are kept. Every change is one transaction: it happens as a whole or not at all,
/// whoever else writes at the time.
///
/// Nothing is opened before the first call, and reading never makes a ledger.
package protocol LedgerStore: Sendable {
  /// Makes one change; says what became of it.
  func apply(_ change: LedgerChange) throws(Problem) -> LedgerOutcome

  /// What the query asks for, in its order. A record that cannot be read is returned as such: one
  /// damaged entry hides no other.
  func records(_ query: LedgerQuery) throws(Problem) -> [LedgerRecord]

  /// What a device of a machine draws with nothing to do; nil when nobody has seen it. Without a
  /// sensor's name, the best of all sensors.
  func idlePower(machine: String, device: String, sensor: String?) throws(Problem) -> IdlePower?

  /// What is wrong with the store as a whole, one sentence each; empty when sound.
  func damage() throws(Problem) -> [String]
}

/// A change to a ledger.
package enum LedgerChange: Sendable {
  /// Books an entry. An id that is there already stays as it is; a removed id stays removed.
  case book(Entry)
  /// Books many entries at once, each as `book` does.
  case bookAll([Entry])
  /// Sets and takes off tags.
  case tag(id: String, set: [String: String], remove: Set<String>)
  /// Takes an entry out and keeps a tombstone.
  case remove(Tombstone)
  /// Puts another site in place of an entry's, and keeps the one that held until `moment`.
  case restate(id: String, site: Site, at: Timestamp)
  /// Keeps an idle power, if it is better than the one that is there.
  case keepIdlePower(IdlePower)
}

/// What became of a change.
package enum LedgerOutcome: Hashable, Sendable {
  case done
  /// Already so: the ledger is as it was.
  case unchanged
  /// No entry has this id.
  case missing
  /// The id was removed earlier, so it is not booked again.
  case removed(Tombstone)
  /// What became of each part of a change of many, in its order.
  indirect case each([LedgerOutcome])
}

/// A store that keeps what its entries come to beside them, so that sums over a million runs take seconds.
///
/// Of a store that does not, `Ledger` works the same out from the entries.
package protocol SummaryStore {
  /// Hands over what each entry that the query finds comes to, in any order.
  func summaries(
    _ query: LedgerQuery, by grouping: RunGrouping?, _ take: @escaping (SummaryRecord) -> Void
  ) throws(Problem)

  /// The entries that have this metric, and what they reached.
  func metrics(_ name: String, _ query: LedgerQuery) throws(Problem) -> [MetricRecord]

  /// The sites of summaries, by number.
  func sites() throws(Problem) -> [Int64: Site]

  /// What the runs of these numbers are called.
  func names(_ numbers: [Int64]) throws(Problem) -> [Int64: RunName]
}
