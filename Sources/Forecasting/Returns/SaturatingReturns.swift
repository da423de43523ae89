import Accounting
import Quantities
import RealModule

/// q = limit ∓ b·x^−c. For a given c it is a straight line in x^−c, so only c is searched for (Golub and Pereyra 1973); the
/// intervals of c and of the limit are those that the sum of squares allows by an F test (Bates and Watts 1988, chapter 6).
struct SaturatingReturns: ReturnsCurve {
  private let logX: [Double]
  private let quality: [Double]
  private let scale: ReturnsQuality
  /// ln of the geometric mean of x; keeps x^−c near one.
  private let centre: Double
  private let exponents: ClosedRange<Double>
  private let exponent: Double
  private let line: LineFit
  private let squares: Double

  init?(_ data: ReturnsData) {
    guard data.count >= 5, Set(data.x).count >= 4, let first = data.logX.first,
      let last = data.logX.last
    else { return nil }
    logX = data.logX
    quality = data.quality
    scale = data.scale
    centre = data.logX.reduce(0, +) / Double(data.count)
    // Flatter, and it cannot be told from a logarithm; steeper, and it is a stair.
    exponents = (0.02 / (last - first))...(30 / (last - first))
    let (logX, quality, centre) = (logX, quality, centre)
    let best = Search.least(
      in: Double.log(exponents.lowerBound)...Double.log(exponents.upperBound), cells: 24
    ) { Self.squares(Double.exp($0), logX, quality, centre) }
    exponent = Double.exp(best.place)
    guard !best.isAtAnEnd, let line = Self.line(exponent, logX, quality, centre),
      scale.gain(line.slope) < 0
    else { return nil }
    self.line = line
    squares = max(line.residualSquares, data.leastSquares)
  }

  private static func line(
    _ c: Double, _ logX: [Double], _ quality: [Double], _ centre: Double
  ) -> LineFit? {
    LineFit(logX.map { Double.exp(-c * ($0 - centre)) }, quality)
  }

  /// What the best line in x^−c leaves, in one pass: it is asked for thousands of times.
  private static func squares(
    _ c: Double, _ logX: [Double], _ quality: [Double], _ centre: Double
  ) -> Double {
    let origin = quality[0]
    var (u1, q1, uu, uq, qq) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for place in 0..<logX.count {
      let u = Double.exp(-c * (logX[place] - centre))
      let q = quality[place] - origin
      u1 += u
      q1 += q
      uu += u * u
      uq += u * q
      qq += q * q
    }
    let n = Double(logX.count)
    let (suu, suq, sqq) = (uu - u1 * u1 / n, uq - u1 * q1 / n, qq - q1 * q1 / n)
    return suu > 0 ? max(sqq - suq * suq / suu, 0) : sqq
  }

  private var freedom: Double { Double(logX.count - 3) }
  private var variance: Double { squares / freedom }
  private var t: Double { StudentT(degreesOfFreedom: freedom).quantile(0.975) }

  /// Sums of squares up to here are not rejected.
  private var allowed: Double { squares * (1 + t * t / freedom) }

  func quality(at x: Double) -> Double {
    line.intercept + line.slope * Double.exp(-exponent * (Double.log(x) - centre))
  }

