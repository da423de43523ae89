import Quantities
import RealModule

/// The curves with a limit that an F test does not reject against the best one (Bates and Watts 1988, chapter 6): what
/// any of them says lies in the interval.
struct SaturatingFamily {
  /// The ends of the exponent: zero where no flat curve is rejected, endless where no steep one is.
  let low: Double
  let high: Double
  private let centre: Double
  private let members: [Member]

  /// The lines in x^−c of one exponent.
  private struct Member {
    let c: Double
    let line: LineFit
    /// How far the sum of squares may still rise.
    let free: Double
  }

  /// - Parameters:
  ///   - best: the exponent of the least sum of squares.
  ///   - exponents: all that are considered.
  ///   - allowed: the largest sum of squares that is not rejected.
  ///   - centre: what is taken from ln x before it is multiplied by the exponent.
  ///   - squares: the least sum of squares for an exponent.
  ///   - line: the line in x^−c that leaves it.
  init(
    best: Double, exponents: ClosedRange<Double>, allowed: Double, centre: Double,
    squares: (Double) -> Double, line: (Double) -> LineFit?
  ) {
    func excess(_ c: Double) -> Double { squares(c) - allowed }
    low = Search.crossing(from: best, to: exponents.lowerBound, excess) ?? 0
    high = Search.crossing(from: best, to: exponents.upperBound, excess) ?? .infinity
    self.centre = centre
    let ends = (
      Double.log(max(low, exponents.lowerBound)), Double.log(min(high, exponents.upperBound))
    )
    let cells = 40
    let grid = (0...cells).map {
      Double.exp(ends.0 + (ends.1 - ends.0) * Double($0) / Double(cells))
    }
    members = (grid + [best]).compactMap { c in
      line(c).map { Member(c: c, line: $0, free: max(allowed - $0.residualSquares, 0)) }
    }
  }

  /// The ends of where one more point may lie. A point belongs there if, added to the others, it leaves a curve that is not
  /// rejected: for a given exponent a line through all of them, whose sum of squares rises by the distance squared over
  /// 1 + the leverage of the place.
  func reach(at x: Double) -> (low: Double, high: Double) {
    let off = Double.log(x) - centre
    var ends = (low: Double.infinity, high: -Double.infinity)
    for member in members {
      let u = Double.exp(-member.c * off)
      let away = u - member.line.meanX
      let leverage = 1 / Double(member.line.count) + away * away / member.line.squaresX
      let reach = (member.free * (1 + leverage)).squareRoot()
      let value = member.line.value(at: u)
      ends = (min(ends.low, value - reach), max(ends.high, value + reach))
    }
    return ends
  }

  /// The ends of the limit; flat curves have none.
  func limits(isHigherBetter: Bool) -> (low: Double, high: Double) {
    var ends = (low: Double.infinity, high: -Double.infinity)
    for member in members {
      let line = member.line
      let reach =
        (member.free * (1 / Double(line.count) + line.meanX * line.meanX / line.squaresX))
        .squareRoot()
      ends = (min(ends.low, line.intercept - reach), max(ends.high, line.intercept + reach))
    }
    guard low == 0 else { return ends }
    return isHigherBetter ? (ends.low, .infinity) : (-.infinity, ends.high)
  }

  /// Exponents with the least and the greatest slope that are not rejected; above zero is towards the limit.
  var slopes: [(c: Double, slope: Double)] {
    members.flatMap { member in
      let reach = (member.free / member.line.squaresX).squareRoot()
      let slope = abs(member.line.slope)
      return [(member.c, slope - reach), (member.c, slope + reach)]
    }
  }
}
