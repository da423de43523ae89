import Accounting
import Quantities
import Testing

@testable import Forecasting

/// Histories as they come: with gaps, in other slots, across leap days and clock changes, or too short.
struct IntensityHistoryTests {
  @Test func `unknown hours are no zeros`() throws {
    let series = SyntheticGrid().series(days: 120)
    var values = series.values
    for index in stride(from: 5, to: values.count, by: 11) { values[index] = .nan }
    for index in 1000..<1060 { values[index] = .nan }
    let gappy = try IntensityForecaster(history: series.with(values))
    let whole = try IntensityForecaster(history: series)
    #expect(abs(gappy.unknownShare - 0.11) < 0.01)
    #expect(gappy.note.hasSuffix("11 % of the hours are unknown."))
    let one = try gappy.forecast(from: series.end, hours: 48)
    let other = try whole.forecast(from: series.end, hours: 48)
    for (a, b) in zip(one.values, other.values) { #expect(abs(a - b) < 60) }
  }

  @Test func `hours unknown at the beginning and at the end are waited out`() throws {
    let series = SyntheticGrid().series(days: 100)
    var values = series.values
    for index in 0..<30 { values[index] = .nan }
    for index in values.indices.suffix(20) { values[index] = .nan }
    let forecast = try IntensityForecaster(history: series.with(values))
      .forecast(from: series.end, hours: 24)
    #expect(forecast.start == series.end)
    #expect(forecast.values.allSatisfy { $0 > 200 && $0 < 650 })
    // The same as from the history cut to what is known.
    let cut = series.sliced(
      from: series.start + .seconds(30 * 3600), to: series.end + .seconds(-20 * 3600))
    let again = try IntensityForecaster(history: cut).forecast(from: series.end, hours: 24)
    for (a, b) in zip(forecast.values, again.values) { #expect(abs(a - b) < 1e-9) }
  }

  @Test(arguments: [1800, 900, 300])
  func `shorter slots are forecast in their own shape`(slotSeconds: Int) throws {
    var grid = SyntheticGrid()
    grid.weather = 0
    grid.season = 0
    grid.weekend = 0
    let perHour = 3600 / slotSeconds
    let series = grid.series(days: 30, slotSeconds: slotSeconds)
    let history = series.sliced(from: series.start, to: series.start + .seconds(28 * 86_400))
    let forecast = try IntensityForecaster(history: history).forecast(
      from: history.end, hours: 24)
    #expect(forecast.slotSeconds == slotSeconds)
    #expect(forecast.count == 24 * perHour)
    let truth = Array(series.values[history.count..<history.count + forecast.count])
    // Within an hour the wave moves by 20; its slots are met better than by the hour's mean.
    let steps = (1..<perHour).map { forecast.values[$0] - forecast.values[0] }
    let wanted = (1..<perHour).map { truth[$0] - truth[0] }
    for (step, wanted) in zip(steps, wanted) { #expect(abs(step - wanted) < 1) }
    #expect(forecast.values.first.map { abs($0 - truth[0]) < 1 } == true)
  }

  @Test func `intervals of half-hours hold about 80 in 100`() throws {
    let hourly = SyntheticGrid().series(days: 180, slotSeconds: 1800)
    var state: UInt64 = 7
    let series = hourly.with(
      hourly.values.map { value in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return value + 40 * (Double(state >> 11) / Double(1 << 53) - 0.5)
      })
    let start = series.start + .seconds(150 * 86_400)
    let forecaster = try IntensityForecaster(history: series, learningUntil: start)
    var inside = 0.0
    var count = 0.0
    for issue in 0..<40 {
      let forecast = try forecaster.forecast(from: start + .seconds(issue * 17 * 3600), hours: 24)
      let first = try #require(series.slot(at: forecast.start))
      let low = try #require(forecast.low)
      let high = try #require(forecast.high)
      for slot in 0..<forecast.count where first + slot < series.count {
        let truth = series.values[first + slot]
        if low[slot] <= truth, truth <= high[slot] { inside += 1 }
        count += 1
      }
    }
    #expect(count > 1800)
    #expect((0.7...0.9).contains(inside / count), "\(inside / count)")
  }

  @Test func `a marginal series may go below zero`() throws {
    let series = SyntheticGrid().series(days: 20)
    let values = series.values.map { $0 - 450 }
    let marginal = IntensitySeries(
      zone: "XX", start: series.start, slotSeconds: 3600, values: values, signal: .marginal,
      source: "made up")
    let forecast = try IntensityForecaster(history: marginal).forecast(
      from: series.end, hours: 24)
    #expect(forecast.values.contains { $0 < -50 })
    let average = try IntensityForecaster(history: series.with(values)).forecast(
      from: series.end, hours: 24)
    #expect(average.values.allSatisfy { $0 >= 0 })
  }

  @Test func `a forecast inside an hour begins with the slot that is running`() throws {
    let series = SyntheticGrid().series(days: 20, slotSeconds: 900)
    let forecaster = try IntensityForecaster(history: series)
    let issued = series.end + .seconds(-3600 + 20 * 60)
    let forecast = try forecaster.forecast(from: issued, hours: 2)
    #expect(forecast.start == series.end + .seconds(-2700))
    #expect(forecast.count == 8)
    #expect(forecast.kind == .forecast(issued: issued))
  }

  @Test func `hours that begin at half past stay where they are`() throws {
    let series = SyntheticGrid().series(days: 20, from: "2024-02-10T00:30:00Z")
    let forecast = try IntensityForecaster(history: series).forecast(from: series.end, hours: 24)
    #expect(forecast.start == series.end)
    #expect(forecast.start.description == "2024-03-01T00:30:00.000Z")
    let same = try IntensityForecaster(
      history: SyntheticGrid().series(days: 20, from: "2024-02-10T00:00:00Z")
    ).forecast(from: moment("2024-03-01"), hours: 24)
    #expect(forecast.values == same.values)
  }

  @Test func `the leap day is a day like any other`() throws {
    let series = SyntheticGrid().series(days: 118, from: "2023-11-05")
    #expect(series.end == moment("2024-03-02"))
    let forecast = try IntensityForecaster(history: series).forecast(
      from: moment("2024-02-28T12:00:00Z"), hours: 72)
    #expect(forecast.count == 72)
    #expect(forecast.end == moment("2024-03-02T12:00:00Z"))
    #expect(forecast.slot(at: moment("2024-02-29T12:00:00Z")) == 24)
    #expect(forecast.values.allSatisfy { $0.isFinite })
  }

  @Test func `a daily pattern that moves by an hour is followed within two weeks`() throws {
    // Clocks change: from day 100 on all habits lie an hour earlier in UTC.
    var grid = SyntheticGrid()
    grid.weather = 0
    grid.season = 0
    grid.weekend = 0
    let series = grid.series(days: 120)
    let moved = series.with(
      series.values.indices.map { index in
        index < 2400 || index + 1 >= series.count ? series.values[index] : series.values[index + 1]
      })
    func error(day: Int) throws -> Double {
      let issued = series.start + .seconds(day * 86_400)
      let forecast = try IntensityForecaster(history: moved, learningUntil: issued)
        .forecast(from: issued, hours: 24)
      return zip(forecast.values, moved.values[day * 24..<day * 24 + 24])
        .reduce(0) { $0 + abs($1.0 - $1.1) } / 24
    }
    let before = try error(day: 99)
    let first = try error(day: 100)
    let later = try error(day: 114)
    #expect(before < 1)
    #expect(first > 5)
    #expect(later < first / 2)
  }

  @Test func `less than a week is refused with the number of hours`() throws {
    let series = SyntheticGrid().series(days: 6)
    let problem = #expect(throws: Problem.self) { try IntensityForecaster(history: series) }
    #expect(problem?.what == "Cannot forecast XX.")
    #expect(
      problem?.why == "144 hours of history are known, and a daily pattern needs 168.")
  }

  @Test func `a week in which half is unknown is too short`() throws {
    let series = SyntheticGrid().series(days: 7)
    let half = series.with(series.values.enumerated().map { $0 % 2 == 0 ? $1 : .nan })
    #expect(throws: Problem.self) { try IntensityForecaster(history: half) }
    #expect(throws: Problem.self) {
      try IntensityForecaster(history: series.with(series.values.map { _ in .nan }))
    }
    #expect(throws: Problem.self) { try IntensityForecaster(history: series.with([])) }
  }

  @Test(arguments: [420, 7200, 86_400])
  func `slots that do not divide an hour are refused`(slotSeconds: Int) throws {
    let series = IntensitySeries(
      zone: "XX", start: moment("2024-01-01"), slotSeconds: slotSeconds,
      values: Array(repeating: 100, count: 3000), source: "made up")
    let problem = #expect(throws: Problem.self) { try IntensityForecaster(history: series) }
    #expect(problem?.what == "Cannot forecast a series with slots of \(slotSeconds) s.")
    #expect(problem?.exit == .usage)
  }

  @Test func `a history that ended more than a week ago is refused`() throws {
    let series = SyntheticGrid().series(days: 30)
    let forecaster = try IntensityForecaster(history: series)
    _ = try forecaster.forecast(from: series.end + .seconds(6 * 86_400), hours: 24)
    let problem = #expect(throws: Problem.self) {
      try forecaster.forecast(from: series.end + .seconds(8 * 86_400), hours: 24)
    }
    #expect(problem?.why.contains("2023-01-30T23:00:00.000Z, more than a week before") == true)
  }

