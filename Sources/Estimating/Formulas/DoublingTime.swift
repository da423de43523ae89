import Quantities
import RealModule

/// How fast an amount doubles, by ordinary least squares of its binary logarithm on time (Sevilla et al. 2022,
/// appendix A; Amodei and Hernandez 2018 state no interval).
///
/// Points chosen for being records are not independent: the interval is then too narrow.
public struct DoublingTime: Hashable, Sendable {
  /// Months; negative when the amount falls.
  public let months: Double
  /// Ends of the 95 % interval; `high95Months` is infinite where no growth is within it.
  public let low95Months: Double
  public let high95Months: Double
  /// Part of the variance that the line explains, 0…1.
  public let determination: Double
  public let points: Int

  /// Growth in a year.
  public var factorPerYear: Double { Double.exp2(12 / months) }

  /// Nil with fewer than three points or without a span in time.
  /// - Parameters:
  ///   - years: when, in years since any date.
  ///   - amounts: positive, in any one unit.
  public init?(years: [Double], amounts: [Double]) {
    guard years.count >= 3, amounts.allSatisfy({ $0 > 0 }),
      let fit = LineFit(years, amounts.map { Double.log2($0) }), fit.slope != 0
    else { return nil }
    let (low, high) = fit.slopeInterval(0.95)
    months = 12 / fit.slope
    low95Months = 12 / high
    high95Months = low > 0 ? 12 / low : .infinity
    determination = fit.determination
    points = years.count
  }
}
