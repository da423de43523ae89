import Accounting
import Bookkeeping
import Quantities

/// Summaries with the parts of each launch put together: a job on four nodes is one run of an experiment.
struct LaunchSummaries {
  let ledger: Ledger
  /// The number under which a part is found, by its own.
  private(set) var numbers: [Int64: Int64] = [:]

  init(_ ledger: Ledger) { self.ledger = ledger }

  mutating func summaries(
    _ query: LedgerQuery, by grouping: RunGrouping?, _ take: @escaping (SummaryRecord) -> Void
  ) throws(Problem) {
    let launches = Gathered<[String: [Int64]]>([:])
    try ledger.summaries.summaries(query, by: .tag(LaunchTags.launch)) {
      // What another run booked is in that one.
      if $0.whole == nil { launches.value[$0.group, default: []].append($0.number) }
    }
    for parts in launches.value.values where parts.count > 1 {
      guard let first = parts.min() else { continue }
      for part in parts { numbers[part] = first }
    }
    guard !numbers.isEmpty else {
      return try ledger.summaries.summaries(query, by: grouping, take)
    }
    let kept = Gathered<[Key: SummaryRecord]>([:])
    try ledger.summaries.summaries(query, by: grouping) { [numbers] record in
      guard let number = numbers[record.number] else { return take(record) }
      // A launch over two sites stays apart by site: each has its own factor.
      let key = Key(number: number, site: record.site, group: record.group)
      kept.value[key] = kept.value[key].map { Self.merged($0, record, as: number) } ?? record
    }
    for record in kept.value.values.sorted(by: { ($0.number, $0.site) < ($1.number, $1.site) }) {
      take(
        SummaryRecord(
          number: numbers[record.number] ?? record.number, site: record.site, whole: nil,
          group: record.group, summary: record.summary))
    }
  }

  private struct Key: Hashable {
    let number: Int64
    let site: Int64
    let group: String
  }

  private static func merged(
    _ a: SummaryRecord, _ b: SummaryRecord, as number: Int64
  ) -> SummaryRecord {
    var sum = a.summary
    let more = b.summary
    sum.started = min(sum.started, more.started)
    sum.ended = max(sum.ended, more.ended)
    sum.seconds = (sum.ended - sum.started).seconds
    sum.ending = worse(sum.ending, more.ending)
    sum.deviceSeconds += more.deviceSeconds
    sum.energy = sum.energy + more.energy
    sum.byEvidence += more.byEvidence
    sum.own = sum.own + more.own
    sum.idle = sum.idle + more.idle
    sum.unexplained = sum.unexplained + more.unexplained
    return SummaryRecord(
      number: number, site: a.site, whole: nil, group: a.group, summary: sum)
  }

  /// A launch is done when all parts whose end is known are.
  private static func worse(
    _ a: RunSummary.Ending, _ b: RunSummary.Ending
  ) -> RunSummary.Ending {
    for ending in [RunSummary.Ending.killed, .failed, .done] where a == ending || b == ending {
      return ending
    }
    return .unknown
  }
}
