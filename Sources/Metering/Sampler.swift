package import Accounting
import Quantities
import Synchronization

/// The thread that keeps a run's books: it opens them, comes back when the recorder says so, writes
/// the journal, and closes them when asked.
package final class Sampler: Sendable {
  /// What the run is measured with, handed over to the sampling thread.
  ///
  /// `@unchecked` because probes are owned by one thread at a time: whoever makes this value gives
  /// them up, and only the sampling thread touches them from then on.
  package struct Equipment: @unchecked Sendable {
    package var probes: [any Probe]
    /// Readings taken just before the command began, by probe.
    package var first: [Reading?]
    /// Waits for what takes long to open; empty when it did not come in time or the run is over.
    package var late: (_ isOver: Signal) -> [any Probe]
    package var use: any UseProbe
    /// What the job said of itself; nil when it has no way to.
    package var marks: MarkListener?

    package init(
      probes: [any Probe], first: [Reading?], late: @escaping (_ isOver: Signal) -> [any Probe],
      use: any UseProbe,
      marks: MarkListener? = nil
    ) {
      self.probes = probes
      self.first = first
      self.late = late
      self.use = use
      self.marks = marks
    }
  }

  /// What the sampling thread has found so far.
  package struct State: Sendable {
    package var devices: [Device] = []
    package var reserved: [Double] = []
    package var snapshots: Snapshots
    package var gaps: [GapRecord] = []
    package var gapsLeftOut = 0
    package var power: [Double] = []
    /// Devices that turned out to be another one under a second name.
    package var twins: [(kept: Int, twin: Int)] = []
    package var journal: JournalState = .none
  }

  package enum JournalState: Hashable, Sendable {
    /// None was made yet.
    case none
    /// None could be made, with the errno.
    case unwritable(Int32)
    /// Being written; records that could not be, and the last errno.
    case open(path: String, lost: Int, trouble: Int32, isLinked: Bool)
  }

  private struct Shared: Sendable {
    var recorder: Recorder.Handle?
    var journal: JournalState = .none
    var twins: [(kept: Int, twin: Int)] = []
  }

  private let shared = Mutex(Shared())
  private let over = Signal()
  /// Never raised: for waiting out a time.
  private let never = Signal()
  private let worker: Mutex<Worker?>

  /// Starts the thread. `start` is the run's beginning on the monotonic clock; `header` makes the
  /// journal's first record from the devices, and `journalPaths` are tried in order.
  package init(
    _ equipment: Equipment, start: Int64, interval: Duration, journalPaths: [String],
    header: @escaping @Sendable ([Device], _ reserved: [Double]) -> [UInt8]
  ) {
    worker = Mutex(nil)
    worker.withLock {
      $0 = Worker { [self] in
        keepBooks(equipment, start, interval, journalPaths, header)
      }
    }
  }

  private func keepBooks(
    _ equipment: Equipment, _ start: Int64, _ interval: Duration, _ paths: [String],
    _ header: @Sendable ([Device], [Double]) -> [UInt8]
  ) {
    let recorder = Recorder(
      probes: equipment.probes + equipment.late(over), use: equipment.use, interval: interval)
    recorder.open(at: SystemClock.monotonic() - start, first: equipment.first)
    var journal: Journal?
    var trouble: Int32 = 0
    var isTried = false
    publish(recorder, journal, trouble)

    var suspends = SuspendWatch(
      boottime: SystemClock.boottime(), monotonic: SystemClock.monotonic())
    var gaps = 0
    while true {
      let now = SystemClock.monotonic() - start
      if over.isRaised {
        close(recorder, start)
        write(recorder, journal, equipment.marks, &gaps, at: now)
        break
      }
      if !isTried, now >= Self.journalAfter {
        isTried = true
        (journal, trouble) = makeJournal(recorder, paths, header)
        publish(recorder, journal, trouble)
      }
      let isSnapshot = recorder.work(at: now)
      noteHang(recorder, since: now, start)
      if isSnapshot {
        let clocks = (SystemClock.boottime(), SystemClock.monotonic())
        if let gap = suspends.gap(boottime: clocks.0, monotonic: clocks.1, at: now) {
          recorder.note(gap)
        }
        write(recorder, journal, equipment.marks, &gaps, at: now)
        if let journal, journal.isFull {
          let marks = equipment.marks?.book.marks.map { Array($0.line.utf8) } ?? []
          journal.compact(recorder.snapshots, marks: marks)
        }
      }
      let after = SystemClock.monotonic() - start
      _ = over.wait(seconds: Double(recorder.nextDeadline(after: after) - after) * 1e-9)
    }
    if isTried { publish(recorder, journal, trouble) }
    shared.withLock { $0.twins = recorder.twinPairs }
    if let journal { retained.withLock { [kept = Retained(journal: journal)] in $0 = kept } }
  }

  /// A run that is over sooner never needs a journal: what it read is booked from memory.
  private static let journalAfter: Int64 = 50_000_000

  private func makeJournal(
    _ recorder: Recorder, _ paths: [String], _ header: ([Device], [Double]) -> [UInt8]
  ) -> (Journal?, errno: Int32) {
    var trouble: Int32 = 0
    let head = header(recorder.devices, recorder.reserved)
    for path in paths {
      do throws(ReadFailure) {
        let journal = try Journal(path: path, header: head, devices: recorder.devices.count)
        recorder.withLastRow { journal.append($0, at: 0) }
        return (journal, 0)
      } catch {
        if case .failed(let code) = error { trouble = code }
      }
    }
    return (nil, trouble)
  }

  /// The journal after the sampling thread has ended, for the footer and for taking it away.
  ///
  /// `@unchecked` because the sampling thread gives it up with its last statement, and whoever takes
  /// it from behind the lock is the only one who has it.
  private struct Retained: @unchecked Sendable {
    let journal: Journal
  }

  private let retained = Mutex<Retained?>(nil)

  /// Closes at the moment of the last reading, which comes a little after the command's end.
  private func close(_ recorder: Recorder, _ start: Int64) {
    let end = SystemClock.monotonic() - start
    let doubt = recorder.end(at: end)
    noteHang(recorder, since: end, start)
    while SystemClock.monotonic() - start < end + doubt {
      recorder.lookAfterEnd()
      _ = never.wait(seconds: 0.0002)
    }
    recorder.lookAfterEnd()
    recorder.close(at: end)
  }

  /// Names the time in which a sensor kept us waiting: what was read then belongs to no moment.
  private func noteHang(_ recorder: Recorder, since now: Int64, _ start: Int64) {
    let after = SystemClock.monotonic() - start
    guard after - now > Self.longestRead else { return }
    recorder.note(
      GapRecord(
        device: -1, reason: .hung, start: Double(now) * 1e-9, end: Double(after) * 1e-9,
        energy: nil))
  }

  private static let longestRead: Int64 = 500_000_000

  private func write(
    _ recorder: Recorder, _ journal: Journal?, _ marks: MarkListener?, _ gaps: inout Int,
    at now: Int64
  ) {
    guard let journal else { return }
    recorder.withLastRow { journal.append($0, at: now) }
    for gap in recorder.gaps(from: gaps) {
      journal.append(gap)
      gaps += 1
    }
    for line in marks?.drainLines() ?? [] { journal.append(mark: line) }
  }

  private func publish(_ recorder: Recorder, _ journal: Journal?, _ trouble: Int32) {
    shared.withLock {
      $0.recorder = Recorder.Handle(recorder)
      if trouble == 0, journal == nil {
        $0.journal = .none
      } else if let journal {
        $0.journal = .open(
          path: journal.path, lost: journal.lost, trouble: journal.trouble,
          isLinked: journal.isLinked)
      } else {
        $0.journal = .unwritable(trouble)
      }
    }
  }

  /// What is known up to the last snapshot; nil before the books are open.
  package var state: State? {
    shared.withLock { shared in
      guard let recorder = shared.recorder else { return nil }
      var state = recorder.state
      state.journal = shared.journal
      state.twins = shared.twins
      return state
    }
  }

  /// The same with the first and the last snapshot only, for looking while the run goes on.
  package var latest: State? {
    shared.withLock { $0.recorder?.latest }
  }

  /// Takes the last reading and closes the books. False when the thread did not come back
  /// within `seconds`: a driver hangs, and what was read up to the last snapshot is all there is.
  package func finish(within seconds: Double) -> Bool {
    over.raise()
    return worker.withLock { $0 }?.join(within: seconds) ?? false
  }

  /// Ends the journal of a run that could not be booked, for the next ledger command to take in. False
  /// when it is not whole: then it stays, until `removeJournal`, for want of a better one.
  package func leaveJournal(footer: [UInt8]) -> Bool {
    retained.withLock { retained in
      guard let journal = retained?.journal, journal.isLinked, journal.lost == 0,
        journal.finish(footer: footer)
      else { return false }
      retained = nil
      return true
    }
  }

  /// Takes away the journal of a run that was booked.
  package func removeJournal() {
    retained.withLock { retained in
      retained?.journal.unlinkFile()
      retained = nil
    }
  }
}
