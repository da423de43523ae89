import Accounting
import Bookkeeping
import Foundation
import Metering
import Quantities
import Synchronization

/// A ledger that many ask at once: some connections that stay open, and sums that are kept until something changes.
final class ServedLedger: Sendable {
  let path: String
  private let notify: @Sendable (String) -> Void
  /// Tells this process from those before it.
  private let birth = UInt64.random(in: .min ... .max)
  private let lanes: Mutex<Lanes>
  private let kept = Mutex<[LedgerQuery: Kept]>([:])
  /// Held while sums are worked out, so that they are worked out once for all who wait.
  private let working = Mutex<Void>(())

  /// How often what a crash left behind is looked for.
  private let rounds: Duration
  /// Sums that took longer than this are shown as they were while they are worked out again.
  private static let patience: Duration = .milliseconds(100)
  private static let mostKept = 200

  private struct Lanes {
    var ledgers: [Ledger]
    /// Adds up, so that nobody waits behind it.
    var sums: Ledger
    /// Sees that others have changed something.
    var watch: Ledger
    var next = 0
    var file: UInt64
    /// Counts the files that were in this place: a connection to another one counts changes anew.
    var generation = 0
    var looked: ContinuousClock.Instant?
  }

  private struct Kept {
    var sums: KeptSums
    var stamp: String
    var at: Timestamp
    var took: Duration
    var isRefreshing = false
  }

  init(
    path: String, rounds: Duration = .seconds(2), notify: @escaping @Sendable (String) -> Void
  ) {
    self.path = path
    self.rounds = rounds
    self.notify = notify
    lanes = Mutex(Self.open(path))
  }

  private static func open(_ path: String) -> Lanes {
    func ledger() -> Ledger { Ledger(path: path, patience: .seconds(5)) }
    return Lanes(
      ledgers: (0..<4).map { _ in ledger() }, sums: ledger(), watch: ledger(),
      file: file(path))
  }

  private static func file(_ path: String) -> UInt64 {
    let facts = try? FileManager.default.attributesOfItem(atPath: path)
    return facts?[.systemFileNumber] as? UInt64 ?? 0
  }

  /// One of the connections. Looks now and then for journals that a crash left, and for another file in the ledger's place.
  func ledger() -> Ledger {
    let (ledger, isTime) = lanes.withLock { lanes in
      let now = ContinuousClock.now
      let isTime = lanes.looked.map { now - $0 > rounds } ?? true
      if isTime {
        let looked = lanes.file
        if Self.file(path) != looked {
          let generation = lanes.generation + 1
          lanes = Self.open(path)
          lanes.generation = generation
        }
        lanes.looked = now
      }
      lanes.next = (lanes.next + 1) % lanes.ledgers.count
      return (lanes.ledgers[lanes.next], isTime)
    }
    if isTime {
      for sentence in JournalRecovery(ledgerPath: path, ledger: ledger).takeIn() {
        notify(sentence)
      }
    }
    return ledger
  }

  /// Another text whenever something has changed. It means nothing to another process.
  func version() throws(Problem) -> String {
    let (watch, file) = lanes.withLock { ($0.watch, $0.file) }
    return "\(birth).\(file).\(try watch.pages.stamp())"
  }

  /// The sums of what a query finds: of now, or, where adding up takes long, of before the last change.
  func sums(of query: LedgerQuery) throws(Problem) -> KeptSums {
    let (watch, adding, generation) = lanes.withLock { ($0.watch, $0.sums, $0.generation) }
    let stamp = "\(generation).\(try watch.pages.stamp())"
    if let found = current(query, stamp) { return found }
    let old = kept.withLock { kept -> Kept? in
      guard let old = kept[query], old.took > Self.patience else { return nil }
      kept[query]?.isRefreshing = true
      return old
    }
    guard var old else { return try added(query, stamp, in: adding) }
    if !old.isRefreshing {
      Thread.detachNewThread { _ = try? self.added(query, stamp, in: adding) }
    }
    old.sums.asOf = old.at
    return old.sums
  }

  private func current(_ query: LedgerQuery, _ stamp: String) -> KeptSums? {
    kept.withLock { kept in kept[query].flatMap { $0.stamp == stamp ? $0.sums : nil } }
  }

  private func added(
    _ query: LedgerQuery, _ stamp: String, in ledger: Ledger
  ) throws(Problem) -> KeptSums {
    let result = working.withLock { _ -> Result<KeptSums, Problem> in
      if let found = current(query, stamp) { return .success(found) }
      let begin = ContinuousClock.now
      let at = SystemClock.wall()
      do throws(Problem) {
        let sums = try KeptSums(query, in: ledger)
        kept.withLock { kept in
          if kept.count >= Self.mostKept { kept = kept.filter { $0.value.stamp == stamp } }
          if kept.count >= Self.mostKept { kept = [:] }
          kept[query] = Kept(
            sums: sums, stamp: stamp, at: at, took: ContinuousClock.now - begin)
        }
        return .success(sums)
      } catch {
        kept.withLock { $0[query]?.isRefreshing = false }
        return .failure(error)
      }
    }
    return try result.get()
  }
}
