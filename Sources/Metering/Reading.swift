package import Quantities

/// What a probe said, raw.
package enum Reading: Hashable, Sendable {
  /// Value of a counter that only goes up, apart from wraps and resets.
  case counter(UInt64)
  /// Power at this moment.
  case power(Power)
  /// Mean power since the probe was last read: what a model says.
  case meanPower(Power)
}

/// Why a read gave no value. Never turned into a zero.
package enum ReadFailure: Error, Hashable, Sendable {
  case denied
  /// The device is gone (ENOENT, ENODEV, "GPU is lost").
  case vanished
  /// Anything else, with the errno or the driver's code.
  case failed(Int32)
}

/// How a counter counts.
package struct Counter: Hashable, Sendable {
  package var joulesPerCount: Double
  /// Counts per turn: `max_energy_range_uj + 1`; zero for a counter that never wraps.
  package var modulus: UInt64
  /// More than this the device cannot draw; tells a wrap from a reset and bounds late polls.
  package var maximumPower: Power

  package init(joulesPerCount: Double, modulus: UInt64, maximumPower: Power) {
    self.joulesPerCount = joulesPerCount
    self.modulus = modulus
    self.maximumPower = maximumPower
  }

  /// Shortest time in which the counter may turn once; nil when it never wraps.
  package var wrapTime: Duration? {
    guard modulus > 0, maximumPower > .zero else { return nil }
    return .seconds(Double(modulus) * joulesPerCount / maximumPower.watts)
  }
}
