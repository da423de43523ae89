import Accounting
import Foundation
import Quantities
import Testing

@testable import Forecasting

/// What a trend says, and how it says that it cannot.
struct GrowthTrendTests {
  /// Doubling twice a year with a little scatter.
  private func steady(_ count: Int = 10) -> [GrowthPoint] {
    (0..<count).map {
      .at(2012 + Double($0) / 2, exp2(Double($0) + ($0 % 2 == 0 ? 0.1 : -0.1)), "m\($0)")
    }
  }

  private func findings(
    _ points: [GrowthPoint], _ selection: GrowthSelection = .all
  ) throws -> GrowthFindings {
    try GrowthTrend(selection: selection).findings(of: points, subject: "energy")
  }

  private func problem(_ points: [GrowthPoint], _ selection: GrowthSelection = .all) -> Problem? {
    do {
      _ = try GrowthTrend(selection: selection).findings(of: points, subject: "energy")
      return nil
    } catch { return error }
  }

  @Test func `a steady doubling is found with its interval`() throws {
    let found = try findings(steady())
    #expect(found.estimate.verdict == .growth)
    #expect(abs(found.estimate.months.best - 6) < 0.1)
    #expect(found.estimate.months.low < 6 && found.estimate.months.high > 6)
    #expect(found.warnings == [])
  }

  @Test func `what falls has a halving time, said as such`() throws {
    let found = try findings(steady().map { .at($0.year, 1 / $0.amount, $0.name) })
    #expect(found.estimate.verdict == .decline)
    #expect(abs(found.estimate.months.best - 6) < 0.1)
    #expect(found.estimate.months.low < 6 && found.estimate.months.high > 6)
  }

  @Test func `no growth is no doubling time`() throws {
    let found = try findings(
      [1.0, 4, 0.9, 1.1, 3.9, 1.0, 1.2, 4.1].enumerated().map {
        .at(2012 + Double($0.offset), $0.element, "m\($0.offset)")
      })
    #expect(found.estimate.verdict == .notSignificant)
    #expect(found.estimate.months.high == .infinity)
    let text = String(decoding: try JSONEncoder().encode(found.estimate), as: UTF8.self)
    #expect(text.contains("no-significant-growth") && !text.contains("doubling_months"))
  }

  @Test func `amounts that stay the same neither grow nor fall`() throws {
    let found = try findings((0..<5).map { .at(2012 + Double($0), 7, "m\($0)") })
    #expect(found.estimate.verdict == .notSignificant)
    #expect(found.breakSearch == nil)
  }

  // MARK: Rules

  @Test func `a record is above everything before it`() {
    let points: [GrowthPoint] = [
      .at(2012, 5, "a"), .at(2013, 5, "same"), .at(2014, 4, "less"), .at(2015, 9, "b"),
    ]
    #expect(GrowthSelection.record.chosen(from: points.reversed()).map(\.name) == ["a", "b"])
  }

  @Test func `the running top holds what was among the largest when it came`() {
    let points: [GrowthPoint] = [
      .at(2012, 5, "a"), .at(2013, 1, "b"), .at(2014, 3, "c"), .at(2015, 2, "d"), .at(2016, 4, "e"),
    ]
    #expect(GrowthSelection.top(2).chosen(from: points).map(\.name) == ["a", "b", "c", "e"])
  }

  @Test func `each rule stands beside the others`() throws {
    let points = steady(30) + (0..<30).map { .at(2012.1 + Double($0) / 2, 1, "low\($0)") }
    let found = try findings(points, .top(3))
    #expect(found.warnings.first?.hasPrefix("Points chosen for their height lean") == true)
    let rules = found.rules.map(\.selection)
    #expect(rules == ["all", "running top 10", "running record", "running top 3"])
  }

  // MARK: What cannot be fitted

  @Test func `fewer than three points are no trend`() {
    #expect(
      problem(Array(steady().prefix(2)))?.what.contains("needs three points, and 2 are left")
        == true)
    #expect(problem([])?.why == "No point above zero lies in the window.")
  }

  @Test func `a rule that leaves too few names them and says what to do`() {
    let falling = steady().map { GrowthPoint.at($0.year, 1 / $0.amount, $0.name) }
    #expect(problem(falling, .record)?.why == "By the rule `running record` there is m0.")
    #expect(problem(falling, .record)?.fix == "Take all points: `--rule all`.")
  }

  @Test func `one date is no span of time`() {
    let points = (1...4).map { GrowthPoint.at(2012, Double($0), "m\($0)") }
    #expect(problem(points)?.what == "There is no trend of energy: all 4 points are of 2012-01-01.")
  }

  @Test func `zeros and negative amounts are left out by name`() throws {
    let found = try findings(
      steady() + [.at(2013.1, 0, "nothing"), .at(2013.2, -3, "refund"), .at(2013.3, .nan, "gap")])
    #expect(found.estimate.points == 10)
    #expect(found.warnings.count == 2)
    #expect(found.warnings[0].hasPrefix("nothing (2013-") && found.warnings[0].contains("zero"))
    #expect(found.warnings[1].hasPrefix("refund (2013-") && found.warnings[1].contains("gap"))
  }

  @Test func `points of one date are said to carry no growth`() throws {
    let crowd = (0..<6).map { GrowthPoint.at(2012, 1 + Double($0), "c\($0)") }
    let found = try findings(crowd + [.at(2014, 3, "late"), .at(2015, 4, "later")])
    #expect(found.warnings.contains { $0.hasPrefix("6 of 8 points are of one date, 2012-01-01") })
  }

  // MARK: Single points

  @Test func `an outlier that decides the sign is named`() throws {
    let falling = (0..<8).map { GrowthPoint.at(2012 + Double($0), exp2(-Double($0) / 4), "m\($0)") }
    let found = try findings(falling + [.at(2025, 1e4, "giant")])
    #expect(found.influences.first?.name == "giant" && found.influences.first?.effect == .sign)
    #expect(found.warnings == ["giant decides the sign: without it energy would fall."])
  }

  @Test func `a point that the significance rests on is named`() throws {
    let flat = (0..<12).map {
      GrowthPoint.at(2012 + Double($0) / 12, [0.9, 1.0, 1.1][$0 % 3], "m\($0)")
    }
    let found = try findings(flat + [.at(2016, 8, "late")])
    #expect(found.estimate.verdict == .growth)
    #expect(found.warnings.first?.contains("rests on late") == true)
  }

  // MARK: Draws

  @Test func `the same seed gives the same interval, another seed another`() throws {
    var random = SplitMix64(state: 4)
    let points = KnownGrowth.even(15).points(using: &random)
    var trend = GrowthTrend()
    let first = try trend.findings(of: points, subject: "x").estimate.bootstrap
    #expect(first == (try trend.findings(of: points, subject: "x").estimate.bootstrap))
    trend.seed = 2
    #expect(first != (try trend.findings(of: points, subject: "x").estimate.bootstrap))
  }

  @Test func `four points are too few to draw from`() throws {
    #expect(try findings(steady(4)).estimate.bootstrap == nil)
    #expect(try findings(steady(5)).estimate.bootstrap != nil)
  }
}
