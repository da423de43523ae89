/// The kinds of store, by name: one line per part.
package enum LedgerStores {
  package static let all: [String: @Sendable (LedgerLocation) -> any LedgerStore] = [
    "sqlite": { SQLiteLedgerStore($0) }
  ]

  /// The store used when nobody asks for another.
  package static let standard = "sqlite"
}

/// Where a store lies, and how long to wait for other writers.
package struct LedgerLocation: Hashable, Sendable {
  package let path: String
  /// A command may wait for seconds; the end of a run may not.
  package let patience: Duration

  package init(path: String, patience: Duration = .seconds(5)) {
    self.path = path
    self.patience = patience
  }
}