  @Test func `moments before the history and hours out of range are refused`() throws {
    let series = SyntheticGrid().series(days: 30)
    let forecaster = try IntensityForecaster(history: series)
    for issued in [series.start + .seconds(-60), series.start, series.start + .seconds(86_400)] {
      #expect(throws: Problem.self) { try forecaster.forecast(from: issued, hours: 24) }
    }
    for hours in [0, -1, 337] {
      #expect(throws: Problem.self) { try forecaster.forecast(from: series.end, hours: hours) }
    }
    let longest = try forecaster.forecast(from: series.end, hours: 336)
    #expect(longest.count == 336)
  }

  @Test(arguments: 1...8)
  func `any history gives finite figures in order, or a problem by name`(seed: Int) throws {
    var state = UInt64(seed)
    func random(_ range: ClosedRange<Int>) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return range.lowerBound + Int(state >> 33) % range.count
    }
    for _ in 0..<6 {
      var grid = SyntheticGrid()
      grid.seed = UInt64(random(1...1000))
      let series = grid.series(
        days: random(5...110), slotSeconds: [3600, 1800, 900][random(0...2)])
      let gappy = series.with(
        series.values.map { random(0...99) < 15 * (seed % 4) ? .nan : $0 })
      do {
        let forecaster = try IntensityForecaster(history: gappy)
        for _ in 0..<20 {
          let issued =
            series.end
            + .seconds(random(-10 * 86_400...9 * 86_400) + [0, 1, 1800][random(0...2)])
          let hours = random(1...336)
          do {
            let forecast = try forecaster.forecast(from: issued, hours: hours)
            #expect(forecast.count == hours * 3600 / series.slotSeconds)
            #expect(forecast.start <= issued)
            #expect(issued - forecast.start < .seconds(series.slotSeconds))
            let low = try #require(forecast.low)
            let high = try #require(forecast.high)
            let isSound = forecast.values.indices.allSatisfy {
              forecast.values[$0].isFinite && low[$0] <= forecast.values[$0]
                && forecast.values[$0] <= high[$0] && high[$0].isFinite
            }
            #expect(isSound)
          } catch let problem as Problem {
            #expect(problem.what.hasPrefix("Cannot forecast XX"))
          }
        }
      } catch let problem as Problem {
        #expect(problem.what == "Cannot forecast XX.")
      }
    }
  }
}
