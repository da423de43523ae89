package import Accounting
package import Quantities

/// Makes the forecasts of a past span as they would have been made at the time, and scores them.
package struct Backtest: Sendable {
  package var horizons: [Int]
  package var jobHours: Int
  package var windowHours: Int
  /// A forecast is made every so many hours.
  package var everyHours: Int
  /// Coefficients are learnt anew every so many days.
  package var refitDays: Int
  /// Every how many days an example is learnt from.
  package var exampleDays: Int

  package init(
    horizons: [Int] = [24, 48, 96], jobHours: Int = 6, windowHours: Int = 24,
    everyHours: Int = 1, refitDays: Int = 28, exampleDays: Int = 1
  ) {
    self.horizons = horizons.sorted()
    self.jobHours = jobHours
    self.windowHours = windowHours
    self.everyHours = max(1, everyHours)
    self.refitDays = max(1, refitDays)
    self.exampleDays = max(1, exampleDays)
  }

  /// - Parameters:
  ///   - series: history and outcome in one; what lies before `from` is learnt from.
  ///   - from: first forecast.
  ///   - to: end of the outcomes.
  package func report(
    of series: IntensitySeries, from: Timestamp, to: Timestamp
  ) throws(Problem) -> BacktestReport {
    try check()
    let hours = try IntensityHours(series)
    let first = hours.hour(at: from)
    let last = min(hours.hour(at: to), hours.count)
    guard first >= IntensityForecaster.leastDays * IntensityHours.day, first < last else {
      throw Problem(
        "Cannot back-test \(series.zone) from \(from) to \(to).",
        why:
          "The history goes from \(hours.start) to \(hours.start(ofHour: hours.count)), and at least a "
          + "week of it must lie before the first forecast.",
        fix: "Choose `--from` and `--to` within the history, or give more files.", exit: .usage)
    }
    let rivals = BacktestRivals(hours, before: first)
    var errors = BacktestErrors(hours: max(horizons.last ?? 1, 1))
    var savings = BacktestSavings(jobHours: jobHours, windowHours: windowHours)
    var issues = 0
    var method = ""
    let ahead = max(horizons.last ?? 1, windowHours)
    for block in stride(from: first, to: last, by: refitDays * IntensityHours.day) {
      let forecaster = try IntensityForecaster(
        history: series, hours: hours, learningUntil: hours.start(ofHour: block),
        step: exampleDays)
      if method.isEmpty { method = forecaster.note }
      // Issues keep their rhythm across blocks.
      let offset = (everyHours - (block - first) % everyHours) % everyHours
      let end = min(last, block + refitDays * IntensityHours.day)
      for issue in stride(from: block + offset, to: end, by: everyHours) {
        guard issue - hours.lastKnown[issue - 1] <= IntensityHours.week else { continue }
        let guesses = try forecaster.hourly(from: issue, count: ahead).map {
          $0.tidy(series.signal)
        }
        issues += 1
        errors.add(guesses, hours, rivals, issue: issue, end: last)
        savings.add(guesses, hours, rivals, issue: issue, end: last)
        if everyHours == 1 { savings.planAnew(guesses, hours, issue: issue, end: last) }
      }
    }
    return BacktestReport(
      zone: series.zone, from: hours.start(ofHour: first), to: hours.start(ofHour: last),
      mean: Self.mean(hours.values[first..<last]), issues: issues, everyHours: everyHours,
      refitDays: refitDays, method: method,
      horizons: horizons.map { hours in
        BacktestReport.Horizon(
          hours: hours, through: errors.scores(1...hours), exactly: errors.scores(hours...hours))
      }, saving: savings.saving)
  }

  private static func mean(_ values: ArraySlice<Double>) -> Double {
    let known = values.filter(\.isFinite)
    return known.isEmpty ? 0 : known.reduce(0, +) / Double(known.count)
  }

  private func check() throws(Problem) {
    let range = 1...IntensityForecaster.mostHours
    guard !horizons.isEmpty, horizons.allSatisfy(range.contains) else {
      throw Problem(
        "Cannot back-test the horizons \(horizons.map(String.init).joined(separator: ", ")).",
        why: "A horizon is 1 to \(IntensityForecaster.mostHours) hours.",
        fix: "Try `--horizons 24,48,96`.", exit: .usage)
    }
    guard jobHours >= 1, windowHours >= jobHours, range.contains(windowHours) else {
      throw Problem(
        "Cannot plan a job of \(jobHours) h in a window of \(windowHours) h.",
        why: "The job must fit into the window, and the window into a forecast of "
          + "\(IntensityForecaster.mostHours) h.",
        fix: "Try `--job 6h --window 24h`.", exit: .usage)
    }
  }
}
