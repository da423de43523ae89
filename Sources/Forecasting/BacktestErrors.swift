import Accounting

/// Sums of errors by lead.
struct BacktestErrors: Sendable {
  private var leads: [Sums]

  private struct Sums: Sendable {
    var count = 0.0
    var forecast = 0.0
    var persistence = 0.0
    var yesterday = 0.0
    var lastWeek = 0.0
    var climatology: Double? = 0
    var inside = 0.0
    var width = 0.0
  }

  init(hours: Int) { leads = Array(repeating: Sums(), count: hours) }

  mutating func add(
    _ guesses: [IntensityGuess], _ hours: IntensityHours, _ rivals: BacktestRivals, issue: Int,
    end: Int
  ) {
    let last = rivals.persistence(hours, issue: issue)
    for index in 0..<min(leads.count, end - issue) {
      let target = issue + index
      let truth = hours.values[target]
      guard truth.isFinite else { continue }
      let guess = guesses[index]
      var sums = leads[index]
      sums.count += 1
      sums.forecast += (truth - guess.value).magnitude
      sums.persistence += (truth - last).magnitude
      sums.yesterday += (truth - rivals.yesterday(hours, target: target, issue: issue)).magnitude
      sums.lastWeek += (truth - rivals.lastWeek(hours, target: target, issue: issue)).magnitude
      sums.climatology = rivals.climatology(target: target).flatMap { usual in
        sums.climatology.map { $0 + (truth - usual).magnitude }
      }
      if guess.low <= truth, truth <= guess.high { sums.inside += 1 }
      sums.width += guess.high - guess.low
      leads[index] = sums
    }
  }

  /// Mean errors over leads in hours.
  func scores(_ range: ClosedRange<Int>) -> BacktestReport.Scores {
    let chosen = leads[range.lowerBound - 1...range.upperBound - 1]
    let count = max(chosen.reduce(0) { $0 + $1.count }, 1)
    func mean(_ part: KeyPath<Sums, Double>) -> Double {
      chosen.reduce(0) { $0 + $1[keyPath: part] } / count
    }
    var usual: Double? = 0
    for lead in chosen { usual = usual.flatMap { sum in lead.climatology.map { sum + $0 } } }
    return BacktestReport.Scores(
      hours: Int(count), forecast: mean(\.forecast), persistence: mean(\.persistence),
      yesterday: mean(\.yesterday), lastWeek: mean(\.lastWeek),
      climatology: usual.map { $0 / count },
      coverage: mean(\.inside), width: mean(\.width))
  }
}
