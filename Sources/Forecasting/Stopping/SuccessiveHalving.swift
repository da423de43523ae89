package import Accounting
import Quantities
import RealModule

/// Successive halving, replayed as if all trials had begun together.
///
/// At each rung, a part 1/eta of the steps of the rung above, the best one in eta go on (Jamieson and Talwalkar 2016,
/// algorithm 1). Trials that ended by themselves before a rung save nothing there.
package enum SuccessiveHalving {
  /// Usual value of Li et al. 2018, section 3.5.
  package static let eta = 3.0

  /// By values at the rungs; nil where fewer than two trials have any.
  package static func replay(_ all: [Trial], goal: MetricGoal) -> StopRuleResult? {
    let trials = all.filter { !$0.series.points.isEmpty }
    guard trials.count > 1 else { return nil }
    let steps = trials.flatMap { $0.series.points.map(\.step) }
    guard let most = steps.max(), let least = steps.filter({ $0 > 0 }).min() else { return nil }
    var count = StopCount(trials, goal: goal)
    for rung in rungs(trials.count, widest: most / least) {
      let step = most / rung
      // What reached the rung, at its first value there.
      let reached = trials.indices.filter { !count.isStopped($0) }.compactMap { index in
        trials[index].series.points.first { $0.step >= step * (1 - 1e-9) }.map { (index, $0) }
      }
      let ranked = reached.sorted {
        $0.1.value == $1.1.value ? $0.0 < $1.0 : goal.isBetter($0.1.value, $1.1.value)
      }
      let keeps = max(1, Int(Double(ranked.count) / eta))
      for (index, point) in ranked.dropFirst(keeps) {
        count.stop(index, saving: trials[index].part(after: point.at))
      }
    }
    return count.result(name, basis: .points, without: all.count - trials.count)
  }

  /// By final values alone, as if they had been known at every rung: the most that the rule could have saved.
  package static func bound(_ trials: [Trial], goal: MetricGoal) -> StopRuleResult? {
    guard trials.count > 1 else { return nil }
    var count = StopCount(trials, goal: goal)
    let ranked = trials.indices.sorted {
      trials[$0].series.last == trials[$1].series.last
        ? $0 < $1 : goal.isBetter(trials[$0].series.last, trials[$1].series.last)
    }
    var left = ranked.count
    for rung in rungs(trials.count, widest: .infinity) {
      let keeps = max(1, Int(Double(left) / eta))
      for index in ranked[keeps..<left] { count.stop(index, saving: 1 - 1 / rung) }
      left = keeps
    }
    return count.result(name, basis: .finalValues, without: 0)
  }

  private static let name = "successive halving, one in 3 goes on"

  /// By what the whole is divided at each rung, the first rung first: as many as leave one trial, four at most, and
  /// none below the first step.
  private static func rungs(_ trials: Int, widest: Double) -> [Double] {
    let count = min(4, Int(Double.log(Double(trials)) / Double.log(eta) + 1e-9))
    return (1...max(count, 1)).map { Double.pow(eta, Double($0)) }
      .filter { $0 <= widest * (1 + 1e-9) }.reversed()
  }
}
