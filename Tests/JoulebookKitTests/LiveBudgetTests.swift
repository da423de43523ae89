import Accounting
import JoulebookTesting
import Quantities
import Reporting
import Testing

@testable import JoulebookKit

/// The budget of a run that goes on, as a picture.
@Suite struct LiveBudgetTests {
  private func live(_ limit: String, marks: [(Double, Double)] = []) -> LiveRun {
    var entry = SampleEntries.entry()
    entry.acting = Acting(
      budget: .init(
        limit: limit, action: .warn, used: 0, reached: nil, stopped: false, basis: ""))
    if !marks.isEmpty {
      var progress = RunProgress()
      progress.marks = marks.map { at, step in
        var mark = Mark(at: at)
        (mark.step, mark.of) = (step, 12)
        return mark
      }
      entry.progress = progress
    }
    return LiveRun(entry: entry, spans: 6)
  }

  @Test func `the last point is what the meter has counted, the fan begins there`() throws {
    let run = live("20 kJ", marks: (1...6).map { (Double($0) * 10, Double($0)) })
    let chart = try #require(run.budgetChart)
    let rows = chart.table.rows
    let spent = run.footprint.facilityEnergy.value.joules
    #expect(
      rows.contains { row in row.contains { abs((Double($0) ?? .nan) - spent) < 1e-6 * spent } })
    #expect(chart.svg.contains("</svg>"))
  }

  @Test func `a budget of emissions is drawn, one of money is not, and none is none`() {
    #expect(live("5 g CO2e").budgetChart != nil)
    #expect(live("10 EUR").budgetChart == nil)
    #expect(LiveRun(entry: SampleEntries.entry(), spans: 6).budgetChart == nil)
  }
}
