package import Accounting
package import Quantities

/// Which records of a ledger, and in which order. Conditions that are nil or empty hold for all.
package struct LedgerQuery: Hashable, Sendable {
  package var project: String?
  package var name: String?
  /// One of these names.
  package var names: Set<String>?
  /// A pattern of the whole name: `*` any text, `?` one character, `[abc]` one of these.
  package var nameGlob: String?
  /// Started by the run of this id.
  package var parent: String?
  /// Every one of these tags with just this value.
  package var tags: [String: String]
  /// Started at this moment or later.
  package var since: Timestamp?
  /// Started before this moment.
  package var until: Timestamp?
  /// Ended after this moment.
  package var endedAfter: Timestamp?
  package var idPrefix: String?
  /// One of these ids.
  package var ids: Set<String>?
  /// Whether runs that are kept in tables are asked for.
  package var tables = Tables.included
  /// Words, each somewhere in name, project, id or tags; capital or small is the same.
  package var words: String?
  /// Ended in one of these ways.
  package var endings: Set<RunSummary.Ending>?
  package var limit: Int?
  package var order: Order
  /// Leave the spans out: totals by device are enough for a list. Checksums are then not looked at.
  package var omitsSpans: Bool
  /// Tombstones instead of entries; of the conditions, `idPrefix`, `limit` and `order` hold.
  package var removed: Bool

  package init(
    project: String? = nil, name: String? = nil, tags: [String: String] = [:],
    since: Timestamp? = nil, until: Timestamp? = nil, idPrefix: String? = nil, limit: Int? = nil,
    order: Order = .oldestFirst, omitsSpans: Bool = false, removed: Bool = false
  ) {
    self.project = project
    self.name = name
    self.tags = tags
    self.since = since
    self.until = until
    self.idPrefix = idPrefix
    self.limit = limit
    self.order = order
    self.omitsSpans = omitsSpans
    self.removed = removed
  }

  /// Runs of tables among those that are asked for.
  package enum Tables: Hashable, Sendable {
    case included
    /// Only those of a known machine.
    case withHost
    case omitted
  }

  package enum Order: Hashable, CaseIterable, Sendable {
    case oldestFirst, newestFirst
  }
}
