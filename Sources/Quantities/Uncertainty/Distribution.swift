import RealModule

/// What is known of a number: its best value, and how far the truth may lie from it.
///
/// Ranges of the catalogue are read as 90 % intervals.
public enum Distribution: Hashable, Codable, Sendable {
  case exact(Double)
  /// The logarithm is normal: factors of prices, powers, utilisations (Limpert, Stahel and Abbt 2001).
  /// - Parameter spread: standard deviation of the natural logarithm.
  case lognormal(median: Double, spread: Double)
  /// Lognormal on either side of the best value, each side as wide as it was stated; half of the truth lies below.
  case split(value: Double, low: Double, high: Double)
  case triangular(low: Double, mode: Double, high: Double)
  case uniform(low: Double, high: Double)
  /// Values that were seen, in rising order; straight lines between them.
  case empirical([Double])

  /// Standard deviations from the middle to the end of a 90 % interval.
  public static let z90 = 1.644_853_626_951_472_2
  /// And of an 80 % interval.
  public static let z80 = 1.281_551_565_544_600_4
  /// And of a 50 % interval.
  public static let z50 = 0.674_489_750_196_081_7

  /// A positive number whose 90 % interval is `low…high`: lognormal where the ends lie a like factor away, split
  /// where they do not.
  public static func range(_ value: Double, low: Double, high: Double) -> Distribution {
    guard low < high, value.isFinite else { return .exact(value) }
    guard low > 0 else {
      return value > low && value < high
        ? .triangular(low: low, mode: value, high: high) : .uniform(low: low, high: high)
    }
    let below = Double.log(value / low)
    let above = Double.log(high / value)
    return abs(below - above) < 1e-9 * max(below, above)
      ? .lognormal(median: value, spread: above / z90) : .split(value: value, low: low, high: high)
  }

  /// The same where 10 % of the truth lies below `p10` and 10 % above `p90`.
  public static func range(_ value: Double, p10: Double, p90: Double) -> Distribution {
    guard p10 > 0, p10 <= value, value <= p90 else { return .range(value, low: p10, high: p90) }
    let wider = z90 / z80
    return .range(
      value, low: value * Double.pow(p10 / value, wider),
      high: value * Double.pow(p90 / value, wider))
  }

  /// A number known to a factor: its 90 % interval is `value ÷ factor … value × factor`.
  public static func within(factor: Double, of value: Double) -> Distribution {
    .lognormal(median: value, spread: Double.log(factor) / z90)
  }

  /// The value that a point estimate takes.
  public var best: Double {
    switch self {
    case .exact(let value): value
    case .lognormal(let median, _): median
    case .split(let value, _, _): value
    case .triangular(_, let mode, _): mode
    case .uniform(let low, let high): (low + high) / 2
    case .empirical(let values): Self.quantile(of: values, at: 0.5)
    }
  }

  /// True when nothing is uncertain about it.
  public var isExact: Bool {
    switch self {
    case .exact: true
    case .lognormal(_, let spread): spread == 0
    case .split(_, let low, let high), .triangular(let low, _, let high),
      .uniform(let low, let high):
      low == high
    case .empirical(let values): values.first == values.last
    }
  }

  /// The value that a part `p` of the truth lies below, 0 < p < 1.
  public func quantile(_ p: Double) -> Double {
    switch self {
    case .exact(let value): return value
    case .lognormal(let median, let spread):
      return median * Double.exp(spread * Normal.quantile(p))
    case .split(let value, let low, let high):
      let z = Normal.quantile(p) / Self.z90
      return value * Double.pow(z < 0 ? value / low : high / value, z)
    case .triangular(let low, let mode, let high):
      guard high > low else { return mode }
      let turn = (mode - low) / (high - low)
      return p < turn
        ? low + Double.sqrt(p * (high - low) * (mode - low))
        : high - Double.sqrt((1 - p) * (high - low) * (high - mode))
    case .uniform(let low, let high): return low + p * (high - low)
    case .empirical(let values): return Self.quantile(of: values, at: p)
    }
  }

  /// The value at a normal score: `quantile(Φ(z))`, without the way through `Φ` where the distribution has none.
  public func value(atScore z: Double) -> Double {
    switch self {
    case .exact(let value): value
    case .lognormal(let median, let spread): median * Double.exp(spread * z)
    case .split(let value, let low, let high):
      value
        * Double.exp(z / Self.z90 * (z < 0 ? Double.log(value / low) : Double.log(high / value)))
    case .triangular, .uniform, .empirical: quantile(Normal.probability(below: z))
    }
  }

  /// The mean, and the standard deviation: what matters of single draws when many are added up.
  public var moments: (mean: Double, deviation: Double) {
    switch self {
    case .exact(let value): return (value, 0)
    case .lognormal(let median, let spread):
      let mean = median * Double.exp(spread * spread / 2)
      return (mean, mean * Double.sqrt(Double.expMinusOne(spread * spread)))
    case .triangular(let low, let mode, let high):
      let squares = low * low + mode * mode + high * high - low * mode - low * high - mode * high
      return ((low + mode + high) / 3, Double.sqrt(squares / 18))
    case .uniform(let low, let high): return ((low + high) / 2, (high - low) / Double.sqrt(12))
    case .empirical(let values):
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (mean, values.count > 1 ? Double.sqrt(squares / Double(values.count - 1)) : 0)
    case .split:
      // By quantiles: the two halves have no common formula.
      let values = (0..<200).map { quantile((Double($0) + 0.5) / 200) }
      return Distribution.empirical(values).moments
    }
  }

  /// The middle 90 %.
  public var interval90: (low: Double, high: Double) { (quantile(0.05), quantile(0.95)) }

  /// By linear interpolation between order statistics (Hyndman and Fan 1996, type 7).
  public static func quantile(of sorted: [Double], at p: Double) -> Double {
    guard let last = sorted.last else { return .nan }
    let position = p * Double(sorted.count - 1)
    let index = Int(position)
    guard index + 1 < sorted.count else { return last }
    return sorted[index] + (position - Double(index)) * (sorted[index + 1] - sorted[index])
  }
}
