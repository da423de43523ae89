import Accounting
import Quantities
import Testing

@testable import Forecasting

struct BacktestTests {
  let from = moment("2023-05-01")

  @Test func `errors of the plain forecasts are what a reader would add up`() throws {
    let series = SyntheticGrid().series(days: 140)
    let to = series.end
    let report = try Backtest(horizons: [30], everyHours: 7).report(of: series, from: from, to: to)
    let values = series.values
    let first = try #require(series.slot(at: from))
    var persistence = 0.0
    var yesterday = 0.0
    var lastWeek = 0.0
    var count = 0.0
    for issue in stride(from: first, to: values.count, by: 7) {
      for lead in 1...30 where issue + lead - 1 < values.count {
        let target = issue + lead - 1
        persistence += abs(values[target] - values[issue - 1])
        yesterday += abs(values[target] - values[target - (lead <= 24 ? 24 : 48)])
        lastWeek += abs(values[target] - values[target - 168])
        count += 1
      }
    }
    let scores = try #require(report.horizons.first).through
    #expect(scores.hours == Int(count))
    #expect(abs(scores.persistence - persistence / count) < 1e-9)
    #expect(abs(scores.yesterday - yesterday / count) < 1e-9)
    #expect(abs(scores.lastWeek - lastWeek / count) < 1e-9)
    #expect(scores.climatology == nil)
  }

  @Test func `our own error is that of the forecasts a user would have got`() throws {
    let series = SyntheticGrid().series(days: 130)
    let report = try Backtest(horizons: [24], everyHours: 24, refitDays: 1)
      .report(of: series, from: from, to: series.end)
    var sum = 0.0
    var inside = 0.0
    for day in 120..<130 {
      let issued = series.start + .seconds(day * 86_400)
      let known = series.sliced(from: series.start, to: issued)
      let forecast = try IntensityForecaster(history: known).forecast(from: issued, hours: 24)
      for hour in 0..<24 {
        let truth = series.values[day * 24 + hour]
        sum += abs(truth - forecast.values[hour])
        let low = try #require(forecast.low)
        let high = try #require(forecast.high)
        if low[hour] <= truth, truth <= high[hour] { inside += 1 }
      }
    }
    let scores = try #require(report.horizons.first).through
    #expect(report.issues == 10)
    #expect(abs(scores.forecast - sum / 240) < 1e-9)
    #expect(abs(scores.coverage - inside / 240) < 1e-9)
  }

