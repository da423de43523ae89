public import Quantities
import RealModule

/// The trend of a choice of points.
public struct GrowthEstimate: Hashable, Sendable {
  /// Which points, in words: `all`, `running record`, `without DQN`.
  public let selection: String
  public let doubling: DoublingTime
  public let first: Timestamp
  public let last: Timestamp
  /// Nil where it was not asked for, or where there are too few points.
  public let bootstrap: GrowthBootstrapInterval?

  public init(
    selection: String, doubling: DoublingTime, first: Timestamp, last: Timestamp,
    bootstrap: GrowthBootstrapInterval? = nil
  ) {
    self.selection = selection
    self.doubling = doubling
    self.first = first
    self.last = last
    self.bootstrap = bootstrap
  }

  public var points: Int { doubling.points }
  public var verdict: GrowthVerdict { doubling.verdict }

  /// Months to double, or to halve where the amount falls, with the ends of the 95 % interval; an end is infinite
  /// where the interval is open.
  public var months: (best: Double, low: Double, high: Double) {
    let (low, high) = doubling.line.slopeInterval()
    switch verdict {
    case .growth: return (doubling.months, 12 / high, 12 / low)
    case .decline: return (-doubling.months, -12 / low, -12 / high)
    case .notSignificant: return (doubling.months, high > 0 ? 12 / high : .infinity, .infinity)
    }
  }
}

/// An interval of a slope from draws of the points themselves, in doublings a year.
public struct GrowthBootstrapInterval: Hashable, Sendable {
  /// Plain percentiles, and those corrected for bias and skewness (Efron 1987).
  public let percentile: Ends
  public let corrected: Ends
  public let draws: Int
  public let seed: UInt64

  public struct Ends: Hashable, Sendable {
    public let low: Double
    public let high: Double

    public init(low: Double, high: Double) {
      self.low = low
      self.high = high
    }

    public var verdict: GrowthVerdict {
      low > 0 ? .growth : high < 0 ? .decline : .notSignificant
    }
  }

  public init(percentile: Ends, corrected: Ends, draws: Int, seed: UInt64) {
    self.percentile = percentile
    self.corrected = corrected
    self.draws = draws
    self.seed = seed
  }
}

extension GrowthEstimate: Encodable {
  private struct Range: Encodable {
    let best: Double
    let low: Double?
    let high: Double?

    init(_ best: Double, _ low: Double, _ high: Double) {
      self.best = best
      self.low = low.isFinite ? low : nil
      self.high = high.isFinite ? high : nil
    }
  }

  private struct Draws: Encodable {
    let percentile: [Double]
    let corrected: [Double]
    let draws: Int
    let seed: UInt64

    enum CodingKeys: String, CodingKey {
      case draws, seed
      case percentile = "percentile_factor_per_year"
      case corrected = "bca_factor_per_year"
    }
  }

  private enum CodingKeys: String, CodingKey {
    case selection, points, first, last, verdict, bootstrap
    case doubling = "doubling_months"
    case halving = "halving_months"
    case factor = "factor_per_year"
    case determination = "r_squared"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(selection, forKey: .selection)
    try container.encode(points, forKey: .points)
    try container.encode(String(first.description.prefix(10)), forKey: .first)
    try container.encode(String(last.description.prefix(10)), forKey: .last)
    try container.encode(verdict, forKey: .verdict)
    let months = months
    let range = Range(months.best, months.low, months.high)
    if verdict == .growth { try container.encode(range, forKey: .doubling) }
    if verdict == .decline { try container.encode(range, forKey: .halving) }
    let (low, high) = doubling.factorInterval
    try container.encode(Range(doubling.factorPerYear, low, high), forKey: .factor)
    try container.encode(doubling.determination, forKey: .determination)
    if let bootstrap {
      func factors(_ ends: GrowthBootstrapInterval.Ends) -> [Double] {
        [Double.exp2(ends.low), Double.exp2(ends.high)]
      }
      try container.encode(
        Draws(
          percentile: factors(bootstrap.percentile), corrected: factors(bootstrap.corrected),
          draws: bootstrap.draws, seed: bootstrap.seed), forKey: .bootstrap)
    }
  }
}
