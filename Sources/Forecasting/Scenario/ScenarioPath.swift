public import Quantities
import RealModule

/// How a factor's level goes through the years.
public enum ScenarioPath: Hashable, Sendable {
  /// It is multiplied by this each year, from 1 in the first.
  case rate(Distribution)
  /// Levels of years, in their order; between two the level goes evenly in its logarithm, before the first and after
  /// the last it stays. One draw holds for all years.
  case levels([Level])

  public struct Level: Hashable, Sendable {
    public let year: Int
    public let value: Distribution

    public init(year: Int, value: Distribution) {
      self.year = year
      self.value = value
    }
  }

  /// The level in a year at a normal score: 0 is the middle.
  func level(_ year: Int, from first: Int, score: Double) -> Double {
    switch self {
    case .rate(let rate): return Double.pow(rate.value(atScore: score), Double(year - first))
    case .levels(let levels):
      guard let start = levels.first, let end = levels.last else { return 1 }
      if year <= start.year { return start.value.value(atScore: score) }
      for (before, after) in zip(levels, levels.dropFirst()) where year <= after.year {
        let part = Double(year - before.year) / Double(after.year - before.year)
        let (a, b) = (before.value.value(atScore: score), after.value.value(atScore: score))
        return a == b ? a : Double.exp(Double.log(a) + part * (Double.log(b) - Double.log(a)))
      }
      return end.value.value(atScore: score)
    }
  }
}
