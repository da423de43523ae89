import Quantities
import Testing

@testable import Metering

/// A counter of 1 J per count that turns at 1000 J, on a device of at most 200 W.
private let counter = Counter(joulesPerCount: 1, modulus: 1000, maximumPower: .watts(200))
private let endless = Counter(joulesPerCount: 0.001, modulus: 0, maximumPower: .watts(1000))

private func seconds(_ value: Double) -> Int64 { Int64(value * 1e9) }

@Suite struct MeterTests {
  @Test func `the first reading sets the baseline and counts nothing`() {
    var meter = Meter(counter: counter)
    #expect(meter.record(.counter(500), at: 0) == nil)
    #expect(meter.energy == 0)
  }

  @Test func `a counter that wrapped still counts forward`() {
    var meter = Meter(counter: counter)
    _ = meter.record(.counter(950), at: 0)
    _ = meter.record(.counter(30), at: seconds(1))
    #expect(meter.energy == 80)
    #expect(meter.wraps == 1)
  }

  @Test func `a failed read loses nothing because the next carries the whole delta`() {
    var meter = Meter(counter: counter)
    _ = meter.record(.counter(100), at: 0)
    meter.miss(.failed(5))
    let step = meter.record(.counter(200), at: seconds(2))
    #expect(step?.energy == 100)
    #expect(step?.event == .late)
  }

  @Test func `a late poll counts the turns that the power before asks for`() {
    var meter = Meter(counter: counter)
    _ = meter.record(.counter(0), at: 0)
    _ = meter.record(.counter(100), at: seconds(1))
    // 100 W for 30 s: three whole turns, back at the same value.
    let step = meter.record(.counter(100), at: seconds(31))
    #expect(step?.energy == 3000)
    #expect(step?.event == .unbounded)
  }

  @Test func `a reset books what the counter shows afterwards and says so`() {
    var meter = Meter(counter: endless)
    _ = meter.record(.counter(5_000_000), at: 0)
    let step = meter.record(.counter(20_000), at: seconds(1))
    #expect(step?.energy == 20)
    #expect(step?.event == .reset)
  }

  @Test func `a fall that no device could have drawn as a wrap is a reset`() {
    var meter = Meter(counter: counter)
    _ = meter.record(.counter(600), at: 0)
    // As a wrap this would be 410 J within a second on a device of at most 200 W.
    #expect(meter.record(.counter(10), at: seconds(1))?.event == .reset)
    #expect(meter.energy == 10)
  }

  @Test func `raw values, wraps and correction always give the energy`() {
    var meter = Meter(counter: counter)
    for (value, time) in [(900, 0.0), (20, 1.0), (150, 2.0), (5, 2.5), (60, 3.0)] {
      _ = meter.record(.counter(UInt64(value)), at: seconds(time))
    }
    meter.correct(by: -3)
    let raw = Double(meter.closing) - Double(meter.opening) + Double(meter.wraps) * 1000
    #expect(abs(raw + meter.correction - meter.energy) < 1e-9)
  }

  @Test func `power is integrated by trapezoids`() {
    var meter = Meter(counter: nil)
    _ = meter.record(.power(.watts(100)), at: 0)
    _ = meter.record(.power(.watts(200)), at: seconds(2))
    #expect(meter.energy == 300)
  }
}

@Suite struct UpdateGridTests {
  /// Looks every millisecond at a counter that updates every 20 ms, 7 ms after the start first.
  private func lockedGrid(until end: Double) -> UpdateGrid {
    var grid = UpdateGrid()
    var nextLook = 0.0
    var time = 0.0
    while time < end {
      time += 0.001
      let updates = ((time - 0.007) / 0.02).rounded(.down)
      let before = ((time - 0.001 - 0.007) / 0.02).rounded(.down)
      if time >= nextLook, updates != before {
        grid.change(after: time - 0.001, before: time)
        nextLook = grid.nextLook ?? .infinity
      }
    }
    return grid
  }

  @Test func `two changes give the period`() {
    let period = lockedGrid(until: 0.05).period
    #expect(abs((period ?? 0) - 0.02) < 0.0015)
  }

  @Test func `changes further apart sharpen the period`() {
    let period = lockedGrid(until: 20).period
    #expect(abs((period ?? 0) - 0.02) < 2e-6)
  }

  @Test func `the age of the last update is told after seconds`() {
    // 3.000 s is 13 ms after the update at 2.987 s.
    let age = lockedGrid(until: 3).age(at: 3)
    #expect(abs((age?.seconds ?? 0) - 0.013) < 0.0015)
  }

  @Test func `part of the first update lay before the start`() {
    // The first update after the start came at 7 ms, so 13 of its 20 ms were earlier.
    let part = lockedGrid(until: 3).headPart?.value
    #expect(abs((part ?? 0) - 0.65) < 0.05)
  }
}
