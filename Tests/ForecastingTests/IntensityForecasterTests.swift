import Accounting
import Quantities
import Testing

@testable import Forecasting

struct IntensityForecasterTests {
  @Test func `a constant grid is forecast as constant, with nothing to either side`() throws {
    let series = SyntheticGrid().series(days: 200)
    let flat = series.with(series.values.map { _ in 321.5 })
    for days in [8, 200] {
      let history = flat.sliced(from: flat.start, to: flat.start + .seconds(days * 86_400))
      let forecast = try IntensityForecaster(history: history).forecast(
        from: history.end, hours: 96)
      #expect(forecast.values.allSatisfy { abs($0 - 321.5) < 1e-6 }, "\(days) days")
      #expect(forecast.low?.allSatisfy { abs($0 - 321.5) < 1e-6 } == true)
      #expect(forecast.high?.allSatisfy { abs($0 - 321.5) < 1e-6 } == true)
    }
  }

  @Test func `a forecast has the history's zone, slots and basis, and begins when it is issued`()
    throws
  {
    let history = IntensitySeries(
      zone: "DE", start: moment("2024-01-01"), slotSeconds: 3600,
      values: SyntheticGrid().series(days: 30).values, signal: .marginal, basis: "direct",
      source: "made up")
    let forecast = try IntensityForecaster(history: history).forecast(
      from: history.end, hours: 48)
    #expect(forecast.zone == "DE")
    #expect(forecast.start == history.end)
    #expect(forecast.count == 48)
    #expect(forecast.signal == .marginal)
    #expect(forecast.basis == "direct")
    #expect(forecast.kind == .forecast(issued: history.end))
    #expect(forecast.source == "own forecast from made up")
  }

  @Test(arguments: [20, 120])
  func `what comes after the issue changes nothing`(days: Int) throws {
    let series = SyntheticGrid().series(days: days + 10)
    let issued = series.start + .seconds(days * 86_400 + 5 * 3600)
    let cut = series.sliced(from: series.start, to: issued)
    let spoilt = series.with(
      series.values.enumerated().map { $0 < cut.count ? $1 : 5000 + Double($0) })
    let honest = try IntensityForecaster(history: cut).forecast(from: issued, hours: 96)
    let inside = try IntensityForecaster(history: spoilt, learningUntil: issued)
      .forecast(from: issued, hours: 96)
    #expect(honest == inside)
  }

  @Test func `the same history gives the same forecast, to the bit`() throws {
    let series = SyntheticGrid().series(days: 100)
    let first = try IntensityForecaster(history: series).forecast(from: series.end, hours: 96)
    let second = try IntensityForecaster(history: series).forecast(from: series.end, hours: 96)
    #expect(first == second)
  }

  @Test func `a pattern of days and weeks without weather is met`() throws {
    var grid = SyntheticGrid()
    grid.weather = 0
    grid.season = 0
    let series = grid.series(days: 134)
    let history = series.sliced(from: series.start, to: series.start + .seconds(130 * 86_400))
    let forecast = try IntensityForecaster(history: history).forecast(
      from: history.end, hours: 96)
    let worst =
      zip(forecast.values, series.values[130 * 24..<134 * 24])
      .map { abs($0 - $1) }.max() ?? .infinity
    // Weekends lie 40 below other days.
    #expect(worst < 4)
  }

  @Test func `intensity twice as high is forecast twice as high`() throws {
    let series = SyntheticGrid().series(days: 150)
    let once = try IntensityForecaster(history: series).forecast(from: series.end, hours: 60)
    let twice = try IntensityForecaster(history: series.with(series.values.map { 2 * $0 }))
      .forecast(from: series.end, hours: 60)
    for (low, high) in zip(once.values, twice.values) { #expect(abs(2 * low - high) < 1e-6) }
  }

  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
  func `each value lies in its interval, and none is negative`(seed: UInt64) throws {
    var grid = SyntheticGrid()
    grid.seed = seed
    grid.level = 60
    grid.weather = 60
    let series = grid.series(days: 40 + 30 * Int(seed))
    let positive = series.with(series.values.map { max(0, $0) })
    let forecast = try IntensityForecaster(history: positive).forecast(
      from: series.end, hours: 168)
    let low = try #require(forecast.low)
    let high = try #require(forecast.high)
    for index in 0..<forecast.count {
      #expect(low[index] >= 0)
      #expect(low[index] <= forecast.values[index])
      #expect(forecast.values[index] <= high[index])
    }
  }

  @Test func `intervals of the learnt forecast widen from the next hour to the next day`() throws {
    let series = SyntheticGrid().series(days: 300)
    let forecast = try IntensityForecaster(history: series).forecast(from: series.end, hours: 24)
    let low = try #require(forecast.low)
    let high = try #require(forecast.high)
    #expect(high[23] - low[23] > 2 * (high[0] - low[0]))
  }

  @Test func `weather that lasts pulls the next hours up, and fades`() throws {
    var grid = SyntheticGrid()
    grid.weather = 0
    for days in [20, 200] {
      let series = grid.series(days: days)
      var values = series.values
      for index in values.indices.suffix(3) { values[index] += 100 }
      let calm = try IntensityForecaster(history: series).forecast(from: series.end, hours: 96)
      let windy = try IntensityForecaster(
        history: series.with(values), learningUntil: series.end + .seconds(-86_400)
      ).forecast(from: series.end, hours: 96)
      let first = windy.values[0] - calm.values[0]
      let last = windy.values[90] - calm.values[90]
      #expect(first > 20, "\(days) days")
      #expect(abs(last) < first / 2, "\(days) days")
    }
  }

  @Test func `a quarter of a year is learnt from, less is continued, and the note says which`()
    throws
  {
    let long = try IntensityForecaster(history: SyntheticGrid().series(days: 90))
    #expect(long.method == .learnt(days: 90))
    #expect(long.note == "Learnt from 90 days of history, without weather.")
    let short = try IntensityForecaster(history: SyntheticGrid().series(days: 89))
    #expect(short.method == .pattern(days: 89))
    #expect(
      short.note
        == "Only 89 days of history: the mean of past days is continued, which is less sure.")
  }
}
