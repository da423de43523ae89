import Accounting
import Glibc
import Metering
import Quantities

/// Suspends the command's tree and lets it go on, and remembers when and why.
///
/// A checkpoint command, where the user gave one, runs before the tree is suspended and after it goes on:
/// `JOULEBOOK_ACTION` is `pause` or `resume`, `JOULEBOOK_PID` the command's process. It runs beside
/// everything else, so that signals are never kept waiting.
final class PauseKeeper {
  enum State: Equatable {
    case going
    /// The checkpoint command has been running since then, in seconds after the start.
    case saving(pid: Int32, since: Double, reason: String, until: Timestamp?)
    case paused(since: Double, reason: String, until: Timestamp?)
  }

  private let freezer: Freezer
  private let child: ChildProcess
  private let tree: ProcessTree
  private let signals: Signals
  private let machine: Machine
  private let checkpoint: String?
  private let grace: Double
  private(set) var state = State.going
  private(set) var pauses: [Acting.Pause] = []
  private(set) var warnings: [String] = []
  /// Why no more pauses are made; nil while they are.
  private(set) var ended: String?
  private var way = ""
  private var resumeCommand: Int32?

  init(
    freezer: Freezer, child: ChildProcess, tree: ProcessTree, signals: Signals, machine: Machine,
    checkpoint: String?, grace: Duration
  ) {
    self.freezer = freezer
    self.child = child
    self.tree = tree
    self.signals = signals
    self.machine = machine
    self.checkpoint = checkpoint
    self.grace = grace.seconds
  }

  var isPaused: Bool { if case .paused = state { true } else { false } }
  var isGoing: Bool { state == .going }

  /// Begins to suspend the tree; true when that was begun or done.
  func pause(_ reason: String, until: Timestamp?, at seconds: Double) -> Bool {
    guard state == .going, ended == nil else { return false }
    if let checkpoint {
      guard let pid = start(checkpoint, action: "pause") else {
        end("The checkpoint command could not be started.")
        return false
      }
      state = .saving(pid: pid, since: seconds, reason: reason, until: until)
      return true
    }
    return suspend(reason, until: until, at: seconds)
  }

  /// Lets the tree go on.
  func resume(_ reason: String, at seconds: Double) {
    switch state {
    case .going: return
    case .saving(let pid, _, _, _):
      kill(pid, SIGKILL)
      state = .going
    case .paused(let since, let why, _):
      freezer.thaw()
      state = .going
      pauses.append(
        Acting.Pause(start: since, end: seconds, reason: why, resumed: reason, way: way))
      if let checkpoint { resumeCommand = start(checkpoint, action: "resume") }
    }
  }

  /// No more pauses from now on, for a reason.
  func end(_ reason: String) {
    guard ended == nil else { return }
    ended = reason
    warnings.append(reason)
  }

  /// Keeps the tree suspended, gives up on a checkpoint command that takes too long.
  func tick(at seconds: Double) {
    switch state {
    case .going: break
    case .saving(let pid, let since, _, _):
      guard seconds - since > grace else { return }
      kill(pid, SIGKILL)
      state = .going
      end("The checkpoint command did not end within \(Int(grace)) s: the run is not paused.")
    case .paused(_, _, let until): freezer.hold(until: until)
    }
  }

  /// Hears of every process that ended.
  func processEnded(_ pid: Int32, _ ending: Ending, at seconds: Double) {
    if pid == resumeCommand {
      resumeCommand = nil
      if ending != .exited(0) {
        warnings.append("The checkpoint command failed when the run went on (\(ending.words)).")
      }
    }
    guard case .saving(pid, _, let reason, let until) = state else { return }
    state = .going
    guard ending == .exited(0) else {
      end("The checkpoint command failed (\(ending.words)): the run is not paused.")
      return
    }
    _ = suspend(reason, until: until, at: seconds)
  }

  private func suspend(_ reason: String, until: Timestamp?, at seconds: Double) -> Bool {
    switch freezer.freeze(until: until) {
    case .failed(let why):
      end("The run cannot be paused: \(why).")
      return false
    case .frozen(let inGroup, let bySignal):
      way = inGroup > 0 ? bySignal > 0 ? "control group and signals" : "control group" : "signals"
      if checkpoint != nil { way = "checkpoint command, then " + way }
      state = .paused(since: seconds, reason: reason, until: until)
      if pauses.isEmpty { warnings += holders() }
      return true
    }
  }

  private func holders() -> [String] {
    GPUHolder.ours(on: machine).map {
      "While paused, process \($0.process) keeps \(($0.bytes / 1e9).text(significant: 2)) GB of "
        + "`\($0.gpu)`: nobody else can use them, and the GPU draws its idle power for the run."
    }
  }

  private func start(_ command: String, action: String) -> Int32? {
    try? ChildProcess.start(
      ["/bin/sh", "-c", command],
      adding: ["JOULEBOOK_ACTION": action, "JOULEBOOK_PID": "\(child.pid)"], signals: signals,
      cgroup: tree.cgroup
    ).pid
  }
}

extension Ending {
  /// `exit 3`, `signal 9`.
  var words: String {
    switch self {
    case .exited(let code): "exit \(code)"
    case .signalled(let number, _): "signal \(number)"
    }
  }
}
