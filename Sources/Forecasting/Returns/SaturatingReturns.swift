import Accounting
import Quantities
import RealModule

/// q = limit ∓ b·x^−c. For a given c it is a straight line in x^−c, so only c is searched for (Golub and Pereyra 1973); the
/// intervals are those of `SaturatingFamily`.
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
  private var allowed: Double { line.residualSquares + t * t * variance }

  func quality(at x: Double) -> Double {
    line.intercept + line.slope * Double.exp(-exponent * (Double.log(x) - centre))
  }

  private var family: SaturatingFamily {
    SaturatingFamily(
      best: exponent, exponents: exponents, allowed: allowed, centre: centre,
      squares: { Self.squares($0, logX, quality, centre) },
      line: { Self.line($0, logX, quality, centre) })
  }

  func fit(of data: ReturnsData) -> ReturnsFit {
    let family = self.family
    let slopes = family.slopes
    func distance(_ c: Double, _ slope: Double) -> Double {
      max(slope, 0) * Double.exp(-c * (Double.log(data.last) - centre))
    }
    /// The ends of what follows from any curve that is not rejected.
    func span(_ value: Double, _ function: (Double, Double) -> Double) -> ReturnsRange {
      let ends = slopes.map { function($0.c, $0.slope) }
      return ReturnsRange(
        value, low: ends.reduce(value) { min($0, $1) }, high: ends.reduce(value) { max($0, $1) })
    }
    let slope = abs(line.slope)
    let weight = span(slope * Double.exp(exponent * centre)) { $1 * Double.exp($0 * centre) }
    let limits = family.limits(isHigherBetter: data.scale.isHigherBetter)
    let squaresOfQuality = quality.reduce(0) { $0 + ($1 - line.meanY) * ($1 - line.meanY) }
    let last = distance(exponent, slope)
    return ReturnsFit(
      form: .saturating,
      parameters: [
        ReturnsFit.Parameter("limit", line.intercept, low: limits.low, high: limits.high),
        ReturnsFit.Parameter("b", weight.value, low: weight.low, high: weight.high),
        ReturnsFit.Parameter("c", exponent, low: family.low, high: family.high),
      ], points: data.count,
      determination: squaresOfQuality > 0 ? 1 - line.residualSquares / squaresOfQuality : 1,
      spread: (line.residualSquares / freedom).squareRoot(),
      criterion: ReturnsCriteria(data).saturating,
      crossError: Self.crossErrorWithEnd(of: data),
      elasticity: ReturnsRange(-exponent, low: -family.high, high: -family.low),
      marginal: span(exponent * last / data.last) { $0 * distance($0, $1) / data.last },
      nextStep: nextStep(
        last,
        family: slopes.map { ($0.c, distance($0.c, $0.slope)) }, from: data.last),
      curve: curve(over: data, reach: family.reach))
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
}
