import RealModule

/// A straight line through points by ordinary least squares, y = a + b·x.
///
/// The intervals hold where the points lie about the line independently, normally and equally far (Gauss and
/// Markov; Draper and Smith 1998, chapter 1).
public struct LineFit: Hashable, Sendable {
  public let count: Int
  public let slope: Double
  public let intercept: Double
  /// Standard errors.
  public let slopeError: Double
  public let interceptError: Double
  /// Standard deviation of the points about the line, with n − 2 degrees of freedom.
  public let spread: Double
  /// Sum of the squares of what is left.
  public let residualSquares: Double
  /// Part of the variance that the line explains, 0…1; 1 where y does not vary.
  public let determination: Double
  public let meanX: Double
  public let meanY: Double
  /// Sum of the squares of x about its mean.
  public let squaresX: Double

  /// Nil with fewer than two points, with x that do not differ, or with a number that is not finite. With two
  /// points the line is exact, and every error is not a number.
  public init?(_ x: [Double], _ y: [Double]) {
    let n = Double(x.count)
    guard x.count == y.count, x.count >= 2, x.allSatisfy(\.isFinite), y.allSatisfy(\.isFinite)
    else { return nil }
    let (meanX, meanY) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for (x, y) in zip(x, y) {
      xx += (x - meanX) * (x - meanX)
      xy += (x - meanX) * (y - meanY)
      yy += (y - meanY) * (y - meanY)
    }
    guard xx > 0 else { return nil }
    count = x.count
    slope = xy / xx
    intercept = meanY - xy / xx * meanX
    var rest = 0.0
    for (x, y) in zip(x, y) {
      let off = y - meanY - xy / xx * (x - meanX)
      rest += off * off
    }
    residualSquares = rest
    spread = (rest / (n - 2)).squareRoot()
    slopeError = spread / xx.squareRoot()
    interceptError = spread * (1 / n + meanX * meanX / xx).squareRoot()
    determination = yy > 0 ? 1 - rest / yy : 1
    (self.meanX, self.meanY, squaresX) = (meanX, meanY, xx)
  }

  public func value(at x: Double) -> Double { meanY + slope * (x - meanX) }

  /// Student's t for a two-sided interval that holds a part `level`.
  public func reach(_ level: Double) -> Double {
    StudentT(degreesOfFreedom: Double(count - 2)).quantile(0.5 + level / 2)
  }

  /// Ends of the slope's interval; not a number with two points.
  public func slopeInterval(_ level: Double = 0.95) -> (low: Double, high: Double) {
    guard count > 2 else { return (.nan, .nan) }
    let reach = reach(level) * slopeError
    return (slope - reach, slope + reach)
  }

  /// How far the line itself may lie from `value(at: x)`.
  public func lineReach(at x: Double, level: Double = 0.95) -> Double {
    guard count > 2 else { return .nan }
    let off = x - meanX
    return reach(level) * spread * (1 / Double(count) + off * off / squaresX).squareRoot()
  }

  /// How far one more point may lie from `value(at: x)`.
  public func pointReach(at x: Double, level: Double = 0.95) -> Double {
    guard count > 2 else { return .nan }
    let off = x - meanX
    return reach(level) * spread * (1 + 1 / Double(count) + off * off / squaresX).squareRoot()
  }

  /// Chance of a slope at least this far from zero where the truth is none: two-sided.
  public var slopeChance: Double {
    guard count > 2, slopeError > 0 else { return count > 2 && slope != 0 ? 0 : 1 }
    return 2 * StudentT(degreesOfFreedom: Double(count - 2)).cumulative(-abs(slope / slopeError))
  }
}
