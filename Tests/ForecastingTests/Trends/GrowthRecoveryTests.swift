import Accounting
import Foundation
import Quantities
import Testing

@testable import Forecasting

/// Known growth is found again, as often as the intervals say.
///
/// With JOULEBOOK_RECOVERY_SERIES=1000 every rate is of 1,000 series and is printed, and JOULEBOOK_RECOVERY_SEED draws others; the
/// figures of Docs/Methods/Trends.md come from there.
struct GrowthRecoveryTests {
  /// Three standard deviations of a rate near `part` over so many series.
  private func slack(_ part: Double, _ series: Int) -> Double {
    3 * (part * (1 - part) / Double(series)).squareRoot()
  }

  private func note(_ what: String, _ rate: Double) {
    if KnownGrowth.series(0) >= 1000 { print("recovery: \(what) \(rate)") }
  }

  @Test(arguments: KnownGrowth.designs.indices)
  func `95 per cent intervals hold the truth in 93 to 97 of a hundred series`(design: Int) throws {
    let design = KnownGrowth.designs[design]
    var random = KnownGrowth.random(20_261_125)
    var held = 0
    for _ in 0..<1000 {
      let estimate = try #require(
        GrowthTrend.estimate(design.points(using: &random), "all"))
      let (low, high) = estimate.doubling.line.slopeInterval()
      if low <= design.slope, design.slope <= high { held += 1 }
    }
    note("least squares, \(design.name)", Double(held) / 1000)
    #expect((930...970).contains(held), "\(design.name): \(held) of 1000")
  }

  @Test func `flat series are called significant as rarely as the interval says`() throws {
    var design = KnownGrowth.even(12)
    design.slope = 0
    var random = KnownGrowth.random(5)
    var called = 0
    for _ in 0..<1000 {
      let estimate = GrowthTrend.estimate(design.points(using: &random), "all")
      if try #require(estimate).verdict != .notSignificant { called += 1 }
    }
    note("flat series called significant", Double(called) / 1000)
    #expect((30...70).contains(called), "\(called) of 1000")
  }

  /// What Docs/Methods/Trends.md states; few points are too few for it.
  @Test(arguments: [(0, 0.89), (1, 0.89), (2, 0.92), (3, 0.95)])
  func `the bootstrap holds the truth as often as the manual says`(
    design: Int, stated: Double
  ) throws {
    let design = KnownGrowth.designs[design]
    let series = KnownGrowth.series(150)
    var random = KnownGrowth.random(77)
    var (plain, corrected) = (0, 0)
    for seed in 0..<series {
      let interval = try #require(
        GrowthBootstrap(draws: 500, seed: UInt64(seed)).interval(
          of: design.points(using: &random)))
      if interval.percentile.low <= design.slope, design.slope <= interval.percentile.high {
        plain += 1
      }
      if interval.corrected.low <= design.slope, design.slope <= interval.corrected.high {
        corrected += 1
      }
    }
    note("bootstrap percentile, \(design.name)", Double(plain) / Double(series))
    note("bootstrap BCa, \(design.name)", Double(corrected) / Double(series))
    let part = Double(corrected) / Double(series)
    #expect(abs(part - stated) <= slack(stated, series) + 0.01, "\(design.name): \(part)")
  }

  /// Chosen points of a crowd: its true growth is theirs too, but they lean on each other.
  @Test(arguments: [(GrowthSelection.record, 0.72), (.top(10), 0.76)])
  func `intervals of chosen points hold the truth less often, as the manual says`(
    rule: GrowthSelection, stated: Double
  ) throws {
    let design = KnownGrowth(
      name: "60 dates", years: (0..<60).map { 8 * Double($0) / 59 }, slope: 2, noise: 3)
    let series = KnownGrowth.series(300)
    var random = KnownGrowth.random(9)
    var (held, drawn, counted) = (0, 0, 0)
    for seed in 0..<series {
      let chosen = rule.chosen(from: design.points(using: &random))
      guard let estimate = GrowthTrend.estimate(chosen, "chosen"),
        let interval = GrowthBootstrap(draws: 300, seed: UInt64(seed)).interval(of: chosen)
      else { continue }
      counted += 1
      let (low, high) = estimate.doubling.line.slopeInterval()
      if low <= design.slope, design.slope <= high { held += 1 }
      if interval.corrected.low <= design.slope, design.slope <= interval.corrected.high {
        drawn += 1
      }
    }
    let part = Double(held) / Double(counted)
    note("least squares, \(rule.text)", part)
    note("bootstrap BCa, \(rule.text)", Double(drawn) / Double(counted))
    #expect(abs(part - stated) <= slack(stated, counted) + 0.01, "\(rule.text): \(part)")
  }

  @Test(arguments: [12, 30])
  func `a break is found where there is none as rarely as the test says`(count: Int) throws {
    let design = KnownGrowth.even(count)
    let series = KnownGrowth.series(200)
    var random = KnownGrowth.random(31)
    var alarms = 0
    for seed in 0..<series {
      let search = try #require(
        BreakSearch(draws: 99, seed: UInt64(seed)).found(in: design.points(using: &random)))
      if search.isFound { alarms += 1 }
    }
    let part = Double(alarms) / Double(series)
    note("break search, false alarms, \(count) points", part)
    // The smallest chance below 5 % of 99 draws is 4 %.
    #expect(abs(part - 0.04) <= slack(0.04, series) + 0.01, "\(part)")
  }

  @Test func `a clear break is found, at its date, with both courses`() throws {
    var random = SplitMix64(state: 3)
    let points = (0..<40).map { index -> GrowthPoint in
      let year = Double(index) / 4
      let log = year < 5 ? 0.5 * year : 2.5 + 3 * (year - 5)
      return .at(2010 + year, exp2(log + 0.4 * Normal.quantile(random.unit())), "p\(index)")
    }
    let search = try #require(BreakSearch(draws: 199, seed: 1).found(in: points))
    #expect(search.isFound && search.date.year == 2014 || search.date.year == 2015)
    #expect(abs(search.before.months.best - 24) < 8 && abs(search.after.months.best - 4) < 0.5)
  }
}
