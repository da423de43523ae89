import CLinux
import Glibc

/// The signals of this process, taken over before a second thread exists.
///
/// What was inherited is kept and handed to the child, so that it starts as it would have without us.
package struct Signals {
  /// Where signals arrive; readable when there is one.
  package let descriptor: Int32

  /// Blocks what can be passed on, on this thread and on every thread made later, and holds standard
  /// descriptors that are closed. Call first of all.
  package static func take() -> Signals {
    clinux_hold_standard_streams()
    return Signals(descriptor: clinux_signals_take())
  }

  /// The next signal that arrived; nil when there is none.
  func next() -> Arrival? {
    var signal = clinux_signal()
    guard clinux_signals_next(descriptor, &signal) == 1 else { return nil }
    return Arrival(
      number: signal.number, code: signal.code, sender: signal.sender, value: signal.value)
  }

  /// The number of the next signal that arrived; nil when there is none. For a time without a command.
  package func nextNumber() -> Int32? { next()?.number }

  /// Stops this process as `number` would have if it were not blocked, until somebody continues it.
  package func stop(by number: Int32) { clinux_stop_by(number) }

  struct Arrival {
    let number: Int32
    let code: Int32
    let sender: Int32
    let value: Int64

    /// SI_KERNEL: the terminal sent it, and it went to the whole foreground group, child included.
    var isFromKernel: Bool { code == 0x80 }
    /// SI_QUEUE: sent with a value.
    var isQueued: Bool { code == -1 }
  }
}
