public import Accounting
import Metering
import Planning
import Quantities
import ReferenceData
public import Reporting

extension Joulebook {
  /// Works out when, where and on what a job should run.
  public func plan(_ request: PlanRequest) throws(Problem) -> PlanAnswer {
    let catalogue = try catalogue()
    for problem in catalogue.problems { notify("\(problem.what) \(problem.why)") }
    let found = try PlanJobReader(request: request, joulebook: self, catalogue: catalogue).job()
    let window = try PlanWindowReader(request: request, now: SystemClock.wall()).window(found.job)
    let candidates = try PlanCandidates(
      request: request, joulebook: self, catalogue: catalogue, found: found, window: window
    ).all()
    let planner = Planner(job: found.job, window: window)
    let table = planner.table(candidates.list, choosesSpeed: request.choosesSpeed)
    if let first = table.refused.first, table.ranked.isEmpty {
      throw Problem(
        "There is no plan: \(first.reason).",
        why: "The job takes \(Duration.seconds(found.job.seconds).text), the window is "
          + "\(Duration.seconds(window.seconds).text).",
        fix: "Give a later --deadline, or fewer --blackout hours.", exit: .usage)
    }
    let home = candidates.list.first?.place
    let score = candidates.outcome.flatMap { outcome in
      table.ranked.first { $0.candidate.place == home }
        .flatMap { planner.score($0, outcome: outcome) }
    }
    return PlanAnswer(
      report: PlanReport(
        job: found.job, window: window, table: table, currency: candidates.currency,
        limit: request.limit, notes: candidates.notes, score: score),
      heat: table.ranked.first.map { best in
        HeatStripChart(
          place: best.candidate.placeName.isEmpty ? best.candidate.place : best.candidate.placeName,
          series: best.candidate.intensity,
          chosen: best.stretches.map { HeatStripChart.Slot(start: $0.start, end: $0.end) })
      })
  }
}

/// Plans of a job.
public struct PlanAnswer: Answer {
  public let report: PlanReport
  /// Where the best plan runs: its hours, and those that were chosen.
  public let heat: HeatStripChart?

  public func text(style: TextStyle) -> String { PlanText(report, style: style).text }
  public func encode(to encoder: any Encoder) throws { try report.encode(to: encoder) }
  public var csv: String { report.csv }
}
