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
    let n = Double(years.count)
    guard years.count == amounts.count, n >= 3, amounts.allSatisfy({ $0 > 0 }) else { return nil }
    let logs = amounts.map { Double.log2($0) }
    let meanX = years.reduce(0, +) / n
    let meanY = logs.reduce(0, +) / n
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for (x, y) in zip(years, logs) {
      xx += (x - meanX) * (x - meanX)
      xy += (x - meanX) * (y - meanY)
      yy += (y - meanY) * (y - meanY)
    }
    guard xx > 0, yy > 0 else { return nil }
    let slope = xy / xx
    let rest = max(yy - slope * xy, 0)
    let error = (rest / (n - 2) / xx).squareRoot()
    let reach = StudentT.quantile(0.975, degrees: years.count - 2) * error
    months = 12 / slope
    low95Months = 12 / (slope + reach)
    high95Months = slope - reach > 0 ? 12 / (slope - reach) : .infinity
    determination = 1 - rest / yy
    points = years.count
  }
}

/// Student's t with a whole number of degrees of freedom.
enum StudentT {
  /// P(|T| ≤ t), by the finite series (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4).
  static func central(_ t: Double, degrees: Int) -> Double {
    let angle = Double.atan(t / Double(degrees).squareRoot())
    let (sine, cosine) = (Double.sin(angle), Double.cos(angle))
    let isOdd = degrees % 2 == 1
    var term = isOdd ? cosine : 1
    var sum = degrees == 1 ? 0 : term
    var index = isOdd ? 3 : 2
    while index <= degrees - 2 {
      term *= cosine * cosine * Double(index - 1) / Double(index)
      sum += term
      index += 2
    }
    return isOdd ? 2 / Double.pi * (angle + sine * sum) : sine * sum
  }

  /// The value that a part `p` ≥ 0.5 lies below, by halving.
  static func quantile(_ p: Double, degrees: Int) -> Double {
    var (low, high) = (0.0, 1000.0)
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if central(middle, degrees: degrees) < 2 * p - 1 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
