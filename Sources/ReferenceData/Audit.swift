/// A consistency check over the catalogue's own rows. What it finds is not smoothed over: each finding must stand
/// as a note on its row, so that a reader sees it too.
protocol Audit: Sendable {
  /// Id of the rule in the table `checks`: `X31`.
  var check: String { get }

  /// Rows that break the rule.
  func findings(in catalogue: Catalogue) -> [Finding]
}

/// A row that breaks a rule.
struct Finding: Hashable, Sendable {
  let table: String
  let key: String
  let text: String
}
