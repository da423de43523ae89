public import Accounting
import Bookkeeping
import Forecasting
import Quantities
import Reporting

extension Joulebook {
  /// How fast runs get more of a metric for a kilowatt-hour: a trend over the runs of the ledger that have it.
  /// - Parameters:
  ///   - metric: of tags `metric.NAME` and marks; more is better.
  ///   - rule: as `growth` has it: all runs, those above everything before, the best n when they came.
  public func efficiency(
    of metric: String, _ filter: RunFilter, rule: String?, seed: UInt64
  ) throws(Problem) -> GrowthAnswer {
    let ledger = try ledger()
    let energies = Gathered<[Int64: (ended: Timestamp, joules: Double)]>([:])
    try ledger.summaries.summaries(filter.query, by: nil) { record in
      energies.value[record.number] = (record.summary.ended, record.summary.energy.value.joules)
    }
    let metrics = try ledger.summaries.metrics(metric, filter.query)
    guard !metrics.isEmpty else {
      throw Problem(
        "No run has the metric `\(metric.printable)`.",
        why:
          "None that fits has a tag `\(MetricSeries.tag)\(metric.printable)` or a mark of its job with it.",
        fix: "Set one: `joulebook tag RUN \(MetricSeries.tag)tokens=1000000`; see Docs/Marks.md.",
        exit: .usage)
    }
    var without: [Int64] = []
    var points: [GrowthPoint] = []
    let names = try ledger.summaries.names(metrics.map(\.number))
    for record in metrics {
      guard let run = energies.value[record.number], run.joules > 0, run.joules.isFinite else {
        without.append(record.number)
        continue
      }
      let name = names[record.number].map { "\($0.name) \($0.id)" } ?? "run"
      points.append(GrowthPoint(name, run.ended, record.series.last / (run.joules / 3.6e6)))
    }
    points.sort { ($0.date, $0.name) < ($1.date, $1.name) }
    let warnings =
      without.isEmpty
      ? [] : ["\(without.count) runs with the metric have no energy and are left out."]
    var trend = GrowthTrend(selection: try Self.rule(rule))
    trend.seed = seed
    let findings = try trend.findings(
      of: points, subject: "\(metric.printable) for each kWh", warnings: warnings)
    return GrowthAnswer(
      report: GrowthReport(
        subject: "\(metric.printable) for each kWh", unit: "\(metric.printable)/kWh",
        source: "Runs of the ledger, IT energy", window: "", findings: findings, rivals: [],
        claims: []))
  }
}
