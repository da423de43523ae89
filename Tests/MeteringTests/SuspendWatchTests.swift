import Accounting
import Testing

@testable import Metering

@Suite struct SuspendWatchTests {
  private let second: Int64 = 1_000_000_000

  @Test func `a machine that slept for a minute leaves a gap of a minute`() {
    var watch = SuspendWatch(boottime: 5 * second, monotonic: 5 * second)
    let gap = watch.gap(boottime: 75 * second, monotonic: 15 * second, at: 10 * second)
    #expect(
      gap == GapRecord(device: -1, reason: .suspended, start: 10, end: 70, energy: nil))
  }

  @Test func `a sleep is told once`() {
    var watch = SuspendWatch(boottime: 0, monotonic: 0)
    _ = watch.gap(boottime: 70 * second, monotonic: 10 * second, at: 10 * second)
    #expect(watch.gap(boottime: 71 * second, monotonic: 11 * second, at: 11 * second) == nil)
  }

  @Test func `clocks that were read a moment apart are no sleep`() {
    var watch = SuspendWatch(boottime: 0, monotonic: 0)
    #expect(watch.gap(boottime: 10 * second + 2000, monotonic: 10 * second, at: 0) == nil)
  }
}
