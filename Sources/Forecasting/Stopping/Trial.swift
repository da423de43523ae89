package import Accounting
package import Quantities

/// A run of a search, as a stop rule sees it.
package struct Trial: Sendable {
  package let started: Timestamp
  package let seconds: Double
  package let deviceSeconds: Double
  package let energy: Energy
  package let series: MetricSeries

  package init(
    started: Timestamp, seconds: Double, deviceSeconds: Double, energy: Energy,
    series: MetricSeries
  ) {
    self.started = started
    self.seconds = seconds
    self.deviceSeconds = deviceSeconds
    self.energy = energy
    self.series = series
  }

  /// Part of the run that is left at a moment after its start. Energy is taken to flow evenly.
  func part(after seconds: Double) -> Double {
    guard self.seconds > 0 else { return 0 }
    return min(max(1 - seconds / self.seconds, 0), 1)
  }
}

/// Collects what a rule stopped.
struct StopCount {
  private let trials: [Trial]
  private let goal: MetricGoal
  /// Part of each trial that would not have been run; nil for those that went on.
  private(set) var saved: [Double?]

  init(_ trials: [Trial], goal: MetricGoal) {
    self.trials = trials
    self.goal = goal
    saved = trials.map { _ in nil }
  }

  func isStopped(_ index: Int) -> Bool { saved[index] != nil }

  mutating func stop(_ index: Int, saving part: Double) { saved[index] = part }

  func result(_ rule: String, basis: StopRuleResult.Basis, without: Int) -> StopRuleResult? {
    func best(_ indices: [Int]) -> Double? {
      indices.map { trials[$0].series.last }.reduce(nil) { best, value in
        best.map { goal.isBetter(value, $0) ? value : $0 } ?? value
      }
    }
    let kept = trials.indices.filter { saved[$0] == nil }
    guard let all = best(Array(trials.indices)), let left = best(kept) else { return nil }
    return StopRuleResult(
      rule: rule, basis: basis, trials: trials.count, without: without,
      stopped: trials.count - kept.count,
      saved: trials.indices.reduce(.zero) { $0 + trials[$1].energy * (saved[$1] ?? 0) },
      savedDeviceSeconds: trials.indices.reduce(0) {
        $0 + trials[$1].deviceSeconds * (saved[$1] ?? 0)
      },
      best: all, bestKept: left)
  }
}
