import Accounting
import RealModule

/// The numbers that curves are fitted to, in rising order of x, which is above zero.
struct ReturnsData: Sendable {
  let x: [Double]
  let logX: [Double]
  let quality: [Double]
  /// Half units of the last digits of quality.
  let halfUnits: [Double]
  let scale: ReturnsQuality

  /// - Parameter pairs: what was used, and the quality, in rising order.
  init(_ pairs: [(x: Double, quality: PrintedNumber)], scale: ReturnsQuality) {
    x = pairs.map(\.x)
    logX = x.map { Double.log($0) }
    quality = pairs.map(\.quality.value)
    halfUnits = pairs.map(\.quality.halfUnit)
    self.scale = scale
  }

  var count: Int { x.count }
  var last: Double { x.last ?? .nan }

  /// Errors as `power` needs them; nil where one is not above zero.
  var errors: [Double]? {
    let errors = quality.compactMap { scale.error(of: $0) }
    return errors.count == count && errors.allSatisfy { $0 > 0 } ? errors : nil
  }

  /// Without the points at these places.
  func without(_ places: Set<Int>) -> ReturnsData {
    let kept = x.indices.filter { !places.contains($0) }
    return ReturnsData(
      kept.map { (x[$0], PrintedNumber(quality[$0], halfUnit: halfUnits[$0])) }, scale: scale)
  }

  /// The least sum of squares that can be taken seriously: what rounding leaves (a uniform error of half a unit has
  /// the variance h²/3), and the reach of the arithmetic.
  var leastSquares: Double {
    let size = quality.reduce(0) { max($0, abs($1)) }
    let arithmetic = 1e-24 * size * size * Double(count)
    return max(halfUnits.reduce(0) { $0 + $1 * $1 / 3 }, arithmetic)
  }

  /// The same for the logarithms of the errors, which are above zero.
  var leastSquaresOfLogarithms: Double {
    let size = quality.reduce(0) { max($0, abs($1)) }
    return zip(halfUnits, errors ?? []).reduce(0) { sum, pair in
      sum + max(pair.0 * pair.0 / 3, 1e-24 * size * size) / (pair.1 * pair.1)
    }
  }

  /// Akaike's criterion with the correction for small samples (Hurvich and Tsai 1989), for a normal error whose variance
  /// is a parameter too; nil where the correction is not defined.
  func criterion(squares: Double, parameters: Int, logScale: Double = 0) -> Double? {
    let n = Double(count)
    let p = Double(parameters + 1)
    guard n - p - 1 > 0 else { return nil }
    return n * Double.log(squares / n) + 2 * logScale + 2 * p + 2 * p * (p + 1) / (n - p - 1)
  }
}

/// A curve through the data.
protocol ReturnsCurve: Sendable {
  /// Nil where the data do not allow this form.
  init?(_ data: ReturnsData)
  func quality(at x: Double) -> Double
  /// With everything that is told of it.
  func fit(of data: ReturnsData) -> ReturnsFit
}

extension ReturnsCurve {
  /// Root mean square of forecasts of each point from the others: one by one up to 30 points, else in ten parts
  /// (Stone 1974). Nil where a part cannot be left out.
  static func crossError(of data: ReturnsData) -> Double? {
    crossError(of: data) { rest in Self(rest).map { curve in { curve.quality(at: $0) } } }
  }

  /// - Parameter fitted: the curve through the other points.
  static func crossError(
    of data: ReturnsData, fitted: (ReturnsData) -> ((Double) -> Double)?
  ) -> Double? {
    let parts = data.count <= 30 ? data.count : 10
    var squares = 0.0
    for part in 0..<parts {
      let left = Set(data.x.indices.filter { $0 % parts == part })
      guard let curve = fitted(data.without(left)) else { return nil }
      for place in left {
        let off = data.quality[place] - curve(data.x[place])
        squares += off * off
      }
    }
    return (squares / Double(data.count)).squareRoot()
  }

  /// The curve at 49 places from the first point to a third of the way further, on a logarithmic axis.
  /// - Parameter reach: where one more point may lie, 95 %.
  func curve(
    over data: ReturnsData, reach: (_ x: Double) -> (low: Double, high: Double)
  ) -> [ReturnsFit.CurvePoint] {
    guard let first = data.logX.first, let last = data.logX.last, last > first else { return [] }
    return (0..<49).map { place in
      let x = place == 36 ? data.last : Double.exp(first + (last - first) * Double(place) / 36)
      let reach = reach(x)
      return ReturnsFit.CurvePoint(
        x: x, value: quality(at: x), low: reach.low, high: reach.high, isBeyondTheData: place > 36)
    }
  }
}
