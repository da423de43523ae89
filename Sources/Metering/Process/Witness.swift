import CLinux
import Glibc

/// Tells a signal to our process group from one to us alone.
///
/// Nothing in a signal says which it was, yet the first has reached the command and the second has not. A
/// process of ours in the same group lets every signal stay pending: what it holds went to the group.
enum Witness {
  /// Whether `number` went to the group since it was last forgotten.
  static func hasSeen(_ number: Int32) -> Bool {
    let witness = clinux_witness()
    guard witness > 0 else { return false }
    if holds(number, witness) { return true }
    // The kernel signals the youngest of a group first, but promises no order.
    usleep(1_000)
    return holds(number, witness)
  }

  static func forget(_ number: Int32) { clinux_witness_forget(number) }

  private static func holds(_ number: Int32, _ witness: Int32) -> Bool {
    guard let pending = ProcessStat.signals(of: witness, "ShdPnd:\t") else { return false }
    return pending & (1 << UInt64(number - 1)) != 0
  }
}
