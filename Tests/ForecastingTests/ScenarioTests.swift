import Accounting
import Forecasting
import Quantities
import RealModule
import Testing

/// Where emissions lead.
struct ScenarioTests {
  private func result(_ paths: [ScenarioFactor: ScenarioPath], to year: Int = 2030) throws
    -> ScenarioResult
  {
    try #require(Scenario(from: 2025, to: year, paths: paths).result)
  }

  @Test func `exact factors multiply, and the bands have no width`() throws {
    let found = try result([
      .growth: .rate(.exact(4)), .hardware: .rate(.exact(1.4)), .grid: .rate(.exact(0.97)),
      .pue: .levels([.init(year: 2025, value: .exact(1.5)), .init(year: 2030, value: .exact(1.2))]),
      .utilisation: .levels([
        .init(year: 2025, value: .exact(0.3)), .init(year: 2030, value: .exact(0.45)),
      ]),
      .inference: .levels([
        .init(year: 2025, value: .exact(0.6)), .init(year: 2030, value: .exact(0.8)),
      ]),
    ])
    let expected =
      Double.pow(4, 5) / Double.pow(1.4, 5) * Double.pow(0.97, 5) * (1.2 / 1.5) * (0.3 / 0.45)
      * (0.4 / 0.2)
    let last = try #require(found.years.last)
    for value in [last.low90, last.median, last.high90] {
      #expect(abs(value / expected - 1) < 1e-12)
    }
    #expect(abs(last.ifThisGoesOn - 1024) < 1e-9 && found.years.count == 6)
    #expect(found.years[0].median == 1 && found.years[0].high90 == 1)
  }

  @Test func `the parts multiply to the whole, and their changes add up to it`() throws {
    let found = try result([
      .growth: .rate(.exact(2)), .hardware: .rate(.exact(1.3)), .grid: .rate(.exact(0.9)),
    ])
    let last = try #require(found.years.last).median
    #expect(abs(found.parts.reduce(1) { $0 * $1.multiplier } / last - 1) < 1e-12)
    #expect(abs(found.parts.reduce(0) { $0 + $1.change } - (last - 1)) < 1e-9)
    #expect(found.bending?.factor == .hardware)
    #expect(found.parts.allSatisfy { $0.uncertainty == 0 })
  }

  @Test func `hardware at the break-even holds emissions where they were`() throws {
    var paths: [ScenarioFactor: ScenarioPath] = [
      .growth: .rate(.exact(3)), .grid: .rate(.exact(0.95)), .hardware: .rate(.exact(1.2)),
    ]
    let breakEven = try result(paths).breakEven
    #expect(abs(breakEven.median - 3 * 0.95) < 1e-12 && breakEven.low90 == breakEven.high90)
    paths[.hardware] = .rate(.exact(breakEven.median))
    #expect(abs(try #require(try result(paths).years.last).median - 1) < 1e-9)
  }

  /// A product of lognormals is lognormal: its quantiles are known.
  @Test func `bands are those of the lognormal that independent factors multiply to`() throws {
    let found = try result([
      .growth: .rate(.lognormal(median: 3, spread: 0.2)),
      .hardware: .rate(.lognormal(median: 1.4, spread: 0.1)),
    ])
    let spread = 5 * (0.2 * 0.2 + 0.1 * 0.1).squareRoot()
    let median = Double.pow(3 / 1.4, 5)
    let last = try #require(found.years.last)
    #expect(abs(last.median / median - 1) < 0.01)
    #expect(abs(last.high90 / (median * Double.exp(1.644_853_627 * spread)) - 1) < 0.03)
    #expect(abs(last.low50 / (median * Double.exp(-0.674_489_75 * spread)) - 1) < 0.02)
    // Variances 0.04 and 0.01.
    #expect(abs(found.parts[0].uncertainty - 0.8) < 0.01)
  }

  @Test func `levels go evenly in their logarithm between years, and stay outside them`() throws {
    let path = ScenarioPath.levels([
      .init(year: 2026, value: .exact(400)), .init(year: 2028, value: .exact(100)),
    ])
    let years = try result([.grid: path]).years.map(\.median)
    for (year, level) in zip(years, [400, 400, 200, 100, 100, 100]) {
      #expect(abs(year - Double(level) / 400) < 1e-12)
    }
  }

  @Test func `nothing given stays as it is, and a year that is past is none`() throws {
    #expect(try result([:]).years.allSatisfy { $0.median == 1 && $0.ifThisGoesOn == 1 })
    #expect(Scenario(from: 2030, to: 2030, paths: [:]).result == nil)
  }

  @Test func `the same seed gives the same answer`() throws {
    let paths: [ScenarioFactor: ScenarioPath] = [.growth: .rate(.lognormal(median: 3, spread: 0.2))]
    #expect(try result(paths) == result(paths))
  }
}
