import Accounting
import Quantities
import RealModule

/// Akaike's criterion of each curve by the noise that suits it better: as wide at every point, or in proportion to the error.
///
/// How noise is spread is a question of its own. If each curve were held to one answer, noise that shrinks with the error
/// would be taken for a power, and noise that does not for a limit.
struct ReturnsCriteria {
  private enum Noise {
    case even
    case proportional
  }

  private let data: ReturnsData
  /// What quality is counted from: perfect, where there is such a value.
  private let origin: Double
  /// Numbers that fall as quality gets better.
  private let errors: [Double]
  private let proportion: Proportion?

  /// What noise in proportion to the error needs: errors above zero, and the power that starts the search.
  private struct Proportion {
    let logErrors: [Double]
    let power: LineFit
    let start: [Double]
  }

  init(_ data: ReturnsData) {
    self.data = data
    let origin = data.scale.perfect ?? data.quality.first ?? 0
    self.origin = origin
    errors = data.quality.map { data.scale.gain(origin - $0) }
    let logErrors = (data.errors ?? []).map { Double.log($0) }
    proportion = LineFit(data.logX, logErrors).map { power in
      Proportion(
        logErrors: logErrors, power: power,
        start: data.logX.map { Double.exp(power.value(at: $0)) })
    }
  }

  /// All are nil where the points are too few for the criterion.
  var logarithmic: Double? {
    criterion(parameters: 2) { squares(data.logX, noise: $0) }
  }

  var power: Double? {
    guard data.scale.perfect != nil else { return nil }
    return criterion(parameters: 2) { noise in
      if noise == .proportional, let proportion { return proportion.power.residualSquares }
      return least(flattest: 0.005, limit: 0, noise)
    }
  }

  var saturating: Double? {
    criterion(parameters: 3) { least(flattest: 0.02, limit: nil, $0) }
  }

  /// Of the best curve with a given limit.
  func saturating(limit: Double) -> Double? {
    let limit = data.scale.gain(origin - limit)
    return criterion(parameters: 2) { least(flattest: 0.005, limit: limit, $0) }
  }

  private func criterion(parameters: Int, _ squares: (Noise) -> Double) -> Double? {
    let even = data.criterion(
      squares: max(squares(.even), data.leastSquares), parameters: parameters)
    guard let even, let proportion else { return even }
    let other = data.criterion(
      squares: max(squares(.proportional), data.leastSquaresOfLogarithms),
      parameters: parameters, logScale: proportion.logErrors.reduce(0, +))
    return min(even, other ?? even)
  }

  private func least(flattest: Double, limit: Double?, _ noise: Noise) -> Double {
    guard let first = data.logX.first, let last = data.logX.last, last > first else {
      return .infinity
    }
    let centre = (first + last) / 2
    let ends = Double.log(flattest / (last - first))...Double.log(30 / (last - first))
    return Search.least(in: ends, cells: 24) { logC in
      let c = Double.exp(logC)
      return squares(
        data.logX.map { Double.exp(-c * ($0 - centre)) }, limit: limit, isFalling: true,
        noise: noise)
    }.value
  }

  /// What the best curve α + β·v leaves of the errors, or of their logarithms where noise is in proportion to them.
  private func squares(
    _ v: [Double], limit: Double? = nil, isFalling: Bool = false, noise: Noise
  ) -> Double {
    func line(_ target: [Double], _ scale: [Double]?) -> (alpha: Double, beta: Double) {
      Self.line(v, target, scale, limit: limit, isFalling: isFalling)
    }
    switch (noise, proportion) {
    case (.even, _):
      let (alpha, beta) = line(errors, nil)
      return v.indices.reduce(0) { sum, place in
        let off = errors[place] - alpha - beta * v[place]
        return sum + off * off
      }
    case (.proportional, nil):
      return .infinity
    case (.proportional, let proportion?):
      // Gauss and Newton's steps on ln e, each a straight line with weights.
      var curve = proportion.start
      var least = Double.infinity
      for _ in 0..<4 {
        let target = curve.indices.map {
          curve[$0] * (1 + proportion.logErrors[$0] - Double.log(curve[$0]))
        }
        let (alpha, beta) = line(target, curve)
        curve = v.map { alpha + beta * $0 }
        guard curve.allSatisfy({ $0 > 0 }) else { return least }
        let squares = curve.indices.reduce(0.0) { sum, place in
          let off = proportion.logErrors[place] - Double.log(curve[place])
          return sum + off * off
        }
        guard squares < least * (1 - 1e-9) else { return min(squares, least) }
        least = squares
      }
      return least
    }
  }

  /// Weighted least squares; `scale` is in proportion to the noise, and where it falls β is not below zero.
  private static func line(
    _ v: [Double], _ target: [Double], _ scale: [Double]?, limit: Double?, isFalling: Bool
  ) -> (alpha: Double, beta: Double) {
    var (sum, meanV, meanY) = (0.0, 0.0, 0.0)
    for place in v.indices {
      let weight = scale.map { 1 / ($0[place] * $0[place]) } ?? 1
      sum += weight
      meanV += weight * v[place]
      meanY += weight * target[place]
    }
    (meanV, meanY) = limit.map { (0, $0) } ?? (meanV / sum, meanY / sum)
    var (vv, vy) = (0.0, 0.0)
    for place in v.indices {
      let weight = scale.map { 1 / ($0[place] * $0[place]) } ?? 1
      let off = v[place] - meanV
      vv += weight * off * off
      vy += weight * off * (target[place] - meanY)
    }
    let slope = vv > 0 ? vy / vv : 0
    let beta = isFalling ? max(slope, 0) : slope
    return (meanY - beta * meanV, beta)
  }
}
