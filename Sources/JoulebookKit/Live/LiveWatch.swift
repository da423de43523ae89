public import Accounting
import Bookkeeping
import Glibc
import Metering
import Synchronization

/// Sees the runs that are going on now, by the journals that they write beside the ledger.
///
/// A look reads only what is new since the last one, takes nothing in and books nothing.
public final class LiveWatch: Sendable {
  private let ledgerPath: String
  private let state = Mutex(State())

  private struct State {
    var journals: [String: LiveJournal] = [:]
    /// Files that are no run's of this ledger, by path and inode, so that they are not asked again.
    var foreign: [String: ino_t] = [:]
  }

  init(ledgerPath: String) { self.ledgerPath = ledgerPath }

  /// Looks; what has happened since the last look, in order for each run.
  public func look() -> [LiveChange] {
    state.withLock { state in
      let begun = begin(&state)
      var changes: [LiveChange] = begun.map { .began($0) }
      for (id, journal) in state.journals.sorted(by: { $0.key < $1.key }) {
        // Asked before reading: what is written before the lock goes is then read.
        let isWritten = journal.isWritten
        let spans = journal.readOn()
        changes += spans.map { .span($0) }
        if !isWritten {
          state.journals[id] = nil
          changes.append(.ended(id))
        }
      }
      return changes
    }
  }

  /// The runs as the last look saw them, the newest first.
  public var runs: [LiveRun] {
    state.withLock { state in
      state.journals.sorted { $0.key > $1.key }.map {
        LiveRun(entry: $0.value.entry, spans: $0.value.spans)
      }
    }
  }

  /// Follows journals that are new.
  private func begin(_ state: inout State) -> [String] {
    let known = Set(state.journals.values.map(\.path))
    var begun: [String] = []
    for folder in JournalFolder(ledgerPath: ledgerPath).paths {
      for name in FileText.names(in: folder) where name.hasSuffix(".journal") {
        let path = "\(folder)/\(name)"
        var status = stat()
        guard !known.contains(path), stat(path, &status) == 0,
          state.foreign[path] != status.st_ino
        else { continue }
        do {
          let journal = try LiveJournal(
            path: path, ledgerPath: ledgerPath,
            knownIdle: { [ledgerPath] devices, machine in
              KnownIdle.of(
                devices, machine: machine,
                in: Ledger(path: ledgerPath, patience: .milliseconds(100)))
            })
          state.journals[journal.header.id] = journal
          begun.append(journal.header.id)
        } catch LiveJournal.Refusal.foreign {
          state.foreign[path] = status.st_ino
        } catch {
          continue
        }
      }
    }
    return begun
  }
}

extension Joulebook {
  /// A watch over the runs that are going on and will be booked in this ledger.
  public func liveWatch() throws(Problem) -> LiveWatch { LiveWatch(ledgerPath: try ledgerPath()) }

  /// The runs that are going on now, the newest first.
  public func liveRuns() throws(Problem) -> [LiveRun] {
    let watch = try liveWatch()
    _ = watch.look()
    return watch.runs
  }
}
