import Quantities

/// The value that a simulated device's counter shows: a rule, without files or clocks.
struct SimulatedCounter {
  let device: SimulatedDevice
  /// Counts per turn; zero for a counter that never wraps.
  let modulus: UInt64
  /// What `max_energy_range_uj` says: the largest count's energy, as the kernel works it out.
  let maximumMicrojoules: UInt64
  private let resets: [Double]

  init(_ device: SimulatedDevice) {
    self.device = device
    let unit = device.nanojoulesPerCount
    let largest = (device.maximumMicrojoules * 1000 + unit / 2) / unit
    modulus = largest > 0 ? largest + 1 : 0
    maximumMicrojoules = largest * unit / 1000
    resets = device.faults.filter { $0.kind == .reset }.map(\.at).sorted()
  }

  /// The last update at or before `time`.
  func lastUpdate(at time: Double) -> Double {
    // A nudge of a billionth of a period, so that a time that is meant to be an update is one.
    let turns = ((time - device.updatePhase) / device.updatePeriod + 1e-9).rounded(.down)
    return max(0, turns * device.updatePeriod + device.updatePhase)
  }

  /// Counts shown at `time`.
  func counts(at time: Double) -> UInt64 {
    let update = lastUpdate(at: time)
    var base = 0.0
    var initial = device.initialCounts
    for reset in resets where reset <= update {
      base = device.curve.energy(to: reset).joules
      initial = 0
    }
    let joules = device.curve.energy(to: update).joules - base
    let counts = initial + UInt64(max(0, joules) * 1e9 / Double(device.nanojoulesPerCount) + 1e-6)
    return modulus > 0 ? counts % modulus : counts
  }

  /// What the powercap file says, in µJ.
  func microjoules(at time: Double) -> UInt64 {
    let counts = counts(at: time)
    // Split, so that a full 64-bit count of millijoules does not overflow.
    return counts / 1000 * device.nanojoulesPerCount
      + counts % 1000 * device.nanojoulesPerCount / 1000
  }
}
