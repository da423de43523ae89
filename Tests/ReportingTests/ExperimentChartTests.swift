import Accounting
import JoulebookTesting
import Quantities
import Testing

@testable import Reporting

struct ExperimentChartTests {
  /// Runs whose energies fall like the root of their rank; every fifth failed; one of them published.
  private func report(_ count: Int, published: Int?) -> ExperimentReport {
    var sum = ExperimentSum()
    var trials: [ExperimentReport.Trial] = []
    for rank in 1...count {
      let joules = 3.6e8 / Double(rank).squareRoot()
      let ending: RunSummary.Ending = rank % 5 == 0 ? .failed : .done
      var byEvidence = EnergyByEvidence()
      byEvidence.assumed = .joules(joules)
      let started = Timestamp(nanoseconds: 1_525_132_800_000_000_000)
      sum.add(
        RunSummary(
          started: started, ended: started + .seconds(3600), ending: ending, seconds: 3600,
          deviceSeconds: 3600, energy: Estimate(exactly: .joules(joules)), byEvidence: byEvidence,
          own: .zero, idle: .zero, unexplained: .zero),
        number: Int64(rank), site: 1, partOf: nil)
      trials.append(
        ExperimentReport.Trial(
          number: Int64(rank), ending: ending, energy: .joules(joules), deviceSeconds: 3600,
          value: nil, isPublished: rank == published))
    }
    let whole = sum.total([:])
    var rows: [ExperimentReport.Row] = []
    if published != nil {
      var one = ExperimentTotal()
      one.runs = 1
      one.deviceSeconds = 3600
      rows.append(ExperimentReport.Row(kind: .published, name: "best", total: one))
    }
    rows.append(ExperimentReport.Row(kind: .whole, name: "every run", total: whole))
    var report = ExperimentReport(title: "project demo", rows: rows)
    report.energies = trials
    return report
  }

  @Test(arguments: [("few", 24, 7), ("many", 4789, 900)])
  func `it looks as it was looked at`(name: String, count: Int, published: Int) throws {
    let chart = ExperimentChart(report(count, published: published))
    #expect(try Golden.difference(chart.svg, from: "chart-experiment-\(name).svg") == nil)
    #expect(ChartContract.violations(of: chart, what: name) == [])
  }

  @Test func `the title says what was found`() {
    #expect(
      ExperimentChart(report(24, published: 7)).title
        == "24 runs took 24 times the device time of the one published")
    #expect(
      ExperimentChart(report(10, published: nil)).title
        == "15 % of the energy of 10 runs went into runs that did not end well")
    #expect(ExperimentChart(report(1, published: nil)).title.hasPrefix("1 run took 100 kWh"))
  }

  @Test func `very many runs are no larger a picture, and the table has them all`() {
    let chart = ExperimentChart(report(100_000, published: nil))
    #expect(chart.svg.utf8.count < 100_000)
    #expect(chart.table.rows.count == 100_000)
  }

  @Test func `no energy at all still makes a picture`() {
    var empty = report(1, published: nil)
    empty.energies = []
    #expect(ExperimentChart(empty).svg.contains("</svg>"))
  }
}
