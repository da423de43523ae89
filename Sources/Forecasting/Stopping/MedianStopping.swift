package import Accounting
import Quantities

/// The median stopping rule, replayed on trials that were run to their ends.
///
/// A trial is stopped at a step when its best value up to it is strictly worse than the median of the running averages,
/// up to the same step, of the trials that had ended by then (Golovin et al. 2017, "Google Vizier", section 3.2.2).
/// What the rule itself stopped counts for no median: under the rule it would not have ended.
package enum MedianStopping {
  /// Trials that must have ended before the rule judges another. The paper names no number; three is the least
  /// for which a median is not one trial's word.
  package static let leastEnded = 3

  /// Nil where no trial has values by step.
  package static func replay(_ all: [Trial], goal: MetricGoal) -> StopRuleResult? {
    let trials = all.filter { !$0.series.points.isEmpty }
    guard !trials.isEmpty else { return nil }
    var count = StopCount(trials, goal: goal)
    var medians: [Double: RunningMedian] = [:]
    var best: [Double?] = trials.map { _ in nil }
    for event in events(trials) {
      let trial = trials[event.trial]
      if count.isStopped(event.trial) { continue }
      guard let place = event.point else {
        var sum = 0.0
        for (index, point) in trial.series.points.enumerated() {
          sum += point.value
          medians[point.step, default: RunningMedian()].add(sum / Double(index + 1))
        }
        continue
      }
      let point = trial.series.points[place]
      let value =
        best[event.trial].map { goal.isBetter(point.value, $0) ? point.value : $0 }
        ?? point.value
      best[event.trial] = value
      guard let others = medians[point.step], others.count >= leastEnded,
        let median = others.median, goal.isBetter(median, value)
      else { continue }
      let part = trial.part(after: point.at)
      // At its end there is nothing left to stop.
      if part > 0 { count.stop(event.trial, saving: part) }
    }
    return count.result("median stopping", basis: .points, without: all.count - trials.count)
  }

  private struct Event {
    let at: Timestamp
    let trial: Int
    /// Index of the value that was reported; nil for the trial's end.
    let point: Int?
  }

  /// In order of time; of two at once, an end goes first.
  private static func events(_ trials: [Trial]) -> [Event] {
    let events = trials.enumerated().flatMap { index, trial in
      trial.series.points.indices.map { place in
        Event(
          at: trial.started + .seconds(trial.series.points[place].at), trial: index, point: place)
      } + [Event(at: trial.started + .seconds(trial.seconds), trial: index, point: nil)]
    }
    return events.sorted {
      ($0.at, $0.point ?? -1, $0.trial) < ($1.at, $1.point ?? -1, $1.trial)
    }
  }
}
