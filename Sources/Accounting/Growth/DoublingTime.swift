public import Quantities
import RealModule

/// How fast an amount doubles, by ordinary least squares of its binary logarithm on time (Sevilla et al. 2022,
/// appendix A; Amodei and Hernandez 2018 state no interval).
///
/// Points chosen for being records are not independent: the interval is then too narrow.
public struct DoublingTime: Hashable, Sendable {
  /// Binary logarithm of the amount over years.
  public let line: LineFit

  /// Nil with fewer than three points or without a span in time.
  /// - Parameters:
  ///   - years: when, in years since any date.
  ///   - amounts: positive, in any one unit.
  public init?(years: [Double], amounts: [Double]) {
    guard years.count >= 3, amounts.allSatisfy({ $0 > 0 }),
      let line = LineFit(years, amounts.map { Double.log2($0) })
    else { return nil }
    self.line = line
  }

  /// Months; negative when the amount falls, infinite when it stays.
  public var months: Double { 12 / line.slope }

  /// Ends of the 95 % interval; `high95Months` is infinite where no growth is within it.
  public var low95Months: Double { 12 / line.slopeInterval().high }
  public var high95Months: Double {
    let low = line.slopeInterval().low
    return low > 0 ? 12 / low : .infinity
  }

  /// Part of the variance that the line explains, 0…1.
  public var determination: Double { line.determination }
  public var points: Int { line.count }

  /// Growth in a year.
  public var factorPerYear: Double { Double.exp2(line.slope) }

  /// Ends of the 95 % interval of the growth in a year.
  public var factorInterval: (low: Double, high: Double) {
    let (low, high) = line.slopeInterval()
    return (Double.exp2(low), Double.exp2(high))
  }

  /// What the 95 % interval lets one say.
  public var verdict: GrowthVerdict {
    let (low, high) = line.slopeInterval()
    return low > 0 ? .growth : high < 0 ? .decline : .notSignificant
  }
}

/// What a trend lets one say.
public enum GrowthVerdict: String, Codable, Sendable, CaseIterable {
  case growth, decline
  /// Both growth and decline are within the interval.
  case notSignificant = "no-significant-growth"
}

/// Doublings and the time that they take.
public enum Doubling {
  /// How often an amount has grown after `months` when it doubles every `doublingMonths`.
  public static func factor(months: Double, doublingMonths: Double) -> Double {
    Double.exp2(months / doublingMonths)
  }

  /// Months that growth to `factor` takes.
  public static func months(factor: Double, doublingMonths: Double) -> Double {
    doublingMonths * Double.log2(factor)
  }
}
