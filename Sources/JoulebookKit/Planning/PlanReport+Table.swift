import Accounting
import Planning
import Quantities
import Reporting

extension PlanReport {
  /// A planner's table in the words of a report.
  init(
    job: PlannedJob, window: PlanWindow, table: PlanTable, currency: String, limit: Int,
    notes: [String], score: PlanScore? = nil
  ) {
    let rows = { (plans: [Plan]) in
      plans.map { plan in Row(plan, against: table.baseline) }
    }
    self.init(
      job: Job(
        name: job.name, seconds: job.seconds,
        energy: Estimate(
          job.energy, low: job.energy * job.energyRange.low.base,
          high: job.energy * job.energyRange.high.base), peak: job.peak, evidence: job.evidence,
        source: job.source),
      release: window.release, deadline: window.deadline,
      baseline: table.baseline.map { Row($0, against: nil) }, ranked: rows(table.ranked),
      pareto: rows(table.pareto),
      refused: table.refused.map {
        Refusal(
          place: $0.candidate.place, hardware: $0.candidate.hardware, reason: $0.reason)
      }, currency: currency, limit: limit, notes: notes,
      score: score.map {
        Score(
          expected: $0.expected, came: $0.came, best: $0.best, baseline: $0.baseline, kept: $0.kept)
      })
  }
}

extension PlanReport.Row {
  init(_ plan: Plan, against baseline: Plan?) {
    self.init(
      place: plan.candidate.place, placeName: plan.candidate.placeName,
      hardware: plan.kind == .scaled ? "" : plan.candidate.hardware, kind: plan.kind.rawValue,
      method: plan.method.rawValue,
      stretches: plan.stretches.map {
        PlanReport.Stretch(start: $0.start, end: $0.end, setting: $0.setting)
      }, latestFinish: plan.latestFinish, energy: plan.energy, idleEnergy: plan.idleEnergy,
      emissions: plan.emissions, embodied: plan.embodied, marginal: plan.marginalEmissions,
      marginalSource: plan.candidate.marginal?.source ?? "", cost: plan.cost,
      intensitySource: plan.candidate.intensity.source,
      saving: baseline.flatMap(plan.saving))
  }
}
