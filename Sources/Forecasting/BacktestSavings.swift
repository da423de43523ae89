import Accounting

/// A job planned on each forecast, scored on what came.
struct BacktestSavings: Sendable {
  private let jobHours: Int
  private let windowHours: Int
  private var releases = 0
  private var now = 0.0
  private var oracle = 0.0
  private var forecast = 0.0
  private var lastWeek = 0.0
  private var worse = 0

  init(jobHours: Int, windowHours: Int) {
    self.jobHours = jobHours
    self.windowHours = windowHours
  }

  /// Windows with an unknown hour are left out: nobody can say what was best.
  mutating func add(
    _ guesses: [IntensityGuess], _ hours: IntensityHours, _ rivals: BacktestRivals, issue: Int,
    end: Int
  ) {
    guard issue + windowHours <= end else { return }
    let truth = hours.values[issue..<issue + windowHours]
    guard truth.allSatisfy(\.isFinite) else { return }
    let outcomes = means(Array(truth))
    let planned = Self.best(means(guesses.prefix(windowHours).map(\.value)))
    let past = (issue..<issue + windowHours).map {
      rivals.lastWeek(hours, target: $0, issue: issue)
    }
    releases += 1
    now += outcomes[0]
    oracle += outcomes.min() ?? 0
    forecast += outcomes[planned]
    lastWeek += outcomes[Self.best(means(past))]
    if outcomes[planned] > outcomes[0] { worse += 1 }
  }

  var saving: BacktestReport.Saving? {
    guard releases > 0 else { return nil }
    let count = Double(releases)
    return BacktestReport.Saving(
      jobHours: jobHours, windowHours: windowHours, releases: releases, now: now / count,
      oracle: oracle / count, forecast: forecast / count, lastWeek: lastWeek / count,
      worse: Double(worse) / count)
  }

  /// Mean over the job for each start.
  private func means(_ values: [Double]) -> [Double] {
    var sum = values[..<jobHours].reduce(0, +)
    var means = [sum / Double(jobHours)]
    for start in 1..<max(values.count - jobHours + 1, 1) {
      sum += values[start + jobHours - 1] - values[start - 1]
      means.append(sum / Double(jobHours))
    }
    return means
  }

  /// The first of the lowest.
  private static func best(_ means: [Double]) -> Int {
    var best = 0
    for index in means.indices where means[index] < means[best] { best = index }
    return best
  }
}
