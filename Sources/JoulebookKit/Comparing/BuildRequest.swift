import Accounting

/// What `joulebook ci` was asked for, as it is typed.
public struct BuildRequest: Sendable {
  /// Runs of this build by id, name or `last`; those with this build's tags when empty, else the last.
  public var runs: [String] = []
  /// File of the base's figures; one that is missing is no base yet.
  public var base: String?
  /// Runs of the base in the ledger: `key=value`.
  public var baseTag: String?
  /// File for this build's figures.
  public var out: String?
  /// Runs that are kept in that file, this build's included.
  public var keep = 1
  /// File for a badge.
  public var badge: String?
  public var maxIncrease: String?
  public var budget: String?
  /// File that takes the comment as well: what GitHub shows on a build's page.
  public var summary: String?

  public init() {}
}
