import CLinux
import Glibc

/// Waits for the command on the main thread: passes signals on, takes in every process of the tree that
/// ends, and lets the caller draw between.
///
/// Rules for signals are in `Docs/Decisions/0009-signals.md`.
package struct Supervisor {
  private let signals: Signals
  private let child: Int32

  /// From here on orphans of the tree become our children.
  package init(_ child: ChildProcess, signals: Signals) {
    self.signals = signals
    self.child = child.pid
  }

  /// Makes this process the one that orphans of the tree fall to. Call before the child starts.
  package static func adoptOrphans() { _ = clinux_become_subreaper() }

  /// Returns when the command itself has ended; what it left running goes on.
  ///
  /// `tree` learns of every process that ends, and is looked at as often as it asks for. `tick` is
  /// called about every `period`; signals wait for it. `onSignal` hears of each signal before it is passed
  /// on, and whether it came to us alone; true keeps it from the command. `onEnd` hears of every other
  /// process that was waited for.
  package func wait(
    tree: ProcessTree? = nil, every period: Duration? = nil, tick: () -> Void = {},
    onSignal: (_ number: Int32, _ isForUs: Bool) -> Bool = { _, _ in false },
    onEnd: (_ process: Int32, Ending) -> Void = { _, _ in }
  ) -> Ending {
    clinux_witness_start()
    defer { clinux_witness_stop() }
    var nextTick = period.map { ContinuousClock.now + $0 }
    var nextLook = tree?.look().map { ContinuousClock.now + $0 }
    while true {
      if let ending = reap(for: tree, onEnd) { return ending }
      var descriptor = pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0)
      let wait = Self.milliseconds(until: nextTick, nextLook)
      // Without a descriptor nothing wakes us: look often enough for a person.
      let isDeaf = signals.descriptor < 0
      poll(&descriptor, 1, isDeaf && !(0...50).contains(wait) ? 50 : wait)
      if let due = nextLook, ContinuousClock.now >= due {
        nextLook = tree?.look().map { ContinuousClock.now + $0 }
      }
      while let signal = signals.next() { handle(signal, onSignal) }
      if let period, let due = nextTick, ContinuousClock.now >= due {
        tick()
        nextTick = max(due + period, ContinuousClock.now)
      }
    }
  }

  /// Takes in what has ended since, once the command itself is gone.
  package static func collect(_ tree: ProcessTree) {
    while tree.reap() != nil {}
  }

  /// Time to the sooner of two moments, as `poll` wants it.
  static func milliseconds(
    until first: ContinuousClock.Instant?, _ second: ContinuousClock.Instant?
  ) -> Int32 {
    guard let instant = first.map({ min($0, second ?? $0) }) ?? second else { return -1 }
    let left = ContinuousClock.now.duration(to: instant)
    return Int32((left / .milliseconds(1)).rounded(.up).clamped(0, 60_000))
  }

  /// Takes in all that ended or stopped; the ending when the command itself was among them.
  private func reap(for tree: ProcessTree?, _ onEnd: (Int32, Ending) -> Void) -> Ending? {
    var ending: Ending?
    while let process = tree.map({ $0.reap() }) ?? Reaped.next() {
      if process.pid != child {
        if process.stopSignal == nil { onEnd(process.pid, Ending(status: process.status)) }
        continue
      }
      if let signal = process.stopSignal {
        stop(by: signal)
      } else {
        ending = Ending(status: process.status)
      }
    }
    return ending
  }

  /// Stops with the command, so that the shell sees its job stop. Not for SIGSTOP: whoever pauses the
  /// command's process alone also continues it alone, and we would sleep for ever.
  private func stop(by number: Int32) {
    guard number == SIGTSTP || number == SIGTTIN || number == SIGTTOU else { return }
    guard ProcessStat.of(child)?.isStopped == true else { return }
    clinux_stop_by(number)
  }

  private func handle(_ signal: Signals.Arrival, _ onSignal: (Int32, Bool) -> Bool) {
    if signal.number == SIGCHLD { return }
    let isForChild = isForChild(signal)
    if !onSignal(signal.number, isForChild), isForChild { pass(on: signal) }
    Witness.forget(signal.number)
  }

  /// Whether the signal was meant for the command and has not reached it.
  private func isForChild(_ signal: Signals.Arrival) -> Bool {
    // The terminal signals the whole foreground group.
    if signal.isFromKernel { return false }
    // What the command sends to its group has reached it; what it sends to its parent is not for it.
    if ProcessStat.isBelow(getpid(), signal.sender) { return false }
    // `fg` continues the whole group: only a command that still sleeps needs ours.
    if signal.number == SIGCONT { return ProcessStat.of(child)?.isStopped == true }
    return !Witness.hasSeen(signal.number)
  }

  private func pass(on signal: Signals.Arrival) {
    if signal.isQueued {
      var value = sigval()
      value.sival_ptr = UnsafeMutableRawPointer(bitPattern: Int(signal.value))
      sigqueue(child, signal.number, value)
    } else {
      kill(child, signal.number)
    }
  }
}

extension Double {
  fileprivate func clamped(_ low: Double, _ high: Double) -> Double { min(max(self, low), high) }
}
