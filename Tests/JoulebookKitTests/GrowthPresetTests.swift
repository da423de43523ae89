import Accounting
import Foundation
import JoulebookTesting
import Reporting
import Testing

@testable import JoulebookKit

/// Published growth, redone from the catalogue.
struct GrowthPresetTests {
  private let joulebook = Joulebook(environment: [:], directory: "/")

  private func report(_ change: (inout GrowthRequest) -> Void) throws -> GrowthReport {
    var request = GrowthRequest()
    request.draws = 200
    change(&request)
    return try joulebook.growth(request).report
  }

  private func expect(
    _ estimate: GrowthEstimate?, _ points: Int, _ best: Double, _ low: Double, _ high: Double,
    within part: Double = 0.002
  ) throws {
    let found = try #require(estimate)
    #expect(found.points == points)
    for (value, wanted) in zip(
      [found.months.best, found.months.low, found.months.high], [best, low, high])
    {
      #expect(abs(value / wanted - 1) <= part, "\(found.selection): \(value), wanted \(wanted)")
    }
  }

  @Test func `OpenAI's list gives 3.36 months, and less is sure than the headline says`() throws {
    let report = try report { $0.preset = .openai2018 }
    try expect(report.findings.estimate, 15, 3.36, 2.56, 4.89)
    func rival(_ label: String) -> GrowthEstimate? {
      report.rivals.first { $0.label == label }?.estimate
    }
    try expect(rival("without DQN and TI7"), 13, 3.50, 2.79, 4.68)
    try expect(rival("running record"), 7, 3.39, 2.48, 5.34)
    try expect(rival("2012-09 to 2017-12, all notable"), 71, 8.80, 4.97, 38.3)
    #expect(abs(report.findings.estimate.doubling.factorPerYear - 11.9) < 0.05)
    #expect(abs(report.findings.estimate.doubling.determination - 0.787) < 0.0005)
  }

  @Test func `names may be left out by hand`() throws {
    let report = try report {
      $0.series = .openai
      $0.without = ["dqn", "TI7 Dota 1v1"]
    }
    try expect(report.findings.estimate, 13, 3.50, 2.79, 4.68)
  }

  @Test func `300,000 times at 3.4 months is flagged against 2012 to 2018`() throws {
    let claim = try #require(try report { $0.preset = .openai2018 }.claims.first)
    #expect(abs(claim.impliedMonths - 61.9) < 0.05 && claim.isFlagged)
    let true61 = GrowthClaim(
      factor: 300_000, doublingMonths: 3.4, statedMonths: 61, period: "2012-10 to 2017-10",
      source: "")
    #expect(!true61.isFlagged)
  }

  /// Windows of the copy of December 2024: points, months, ends of the interval, growth in a year, R².
  @Test func `windows of the notable models come out as published, to 3 per cent`() throws {
    let report = try report { $0.preset = .epoch }
    let wanted: [(String, Int, [Double])] = [
      ("1950 to 2009", 54, [20.5, 17.2, 25.2, 1.50, 0.684]),
      ("2010 to 2022-02", 255, [6.03, 5.34, 6.93, 3.97, 0.478]),
      ("2012-09 to 2017-12", 71, [8.80, 4.97, 38.3, 2.57, 0.089]),
      ("2010 to 2024-05", 368, [5.81, 5.31, 6.42, 4.18, 0.541]),
      ("same, running top 10", 104, [5.23, 4.97, 5.52, 4.90, 0.934]),
      ("training power, 2010 on", 130, [20.0, 14.1, 34.5, 1.52, 0.148]),
    ]
    for (label, points, values) in wanted {
      let estimate = try #require(report.rivals.first { $0.label == label }?.estimate, "\(label)")
      try expect(estimate, points, values[0], values[1], values[2], within: 0.03)
      #expect(abs(estimate.doubling.factorPerYear / values[3] - 1) < 0.03)
      #expect(abs(estimate.doubling.determination / values[4] - 1) < 0.03)
    }
    try expect(report.findings.estimate, 368, 5.81, 5.31, 6.42)
    // Cottier et al. 2024 print the growth in a year to two digits, and 45 models; the copy has costs for 39.
    let costs = try #require(report.rivals.first { $0.label.hasPrefix("cost") }?.estimate)
    #expect(costs.points == 39)
    #expect(abs(costs.doubling.factorPerYear / 2.4 - 1) < 0.03)
  }

  @Test(arguments: GrowthSeries.allCases)
  func `every series has a trend or says why not`(series: GrowthSeries) throws {
    let report = try report {
      $0.series = series
      $0.unit = series == .data ? "tokens" : nil
      $0.from = "2012"
    }
    #expect(report.findings.estimate.points >= 10)
    #expect(!report.subject.isEmpty && !report.unit.isEmpty && !report.source.isEmpty)
  }

  // MARK: Pictures

  @Test(arguments: GrowthPreset.allCases)
  func `a preset's picture is the one that was looked at`(preset: GrowthPreset) throws {
    var request = GrowthRequest()
    request.preset = preset
    request.draws = 0
    let svg = try joulebook.growth(request).chart.svg
    #expect(try Golden.difference(svg, from: "chart-growth-\(preset.rawValue).svg") == nil)
  }

  @Test func `a table without significant growth has a picture that says so`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "date,energy_kwh,name\n2023-01,41,a\n2023-04,90,b\n2023-08,12,c\n2023-11,75,d\n2024-02,30,e\n"
        + "2024-05,110,f\n2024-09,22,g\n2024-12,66,h\n", to: "team.csv")
    var request = GrowthRequest()
    request.file = path
    let chart = try withExtendedLifetime(folder) { try joulebook.growth(request).chart }
    #expect(chart.title.hasPrefix("Energy shows no significant growth"))
    #expect(try Golden.difference(chart.svg, from: "chart-growth-team.svg") == nil)
    #expect(ChartContract.violations(of: chart, what: "as usual") == [])
    #expect(chart.csv.split(separator: "\n").count == 9)
  }
}
