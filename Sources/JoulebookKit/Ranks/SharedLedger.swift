import Accounting
import Metering

/// Ledgers that several machines may write at once.
enum SharedLedger {
  /// Why a run of a launch waits in its journal; nil where the ledger can be written at once.
  ///
  /// SQLite's file may not be written by several machines over a network: sqlite.org, "How To Corrupt An SQLite
  /// Database File", 2.1. Then the next ledger command takes the journal in.
  static func deferral(_ path: String, _ environment: [String: String]) -> Problem? {
    guard let launch = LaunchID(RankPlace.Facts(environment)) else { return nil }
    if let nodes = launch.nodes, nodes > 1 {
      return Problem(
        "The launch runs on \(nodes) machines.", why: "They may share the ledger's file.",
        fix: "Run `joulebook list` on one of them.")
    }
    return Volume.network(path).map {
      Problem(
        "The ledger is on \($0).", why: "Other machines may write it at the same time.",
        fix: "Run `joulebook list` on one of them.")
    }
  }
}