  /// By the curve's tangent plane (the delta method).
  func reach(at x: Double) -> (low: Double, high: Double) {
    let rows = logX.map(gradient)
    let here = gradient(Double.log(x))
    let own = SmallMatrix(normalOf: rows).solved(here).map {
      zip($0, here).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let reach = t * (variance * (1 + max(own ?? .infinity, 0))).squareRoot()
    return (quality(at: x) - reach, quality(at: x) + reach)
  }

  private func gradient(_ logX: Double) -> [Double] {
    let off = logX - centre
    let u = Double.exp(-exponent * off)
    return [1, u, -line.slope * off * u]
  }

  func fit(of data: ReturnsData) -> ReturnsFit {
    let c = exponentInterval
    let family = self.family(c)
    func distance(_ c: Double, _ slope: Double) -> Double {
      max(slope, 0) * Double.exp(-c * (Double.log(data.last) - centre))
    }
    /// The ends of what follows from any curve that is not rejected.
    func span(_ value: Double, _ function: (Double, Double) -> Double) -> ReturnsRange {
      let ends = family.flatMap { [function($0.c, $0.slopeLow), function($0.c, $0.slopeHigh)] }
      return ReturnsRange(
        value, low: ends.reduce(value) { min($0, $1) }, high: ends.reduce(value) { max($0, $1) })
    }
    let slope = abs(line.slope)
    let weight = span(slope * Double.exp(exponent * centre)) { $1 * Double.exp($0 * centre) }
    var limits = (low: line.intercept, high: line.intercept)
    for member in family {
      limits = (min(limits.low, member.limitLow), max(limits.high, member.limitHigh))
    }
    // Down to the flattest curve nothing is rejected: the limit may lie anywhere beyond.
    if c.low == 0 {
      if data.scale.isHigherBetter { limits.high = .infinity } else { limits.low = -.infinity }
    }
    let squaresOfQuality = quality.reduce(0) { $0 + ($1 - line.meanY) * ($1 - line.meanY) }
    let last = distance(exponent, slope)
    return ReturnsFit(
      form: .saturating,
      parameters: [
        ReturnsFit.Parameter("limit", line.intercept, low: limits.low, high: limits.high),
        ReturnsFit.Parameter("b", weight.value, low: weight.low, high: weight.high),
        ReturnsFit.Parameter("c", exponent, low: c.low, high: c.high),
      ], points: data.count,
      determination: squaresOfQuality > 0 ? 1 - line.residualSquares / squaresOfQuality : 1,
      spread: (line.residualSquares / freedom).squareRoot(),
      criterion: data.criterion(squares: squares, parameters: 3),
      crossError: Self.crossErrorWithEnd(of: data),
      elasticity: ReturnsRange(-exponent, low: -c.high, high: -c.low),
      marginal: span(exponent * last / data.last) { $0 * distance($0, $1) / data.last },
      nextStep: nextStep(
        last,
        family: family.flatMap {
          [($0.c, distance($0.c, $0.slopeLow)), ($0.c, distance($0.c, $0.slopeHigh))]
        }, from: data.last),
      curve: curve(over: data))
  }

  private func nextStep(
    _ distance: Double, family: [(c: Double, distance: Double)], from x: Double
  ) -> ReturnsFit.NextStep {
    guard distance > scale.step else { return .beyondTheLimit(line.intercept) }
    func more(_ c: Double, _ distance: Double) -> Double {
      distance > scale.step
        ? x * Double.expMinusOne(Double.log(distance / (distance - scale.step)) / c) : .infinity
    }
    let price = more(exponent, distance)
    let ends = family.map { more($0.c, $0.distance) }
    return .costs(
      ReturnsRange(
        price, low: ends.reduce(price) { min($0, $1) }, high: ends.reduce(price) { max($0, $1) }),
      beyond: 1 + price / x)
  }

  /// Where the other points show no limit, the logarithm stands in, which is this form's end.
  private static func crossErrorWithEnd(of data: ReturnsData) -> Double? {
    crossError(of: data) { rest in
      if let curve = Self(rest) { return { curve.quality(at: $0) } }
      return LogarithmicReturns(rest).map { curve in { curve.quality(at: $0) } }
    }
  }

  /// Zero where no least exponent is rejected, endless where no greatest is.
  private var exponentInterval: (low: Double, high: Double) {
    func excess(_ c: Double) -> Double { Self.squares(c, logX, quality, centre) - allowed }
    let low = Search.crossing(from: exponent, to: exponents.lowerBound, excess)
    let high = Search.crossing(from: exponent, to: exponents.upperBound, excess)
    return (low ?? 0, high ?? .infinity)
  }

  /// Curves that are not rejected, by their exponent: how far slope and limit may go at each.
  private func family(_ ends: (low: Double, high: Double)) -> [Member] {
    let low = Double.log(max(ends.low, exponents.lowerBound))
    let high = Double.log(min(ends.high, exponents.upperBound))
    let count = 40
    return (0...count).compactMap { place in
      let c = Double.exp(low + (high - low) * Double(place) / Double(count))
      guard let line = Self.line(c, logX, quality, centre) else { return nil }
      let free = max(allowed - line.residualSquares, 0)
      let slope = (free / line.squaresX).squareRoot()
      let limit =
        (free * (1 / Double(line.count) + line.meanX * line.meanX / line.squaresX)).squareRoot()
      return Member(
        c: c, slopeLow: abs(line.slope) - slope, slopeHigh: abs(line.slope) + slope,
        limitLow: line.intercept - limit, limitHigh: line.intercept + limit)
    }
  }

  private struct Member {
    let c: Double
    let slopeLow: Double
    let slopeHigh: Double
    let limitLow: Double
    let limitHigh: Double
  }

  /// Akaike's criterion of the best curve with a given limit; nil where the points are too few, or none approaches
  /// that limit from the right side.
  static func criterion(of data: ReturnsData, limit: Double) -> Double? {
    guard data.count >= 5, let first = data.logX.first, let last = data.logX.last, last > first
    else { return nil }
    let off = data.quality.map { data.scale.gain(limit - $0) }
    let centre = (first + last) / 2
    let ends = Double.log(0.005 / (last - first))...Double.log(30 / (last - first))
    let squares = Search.least(in: ends, cells: 24) { logC in
      let c = Double.exp(logC)
      var (uu, ud, dd) = (0.0, 0.0, 0.0)
      for place in 0..<off.count {
        let u = Double.exp(-c * (data.logX[place] - centre))
        uu += u * u
        ud += u * off[place]
        dd += off[place] * off[place]
      }
      return ud > 0 ? max(dd - ud * ud / uu, 0) : dd
    }.value
    return data.criterion(squares: max(squares, data.leastSquares), parameters: 2)
  }
}
