/// Energy from what sensors say.
public enum PowerSamples {
  /// A power and the instant at which it was read.
  public struct Sample: Hashable, Sendable {
    public let watts: Double
    /// Of a monotonic clock.
    public let seconds: Double

    public init(watts: Double, seconds: Double) {
      self.watts = watts
      self.seconds = seconds
    }
  }

  /// E = Σ ½ (P_i + P_{i+1}) · (t_{i+1} − t_i), the trapezoid rule: second order in the interval. Instants must rise.
  public static func trapezoidJoules(_ samples: [Sample]) -> Double {
    zip(samples, samples.dropFirst()).reduce(0) { sum, pair in
      sum + (pair.0.watts + pair.1.watts) / 2 * (pair.1.seconds - pair.0.seconds)
    }
  }

  /// E = Σ P_i · (t_{i+1} − t_i), as most trackers add up; it lags on every ramp.
  public static func leftRectangleJoules(_ samples: [Sample]) -> Double {
    zip(samples, samples.dropFirst()).reduce(0) { sum, pair in
      sum + pair.0.watts * (pair.1.seconds - pair.0.seconds)
    }
  }

  /// Microjoules between two readings of a RAPL counter that may have turned once; `range` is the zone's
  /// `max_energy_range_uj` (Linux powercap documentation). Readings further apart than `range` ÷ power are a lower
  /// bound.
  public static func counterMicrojoules(from first: Int, to second: Int, range: Int) -> Int {
    second >= first ? second - first : second - first + range
  }

  /// Joules of parts that add up, such as CPU, GPU and memory.
  public static func sum(_ parts: [Double]) -> Double { parts.reduce(0, +) }
}
