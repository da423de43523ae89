public import Accounting
import Quantities

/// Chooses when, where and on what a job should run.
///
/// Each candidate's slots run from the release to the deadline. What is emitted in a slot is the job's energy in it × PUE ×
/// the place's intensity in that slot. Average intensity ranks; marginal intensity is worked out beside it.
public struct Planner: Sendable {
  private let job: PlannedJob
  private let window: PlanWindow

  public init(job: PlannedJob, window: PlanWindow) {
    self.job = job
    self.window = window
  }

  /// Plans over all candidates; the first is where the job would run without a plan.
  /// - Parameter choosesSpeed: whether candidates of one place are settings that may change from slot to slot.
  public func table(_ candidates: [PlanCandidate], choosesSpeed: Bool = false) -> PlanTable {
    var ranked: [Plan] = []
    var all: [Plan] = []
    var refused: [PlanTable.Refusal] = []
    let baseline = candidates.first.flatMap { Scene(job, window, $0).atOnce(ignoring: true) }
    for candidate in candidates {
      let plans = plans(candidate)
      all += plans
      if let best = plans.min(by: isBetter) {
        ranked.append(best)
      } else {
        refused.append(
          PlanTable.Refusal(candidate: candidate, reason: Scene(job, window, candidate).refusal))
      }
    }
    if choosesSpeed {
      for place in Set(candidates.map(\.place)).sorted() {
        let settings = candidates.filter { $0.place == place }
        if settings.count > 1, let plan = scaled(settings) {
          all.append(plan)
          ranked.append(plan)
        }
      }
    }
    ranked.sort(by: isBetter)
    return PlanTable(
      baseline: baseline, ranked: ranked, pareto: Self.pareto(all), refused: refused)
  }

  /// The plans of one candidate: at once, and from the earliest to the cleanest.
  public func plans(_ candidate: PlanCandidate) -> [Plan] {
    let scene = Scene(job, window, candidate)
    var plans = [scene.atOnce(ignoring: false)].compactMap(\.self)
    guard plans.isEmpty || candidate.varies else { return plans }
    for choice in Self.thinned(scene.problem.frontier()) where plans.isEmpty || choice.start > 0 {
      plans.append(scene.plan(choice, .shifted, scene.throughMethod))
    }
    guard window.isInterruptible else { return plans }
    for part in [0.25, 0.5, 1] {
      guard let choice = scene.interrupted(within: part), choice.stretches.count > 1 else {
        continue
      }
      let plan = scene.plan(choice, .paused, scene.pausingMethod)
      if plan.total.grams < (plans.map(\.total.grams).min() ?? .infinity) * (1 - 1e-9) {
        plans.append(plan)
      }
    }
    return plans
  }

  /// What a plan that was made on a forecast came to, by what the intensities turned out to be; nil where they are not known
  /// for the whole window.
  public func score(_ plan: Plan, outcome: IntensitySeries) -> PlanScore? {
    let scene = Scene(job, window, plan.candidate.with(outcome))
    guard let came = scene.grams(of: plan.stretches), let best = scene.best(plan.kind),
      let baseline = scene.problem.baseline()?.grams
    else { return nil }
    return PlanScore(
      expected: plan.emissions.value, came: .grams(came), best: .grams(best),
      baseline: .grams(baseline))
  }

  /// The plan that takes the best setting in each slot; nil where the work cannot be done in time.
  private func scaled(_ settings: [PlanCandidate]) -> Plan? {
    Scene(job, window, settings[0]).scaled(settings)
  }

  /// Less emissions first; of equals the earlier finish, then the name.
  private func isBetter(_ a: Plan, _ b: Plan) -> Bool {
    (a.total.grams, a.finish, a.candidate.place) < (b.total.grams, b.finish, b.candidate.place)
  }

  /// Plans that no other equals or beats in emissions, finish and money and beats in one of them.
  static func pareto(_ plans: [Plan]) -> [Plan] {
    let sorted = plans.sorted {
      ($0.finish, $0.total.grams, $0.cost ?? 0) < ($1.finish, $1.total.grams, $1.cost ?? 0)
    }
    var kept: [Plan] = []
    for plan in sorted {
      // All kept ones finish no later.
      let isBeaten = kept.contains {
        $0.total.grams <= plan.total.grams * (1 + 1e-9) && ($0.cost ?? 0) <= (plan.cost ?? 0)
      }
      if !isBeaten { kept.append(plan) }
    }
    return kept
  }

  /// Of a frontier the ends, and between them each step that saves another three hundredths.
  private static func thinned(_ choices: [SlotProblem.Choice]) -> [SlotProblem.Choice] {
    guard let first = choices.first, let last = choices.last else { return choices }
    var kept = [first]
    for choice in choices.dropFirst()
    where kept[kept.count - 1].grams - choice.grams >= 0.03 * first.grams { kept.append(choice) }
    if kept[kept.count - 1] != last {
      // The cleanest of all stands for what is only a little less clean.
      if kept.count > 1, kept[kept.count - 1].grams - last.grams < 0.005 * first.grams {
        kept.removeLast()
      }
      kept.append(last)
    }
    return kept
  }
}
