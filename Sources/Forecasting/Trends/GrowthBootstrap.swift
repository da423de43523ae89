import Accounting
import Quantities
import RealModule

/// Draws the points themselves, with replacement, and fits each draw: an interval that does not need equal or normal
/// scatter (Efron and Tibshirani 1993, chapters 9 and 14).
struct GrowthBootstrap {
  let draws: Int
  let seed: UInt64

  /// Nil with fewer than five points: what can be drawn from them is too little.
  func interval(of points: [GrowthPoint]) -> GrowthBootstrapInterval? {
    let x = points.map(\.year)
    let y = points.map { Double.log2($0.amount) }
    guard points.count >= 5, let whole = LineFit(x, y) else { return nil }
    let offX = x.map { $0 - whole.meanX }
    let offY = y.map { $0 - whole.meanY }
    var random = SplitMix64(state: seed)
    var slopes: [Double] = []
    slopes.reserveCapacity(draws)
    // A draw of one date alone has no slope and is drawn again.
    var attempts = 0
    while slopes.count < draws, attempts < draws * 10 {
      attempts += 1
      if let slope = Self.slope(offX, offY, using: &random) { slopes.append(slope) }
    }
    guard slopes.count == draws else { return nil }
    slopes.sort()
    let (low, high) = corrected(slopes, whole.slope, x, y)
    return GrowthBootstrapInterval(
      percentile: .init(low: Self.quantile(slopes, 0.025), high: Self.quantile(slopes, 0.975)),
      corrected: .init(low: Self.quantile(slopes, low), high: Self.quantile(slopes, high)),
      draws: draws, seed: seed)
  }

  /// The slope of one draw; nil where its dates do not differ.
  private static func slope(
    _ x: [Double], _ y: [Double], using random: inout SplitMix64
  ) -> Double? {
    let count = x.count
    var (sx, sy, sxx, sxy) = (0.0, 0.0, 0.0, 0.0)
    for _ in 0..<count {
      let index = min(Int(random.unit() * Double(count)), count - 1)
      sx += x[index]
      sy += y[index]
      sxx += x[index] * x[index]
      sxy += x[index] * y[index]
    }
    let n = Double(count)
    let squares = sxx - sx * sx / n
    guard squares > 1e-9 * max(sxx, 1e-300) else { return nil }
    return (sxy - sx * sy / n) / squares
  }

  /// Which percentiles the corrected interval takes (Efron 1987, equations 6.8 and 6.6, with the jackknife).
  private func corrected(
    _ slopes: [Double], _ whole: Double, _ x: [Double], _ y: [Double]
  ) -> (Double, Double) {
    let below = Double(slopes.count { $0 < whole }) + Double(slopes.count { $0 == whole }) / 2
    let part = below / Double(slopes.count)
    guard part > 0, part < 1 else { return (0.025, 0.975) }
    let bias = Normal.quantile(part)
    let without = x.indices.compactMap { index -> Double? in
      var (restX, restY) = (x, y)
      restX.remove(at: index)
      restY.remove(at: index)
      return LineFit(restX, restY)?.slope
    }
    let mean = without.reduce(0, +) / Double(without.count)
    let squares = without.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let cubes = without.reduce(0) { $0 + (mean - $1) * (mean - $1) * (mean - $1) }
    let skew = squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
    func percentile(_ p: Double) -> Double {
      let score = bias + Normal.quantile(p)
      return Normal.probability(below: bias + score / (1 - skew * score))
    }
    return (percentile(0.025), percentile(0.975))
  }

  private static func quantile(_ sorted: [Double], _ p: Double) -> Double {
    let place = min(max(p, 0), 1) * Double(sorted.count - 1)
    let low = Int(place)
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
  }
}
