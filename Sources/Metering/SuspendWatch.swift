import Accounting

/// Tells that the machine slept, by the clock that runs on in suspend getting ahead of the one that
/// stands still. Civil time plays no part: it may be set while nobody sleeps.
struct SuspendWatch {
  private var ahead: Int64
  /// Two clocks read one after the other differ by less than this, in nanoseconds.
  private static let noise: Int64 = 100_000_000

  init(boottime: Int64, monotonic: Int64) { ahead = boottime - monotonic }

  /// The gap of a sleep since the last call; nil when there was none. `now` is in nanoseconds after
  /// the run's start, on the clock that stands still.
  mutating func gap(boottime: Int64, monotonic: Int64, at now: Int64) -> GapRecord? {
    let slept = boottime - monotonic - ahead
    guard slept > Self.noise else { return nil }
    ahead += slept
    let moment = Double(now) * 1e-9
    return GapRecord(
      device: -1, reason: .suspended, start: moment, end: moment + Double(slept) * 1e-9,
      energy: nil)
  }
}
