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
  /// Releases that were planned anew each hour: those that still wait, and what became of the others.
  private var waiting: [Int] = []
  private var anew = (releases: 0, sum: 0.0, now: 0.0, oracle: 0.0)

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

  /// The same jobs, planned anew each hour on the newest forecast until they start.
  mutating func planAnew(
    _ guesses: [IntensityGuess], _ hours: IntensityHours, issue: Int, end: Int
  ) {
    if issue + windowHours <= end, hours.values[issue..<issue + windowHours].allSatisfy(\.isFinite)
    {
      waiting.append(issue)
    }
    var still: [Int] = []
    for release in waiting {
      let left = release + windowHours - issue
      // An hour without a forecast lets the last start slip by; such a release counts for nothing.
      guard left >= jobHours else { continue }
      guard Self.best(means(guesses.prefix(left).map(\.value))) == 0 else {
        still.append(release)
        continue
      }
      let outcomes = means(Array(hours.values[release..<release + windowHours]))
      anew.releases += 1
      anew.sum += outcomes[issue - release]
      anew.now += outcomes[0]
      anew.oracle += outcomes.min() ?? 0
    }
    waiting = still
  }

  /// Part of the best saving that planning anew each hour keeps; nil where no forecasts were made each hour.
  private var keptAnew: Double? {
    let best = anew.now - anew.oracle
    return anew.releases > 0 && best > 0 ? (anew.now - anew.sum) / best : nil
  }

  var saving: BacktestReport.Saving? {
    guard releases > 0 else { return nil }
    let count = Double(releases)
    return BacktestReport.Saving(
      jobHours: jobHours, windowHours: windowHours, releases: releases, now: now / count,
      oracle: oracle / count, forecast: forecast / count, lastWeek: lastWeek / count,
      worse: Double(worse) / count, keptAnew: keptAnew)
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
