import Accounting
import Quantities
public import Reporting

/// Every chart with values that are known: as usual, with one value, with none, and with names that try to break out.
public enum ChartSamples {
  public struct Sample: Sendable {
    public let name: String
    public let usual: @Sendable () -> any Chart
    public let single: @Sendable () -> any Chart
    public let empty: @Sendable () -> any Chart
    /// With this name in every place where a name of a user can stand.
    public let named: @Sendable (String) -> any Chart
  }

  public static let all: [Sample] = [
    power, waterfall, heat, pareto, budget, dots, histogram, tornado, coverage, multiples,
  ]

  /// A fixed sequence that looks like noise, from 0 to 1.
  static func noise(_ count: Int, seed: UInt64 = 1) -> [Double] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / Double(UInt64(1) << 31)
    }
  }
}