  @Test func `the saving is that of a plan by hand, and no plan beats the oracle`() throws {
    let series = SyntheticGrid().series(days: 130)
    let report = try Backtest(
      horizons: [24], jobHours: 4, windowHours: 12, everyHours: 24, refitDays: 1
    ).report(of: series, from: from, to: series.end)
    func mean(_ values: some Collection<Double>) -> Double {
      values.reduce(0, +) / Double(values.count)
    }
    var oracle = 0.0
    var planned = 0.0
    for day in 120..<130 {
      let issued = series.start + .seconds(day * 86_400)
      let forecast = try IntensityForecaster(
        history: series.sliced(from: series.start, to: issued)
      ).forecast(from: issued, hours: 12)
      let truth = Array(series.values[day * 24..<day * 24 + 12])
      let best = try #require(
        (0...8).min { mean(forecast.values[$0..<$0 + 4]) < mean(forecast.values[$1..<$1 + 4]) })
      planned += mean(truth[best..<best + 4])
      oracle += (0...8).map { mean(truth[$0..<$0 + 4]) }.min() ?? 0
    }
    let saving = try #require(report.saving)
    #expect(saving.releases == 10)
    #expect(abs(saving.forecast - planned / 10) < 1e-9)
    #expect(abs(saving.oracle - oracle / 10) < 1e-9)
    #expect(saving.oracle <= saving.forecast)
    #expect(saving.oracle <= saving.lastWeek)
    #expect(saving.oracle <= saving.now)
    #expect(abs(saving.regret - (saving.forecast - saving.oracle)) < 1e-12)
  }

  @Test func `on a constant grid nothing errs, nothing is saved and no share is kept`() throws {
    let series = SyntheticGrid().series(days: 130)
    let report = try Backtest(everyHours: 24).report(
      of: series.with(series.values.map { _ in 250 }), from: from, to: series.end)
    for horizon in report.horizons {
      #expect(horizon.through.forecast < 1e-6)
      #expect(horizon.through.persistence == 0)
    }
    let saving = try #require(report.saving)
    #expect(abs(saving.oracleSaving) < 1e-12)
    #expect(abs(saving.regret) < 1e-9)
    #expect(saving.kept == nil || saving.oracle < saving.now)
  }

  @Test func `climatology is the mean of the month's same hour in the years before`() throws {
    var grid = SyntheticGrid()
    grid.weather = 0
    let series = grid.series(days: 400)
    let start = moment("2024-02-01")
    let report = try Backtest(horizons: [24], everyHours: 24, refitDays: 100)
      .report(of: series, from: start, to: start + .seconds(2 * 86_400))
    var sum = 0.0
    let first = try #require(series.slot(at: start))
    for hour in 0..<24 {
      // February is known once before, in 2023: days 31 to 58.
      let usual = (31..<59).reduce(0) { $0 + series.values[$1 * 24 + hour] } / 28
      sum += abs(series.values[first + hour] - usual)
      sum += abs(series.values[first + 24 + hour] - usual)
    }
    let climatology = try #require(report.horizons[0].through.climatology)
    #expect(abs(climatology - sum / 48) < 1e-9)
  }

  @Test func `unknown hours are not scored, and their windows not planned`() throws {
    let series = SyntheticGrid().series(days: 130)
    var values = series.values
    for index in 125 * 24..<126 * 24 { values[index] = .nan }
    let whole = try Backtest(horizons: [24], everyHours: 24).report(
      of: series, from: from, to: series.end)
    let gappy = try Backtest(horizons: [24], everyHours: 24).report(
      of: series.with(values), from: from, to: series.end)
    #expect(whole.horizons[0].through.hours == 240)
    #expect(gappy.horizons[0].through.hours == 216)
    #expect(whole.saving?.releases == 10)
    #expect(gappy.saving?.releases == 9)
  }

  @Test func `issues keep their rhythm when coefficients are learnt anew`() throws {
    let series = SyntheticGrid().series(days: 125)
    for every in [5, 7, 24] {
      let report = try Backtest(horizons: [1], everyHours: every, refitDays: 1)
        .report(of: series, from: from, to: series.end)
      #expect(report.issues == (120 + every - 1) / every)
    }
  }

  @Test func `spans and jobs that cannot be tested are refused by name`() throws {
    let series = SyntheticGrid().series(days: 130)
    func refuses(_ backtest: Backtest, _ from: Timestamp, _ to: Timestamp, _ what: String) {
      let problem = #expect(throws: Problem.self) {
        try backtest.report(of: series, from: from, to: to)
      }
      #expect(problem?.what.hasPrefix(what) == true, "\(problem?.what ?? "")")
      #expect(problem?.exit == .usage)
    }
    refuses(Backtest(), series.start, series.end, "Cannot back-test XX from")
    refuses(Backtest(), series.end, series.end + .seconds(86_400), "Cannot back-test XX from")
    refuses(Backtest(), from, from, "Cannot back-test XX from")
    refuses(Backtest(horizons: []), from, series.end, "Cannot back-test the horizons")
    refuses(Backtest(horizons: [0, 24]), from, series.end, "Cannot back-test the horizons")
    refuses(Backtest(horizons: [337]), from, series.end, "Cannot back-test the horizons")
    refuses(
      Backtest(jobHours: 25, windowHours: 24), from, series.end,
      "Cannot plan a job of 25 h in a window of 24 h.")
    refuses(Backtest(jobHours: 0), from, series.end, "Cannot plan a job of 0 h")
  }
}
