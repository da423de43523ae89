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
    func misses(_ logC: Double) -> Double {
      Self.line(Double.exp(logC), logX, quality, centre)?.residualSquares ?? .infinity
    }
    let best = Search.least(
      in: Double.log(exponents.lowerBound)...Double.log(exponents.upperBound), cells: 40, misses)
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
    let limit = limitInterval
    // Every curve that is not rejected along c, for what follows from the curve.
    let family = exponentsBetween(c).compactMap { c in
      Self.line(c, logX, quality, centre).map { (c: c, slope: abs($0.slope)) }
    }
    func distance(_ c: Double, _ slope: Double) -> Double {
      slope * Double.exp(-c * (Double.log(data.last) - centre))
    }
    func span(_ value: Double, _ function: (Double, Double) -> Double) -> ReturnsRange {
      let ends = family.map { function($0.c, $0.slope) }
      return ReturnsRange(
        value, low: ends.reduce(value) { min($0, $1) }, high: ends.reduce(value) { max($0, $1) })
    }
    let slope = abs(line.slope)
    let mean = line.meanY
    let spreadOfQuality = quality.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    func rate(_ c: Double, _ slope: Double) -> Double { c * distance(c, slope) / data.last }
    return ReturnsFit(
      form: .saturating,
      parameters: [
        ReturnsFit.Parameter("limit", line.intercept, low: limit.low, high: limit.high),
        ReturnsFit.Parameter(
          "b", slope * Double.exp(exponent * centre),
          low: family.map { $0.slope * Double.exp($0.c * centre) }.min() ?? 0,
          high: family.map { $0.slope * Double.exp($0.c * centre) }.max() ?? .infinity),
        ReturnsFit.Parameter("c", exponent, low: c.low, high: c.high),
      ], points: data.count,
      determination: spreadOfQuality > 0 ? 1 - line.residualSquares / spreadOfQuality : 1,
      spread: (line.residualSquares / freedom).squareRoot(),
      criterion: data.criterion(squares: squares, parameters: 3),
      crossError: Self.crossError(of: data),
      elasticity: ReturnsRange(-exponent, low: -c.high, high: -c.low),
      marginal: span(rate(exponent, slope), rate),
      nextStep: nextStep(
        distance(exponent, slope), family: family.map { ($0.c, distance($0.c, $0.slope)) },
        from: data.last),
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

  /// Zero where no least exponent is rejected, endless where no greatest is.
  private var exponentInterval: (low: Double, high: Double) {
    func excess(_ c: Double) -> Double {
      (Self.line(c, logX, quality, centre)?.residualSquares ?? .infinity) - allowed
    }
    let low = Search.crossing(from: exponent, to: exponents.lowerBound, excess)
    let high = Search.crossing(from: exponent, to: exponents.upperBound, excess)
    return (low ?? 0, high ?? .infinity)
  }

  private func exponentsBetween(_ ends: (low: Double, high: Double)) -> [Double] {
    let low = Double.log(max(ends.low, exponents.lowerBound))
    let high = Double.log(min(ends.high, exponents.upperBound))
    return (0...12).map { Double.exp(low + (high - low) * Double($0) / 12) }
  }

  private var limitInterval: (low: Double, high: Double) {
    let best = line.intercept
    let range =
      abs(line.slope) * Double.exp(-exponent * ((logX.first ?? 0) - centre)) + variance.squareRoot()
    func end(_ direction: Double) -> Double {
      var step = max(1e-6 * range, 0.01 * (variance).squareRoot())
      while step < 1000 * range {
        if squaresAt(limit: best + direction * step) > allowed {
          let found = Search.crossing(from: step / 2, to: step) {
            squaresAt(limit: best + direction * $0) - allowed
          }
          return best + direction * (found ?? step)
        }
        step *= 2
      }
      return direction * .infinity
    }
    return (end(-1), end(1))
  }

  /// The least sum of squares of all curves with this limit, which approach it from the right side.
  private func squaresAt(limit: Double) -> Double {
    let off = quality.map { limit - $0 }
    func misses(_ logC: Double) -> Double {
      let c = Double.exp(logC)
      var (uu, ud, dd) = (0.0, 0.0, 0.0)
      for (x, d) in zip(logX, off) {
        let u = Double.exp(-c * (x - centre))
        uu += u * u
        ud += u * d
        dd += d * d
      }
      let isRight = scale.gain(ud) > 0
      return isRight ? dd - ud * ud / uu : dd
    }
    let ends = Double.log(exponents.lowerBound / 4)...Double.log(exponents.upperBound)
    return Search.least(in: ends, cells: 16, misses).value
  }
}
