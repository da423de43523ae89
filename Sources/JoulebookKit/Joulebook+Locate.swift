public import Accounting
import Bookkeeping

extension Joulebook {
  /// What a reference to a run leads to: for callers that tell "not there" from "not clear".
  public func locate(_ reference: String) throws(Problem) -> RunLocation {
    let ledger = try ledger()
    do {
      let record = try ledger.record(reference)
      if case .removed = record.content {
        do { _ = try ledger.entry(record.id) } catch { return .removed(error) }
      }
      return .found(try find(record.id))
    } catch {
      // A ledger that cannot be read throws here again.
      guard reference != "last" else {
        let isEmpty = try ledger.records(LedgerQuery(limit: 1)).isEmpty
        guard isEmpty else { throw error }
        return .missing(error)
      }
      let byID = try ledger.records(LedgerQuery(idPrefix: reference, limit: 2))
      let named = try ledger.records(LedgerQuery(name: reference, limit: 2))
      return byID.isEmpty && named.isEmpty ? .missing(error) : .ambiguous(error)
    }
  }

  /// Another text whenever the ledger is another one, in a process that answers many; nil in one that does not.
  public func ledgerVersion() throws(Problem) -> String? {
    // What a crash left behind is taken in first.
    _ = try ledger()
    return try served?.version()
  }
}

/// Where a reference to a run leads.
public enum RunLocation: Sendable {
  case found(FoundRun)
  case missing(Problem)
  case ambiguous(Problem)
  case removed(Problem)
}
