public import Accounting
import Bookkeeping
import Foundation

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

  /// Changes whenever the ledger does; nil while there is none. What a crash left behind is taken in first.
  public func ledgerVersion() throws(Problem) -> String? {
    let path = try ledgerPath()
    _ = try ledger()
    guard let main = FileStamp(path) else { return nil }
    // What was written last stands in the log beside the file. A log that is empty is the same as none.
    let log = FileStamp(path + "-wal").flatMap { $0.size == 0 ? nil : $0 }
    return main.text + (log.map { "-" + $0.text } ?? "")
  }
}

/// Where a reference to a run leads.
public enum RunLocation: Sendable {
  case found(FoundRun)
  case missing(Problem)
  case ambiguous(Problem)
  case removed(Problem)
}

/// Tells states of a file apart without reading it.
package struct FileStamp {
  package let size: Int64
  package let text: String

  package init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    size = Int64(status.st_size)
    let parts = [
      Int64(status.st_ino), size, Int64(status.st_mtim.tv_sec), Int64(status.st_mtim.tv_nsec),
    ]
    text = parts.map { String($0, radix: 36) }.joined(separator: ".")
  }
}
