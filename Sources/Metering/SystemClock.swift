import Glibc
package import Quantities

/// The machine's clocks.
package enum SystemClock {
  /// Nanoseconds on the clock that never steps and stands still in suspend: what energy is timed by.
  package static func monotonic() -> Int64 { nanoseconds(CLOCK_MONOTONIC) }
  /// The same, but it runs on in suspend.
  package static func boottime() -> Int64 { nanoseconds(CLOCK_BOOTTIME) }
  /// Civil time; may step, so it is read once, at the start.
  package static func wall() -> Timestamp { Timestamp(nanoseconds: nanoseconds(CLOCK_REALTIME)) }

  private static func nanoseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
