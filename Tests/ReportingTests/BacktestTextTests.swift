import Accounting
import Quantities
import Testing

@testable import Reporting

struct BacktestTextTests {
  private func report(forecast: Double = 47.7, climatology: Double? = 116.9) -> BacktestReport {
    func scores(_ factor: Double) -> BacktestReport.Scores {
      BacktestReport.Scores(
        hours: 1000, forecast: forecast * factor, persistence: 77.01 * factor,
        yesterday: 73.2 * factor, lastWeek: 103.6, climatology: climatology, coverage: 0.791,
        width: 150 * factor)
    }
    return BacktestReport(
      zone: "DE", from: Timestamp("2024-01-01") ?? Timestamp(nanoseconds: 0),
      to: Timestamp("2025-01-01") ?? Timestamp(nanoseconds: 0), mean: 332.4, issues: 8784,
      everyHours: 1, refitDays: 28, method: "Learnt from 1095 days of history, without weather.",
      horizons: [BacktestReport.Horizon(hours: 24, through: scores(1), exactly: scores(1.25))],
      saving: BacktestReport.Saving(
        jobHours: 6, windowHours: 24, releases: 8761, now: 332, oracle: 255.64, forecast: 266.6,
        lastWeek: 274, worse: 0.12))
  }

  @Test func `errors, intervals and the saving stand in two tables`() {
    #expect(
      BacktestText.text([report()], style: .plain) == """
        DE, 2024-01-01 00:00 to 2025-01-01 00:00 UTC
        8784 forecasts, one an hour; mean 332 g CO2e/kWh.
        Learnt from 1095 days of history, without weather. Learnt anew every 28 days.

        Mean absolute error in g CO2e/kWh, and how often the 80 % interval held:
        Ahead      Ours  Persistence  Yesterday  Last week  Usual  Held  Width
        1 to 24 h  47.7         77.0       73.2        104    117  79 %    150
        at 24 h    59.6         96.3       91.5        104    117  79 %    188

        A job of 6 h in a window of 24 h, 8761 releases, scored on what came:
        Start                        g CO2e/kWh   Saved  Of the best
        at once                             332   0.0 %
        as last week would have it          274  17.5 %         76 %
        as the forecast has it              267  19.7 %         86 %
        best, known only afterwards         256  23.0 %
        Not knowing what comes costs 11.0 g CO2e/kWh; 12.0 % of the plans were worse than at once.

        """)
  }

  @Test func `a plain forecast that errs less is named`() {
    let text = BacktestText.text([report(forecast: 80, climatology: nil)], style: .plain)
    #expect(text.contains("A plain forecast erred less up to 24 h."))
    #expect(text.contains("    –"))
    #expect(!BacktestText.text([report()], style: .plain).contains("erred less"))
  }

  @Test func `the page has a row for each zone and horizon`() {
    let page = BacktestText.page([report()])
    #expect(
      page.contains("| DE | 332 | 24 h | 47.7 | 77.0 | 73.2 | 104 | 117 | 59.6 | 96.3 | 104 |"))
    #expect(page.contains("| DE | 79.1 % | 79.1 % | 150 |"))
    #expect(page.contains("| DE | 332 | 23.0 % | 19.7 % | 86 % | – | 76 % | 11.0 | 12.0 % |"))
  }

  @Test func `no line is wider than 100 columns`() {
    let text = BacktestText.text([report()], style: .plain)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }
}
