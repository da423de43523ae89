public import Accounting
import Quantities
import RealModule

/// Emissions under growth × hardware efficiency × utilisation × PUE × grid × inference, each a distribution or a path.
///
/// Draws fill the unit cube evenly and are the same for each seed. Factors are taken to be independent of each other:
/// what growth does to the grid is not in it.
public struct Scenario: Sendable {
  public let from: Int
  public let to: Int
  /// Factors without a path stay as they are.
  public let paths: [ScenarioFactor: ScenarioPath]
  public var draws = 4096
  public var seed: UInt64 = 1

  public init(from: Int, to: Int, paths: [ScenarioFactor: ScenarioPath]) {
    self.from = from
    self.to = to
    self.paths = paths
  }

  /// Nil unless `from` lies before `to`.
  public var result: ScenarioResult? {
    guard from < to else { return nil }
    let scores = self.scores
    let years = (from...to).map { year in self.year(year, scores) }
    return ScenarioResult(
      years: years, parts: parts(scores),
      breakEven: range((0..<draws).map { breakEven($0, scores) }))
  }

  private var factors: [ScenarioFactor] { ScenarioFactor.allCases.filter { paths[$0] != nil } }

  /// A normal score for each factor and draw.
  private var scores: [ScenarioFactor: [Double]] {
    let factors = factors
    guard !factors.isEmpty else { return [:] }
    let sobol = Sobol(dimensions: factors.count, seed: seed)
    return Dictionary(
      uniqueKeysWithValues: factors.enumerated().map { index, factor in
        (factor, sobol.coordinates(index, count: draws).map(Normal.quantile))
      })
  }

  private func effect(_ factor: ScenarioFactor, _ year: Int, score: Double) -> Double {
    guard let path = paths[factor] else { return 1 }
    return factor.effect(
      path.level(year, from: from, score: score), from: path.level(from, from: from, score: score))
  }

  private func year(_ year: Int, _ scores: [ScenarioFactor: [Double]]) -> ScenarioResult.Year {
    let factors = factors
    let values = (0..<draws).map { draw in
      factors.reduce(1) { $0 * effect($1, year, score: scores[$1]?[draw] ?? 0) }
    }.sorted()
    return ScenarioResult.Year(
      year: year, low90: Self.quantile(values, 0.05), low50: Self.quantile(values, 0.25),
      median: Self.quantile(values, 0.5), high50: Self.quantile(values, 0.75),
      high90: Self.quantile(values, 0.95), ifThisGoesOn: effect(.growth, year, score: 0))
  }

  private func parts(_ scores: [ScenarioFactor: [Double]]) -> [ScenarioResult.Part] {
    let middle = factors.map { ($0, effect($0, to, score: 0)) }
    let whole = middle.reduce(1) { $0 * $1.1 }
    // The logarithmic mean of the last and the first year's emissions, of which the first is 1.
    let mean = abs(whole - 1) < 1e-12 ? 1 : (whole - 1) / Double.log(whole)
    let spreads = factors.map { factor in
      Self.variance((scores[factor] ?? []).map { Double.log(effect(factor, to, score: $0)) })
    }
    let sum = spreads.reduce(0, +)
    return zip(middle, spreads).map { part, spread in
      let (factor, multiplier) = part
      return ScenarioResult.Part(
        factor: factor, first: paths[factor]?.level(from, from: from, score: 0) ?? 1,
        last: paths[factor]?.level(to, from: from, score: 0) ?? 1, multiplier: multiplier,
        change: mean * Double.log(multiplier), uncertainty: sum > 1e-18 ? spread / sum : 0)
    }
  }

  /// What hardware would have to become better by each year for the last year to emit what the first does.
  private func breakEven(_ draw: Int, _ scores: [ScenarioFactor: [Double]]) -> Double {
    let others = factors.filter { $0 != .hardware }.reduce(1) {
      $0 * effect($1, to, score: scores[$1]?[draw] ?? 0)
    }
    return Double.pow(others, 1 / Double(to - from))
  }

  private func range(_ values: [Double]) -> ScenarioResult.Range {
    let sorted = values.sorted()
    return ScenarioResult.Range(
      median: Self.quantile(sorted, 0.5), low90: Self.quantile(sorted, 0.05),
      high90: Self.quantile(sorted, 0.95))
  }

  private static func quantile(_ sorted: [Double], _ p: Double) -> Double {
    guard let last = sorted.indices.last else { return .nan }
    let place = p * Double(last)
    let below = Int(place)
    guard below < last else { return sorted[last] }
    return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
  }

  private static func variance(_ values: [Double]) -> Double {
    guard values.count > 1 else { return 0 }
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
  }
}
