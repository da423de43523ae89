import Glibc

/// Waits beside a process that we did not start: for its end, for a signal to us, or for whoever started us to
/// say that it is enough.
package struct AttachedWait {
  /// Why the metering is over.
  package enum Reason: Hashable, Sendable {
    /// The process has ended; its parent is told how, and we are not.
    case ended
    /// We were told to stop, with the exit code of the work where it was said.
    case told(code: Int32?)
  }

  private let process: RunningProcess
  private let signals: Signals
  /// Where orders come from; nil for nowhere.
  private let input: Int32?

  /// - Parameter input: a descriptor whose lines `stop` and `stop CODE`, and whose end, end the metering. With
  ///   one, signals of a terminal do not.
  package init(_ process: RunningProcess, signals: Signals, input: Int32? = nil) {
    self.process = process
    self.signals = signals
    self.input = input
  }

  /// Returns when the metering is over. `tree` is looked at as often as it asks for; `tick` is called about
  /// every `period`.
  package func wait(
    tree: ProcessTree, every period: Duration? = nil, tick: () -> Void = {}
  ) -> Reason {
    var orders = Orders()
    var nextTick = period.map { ContinuousClock.now + $0 }
    var nextLook = tree.look().map { ContinuousClock.now + $0 }
    while true {
      var descriptors = [
        pollfd(fd: process.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: input ?? -1, events: Int16(POLLIN), revents: 0),
      ]
      poll(&descriptors, 3, Supervisor.milliseconds(until: nextTick, nextLook))
      if descriptors[2].revents != 0, let input, let reason = orders.read(input) {
        tree.lookLast()
        return reason
      }
      if descriptors[0].revents != 0 {
        // One that its parent has not waited for yet still shows what it used.
        tree.lookLast()
        return .ended
      }
      while let signal = signals.nextNumber() {
        if isToStop(signal) {
          tree.lookLast()
          return .told(code: nil)
        }
        if input == nil, [SIGTSTP, SIGTTIN, SIGTTOU].contains(signal) { signals.stop(by: signal) }
      }
      if let due = nextLook, ContinuousClock.now >= due {
        nextLook = tree.look().map { ContinuousClock.now + $0 }
      }
      if let period, let due = nextTick, ContinuousClock.now >= due {
        tick()
        nextTick = max(due + period, ContinuousClock.now)
      }
    }
  }

  private func isToStop(_ signal: Int32) -> Bool {
    signal == SIGTERM || (input == nil && [SIGINT, SIGHUP, SIGQUIT].contains(signal))
  }
}

extension AttachedWait {
  /// Lines of whoever started us.
  struct Orders {
    private var line: [UInt8] = []

    /// Reads what is there; the reason to stop when there is one.
    mutating func read(_ input: Int32) -> Reason? {
      var chunk = [UInt8](repeating: 0, count: 256)
      let count = Glibc.read(input, &chunk, chunk.count)
      if count < 0, errno == EAGAIN || errno == EINTR { return nil }
      guard count > 0 else { return .told(code: nil) }
      for byte in chunk[..<count] {
        if byte != 10 {
          if line.count < 64 { line.append(byte) }
          continue
        }
        defer { line = [] }
        if let reason = Self.reason(String(decoding: line, as: UTF8.self)) { return reason }
      }
      return nil
    }

    /// `stop`, or `stop` and an exit code from 0 to 255; anything else says nothing.
    static func reason(_ order: String) -> Reason? {
      let words = order.split(separator: " ")
      guard words.first == "stop" else { return nil }
      let code = words.count > 1 ? Int32(words[1]) : nil
      return .told(code: code.flatMap { (0...255).contains($0) ? $0 : nil })
    }
  }
}
