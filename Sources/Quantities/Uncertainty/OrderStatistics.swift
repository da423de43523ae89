import RealModule

/// Draws in rising order, and quantiles of what they were drawn from.
///
/// A single order statistic scatters by more than the points of a low-discrepancy sequence leave open. Against its normal
/// score the logarithm of an order statistic runs nearly straight, so a quantile is read off a parabola through those
/// near it.
public struct OrderStatistics: Sendable {
  private let values: [Double]
  private let scores: [Double]
  private let isLogarithmic: Bool

  /// - Parameter scores: normal scores of the order statistics, rising: `scores(count:)`, or draws of a normal number that
  ///   moves with these.
  public init(_ draws: [Double], scores: [Double]) {
    let sorted = draws.sorted()
    isLogarithmic = (sorted.first ?? 0) > 0
    values = isLogarithmic ? sorted.map { Double.log($0) } : sorted
    self.scores = scores
  }

  /// Normal scores of `count` draws in rising order.
  public static func scores(count: Int) -> [Double] {
    (0..<count).map { Normal.quantile((Double($0) + 0.5) / Double(count)) }
  }

  /// The value that a part `p` of the truth lies below, 0 < p < 1.
  public func quantile(_ p: Double) -> Double {
    guard let first = values.first, let last = values.last, first < last else {
      return values.first.map { isLogarithmic ? Double.exp($0) : $0 } ?? .nan
    }
    let z = Normal.quantile(p)
    let reach = 0.5
    // Scores are as many as values and rise with them.
    let low = scores.firstIndex { $0 >= z - reach } ?? 0
    let high = scores.lastIndex { $0 <= z + reach } ?? scores.count - 1
    guard high - low >= 8 else {
      let value = Distribution.quantile(of: values, at: p)
      return isLogarithmic ? Double.exp(value) : value
    }
    let value = Self.parabola(scores[low...high], values[low...high], around: z, reach: reach)
    return isLogarithmic ? Double.exp(value) : value
  }

  /// Least squares with weights that fall off towards the ends of the window (Cleveland 1979); the parabola's value at
  /// its middle.
  private static func parabola(
    _ x: ArraySlice<Double>, _ y: ArraySlice<Double>, around middle: Double, reach: Double
  ) -> Double {
    var sums = (w: 0.0, x: 0.0, xx: 0.0, xxx: 0.0, xxxx: 0.0, y: 0.0, xy: 0.0, xxy: 0.0)
    for (score, value) in zip(x, y) {
      let t = (score - middle) / reach
      let tricube = 1 - abs(t * t * t)
      let w = tricube * tricube * tricube
      sums.w += w
      sums.x += w * t
      sums.xx += w * t * t
      sums.xxx += w * t * t * t
      sums.xxxx += w * t * t * t * t
      sums.y += w * value
      sums.xy += w * t * value
      sums.xxy += w * t * t * value
    }
    // Cramer's rule for the constant term of the normal equations.
    func determinant(
      _ a: Double, _ b: Double, _ c: Double, _ d: Double, _ e: Double, _ f: Double, _ g: Double,
      _ h: Double, _ i: Double
    ) -> Double { a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g) }
    let whole = determinant(
      sums.w, sums.x, sums.xx, sums.x, sums.xx, sums.xxx, sums.xx, sums.xxx, sums.xxxx)
    let part = determinant(
      sums.y, sums.x, sums.xx, sums.xy, sums.xx, sums.xxx, sums.xxy, sums.xxx, sums.xxxx)
    return whole == 0 ? sums.y / sums.w : part / whole
  }
}
