package import Accounting
import Bookkeeping
import Quantities

extension LedgerStoreContract {
  /// Entries of every kind that summaries tell apart.
  package static var summaryEntries: [Entry] {
    var child = SampleEntries.entry(
      id: "b2", name: "child", tags: ["sweep": "lr"], after: .seconds(5), seconds: 9)
    child.run.parent = "b1"
    var elsewhere = SampleEntries.entry(id: "b3", name: "other", machine: "machine-2", exitCode: 1)
    elsewhere.run.parent = "b1"
    elsewhere.site = Site(
      factor: SampleEntries.site.factor, pue: PUE(Estimate(exactly: Ratio(1.1)), origin: "better"),
      origin: "given by --region")
    var said = SampleEntries.entry(
      id: "b4", name: "said", tags: ["sweep": "lr", "metric.accuracy": "0.5"], exitCode: nil,
      signal: 9)
    var progress = RunProgress()
    for epoch in 1...3 {
      var mark = Mark(at: Double(epoch) * 10)
      mark.epoch = Double(epoch)
      mark.metrics = ["loss": 1 / Double(epoch), "accuracy": 0.1 * Double(epoch)]
      progress.marks.append(mark)
    }
    said.progress = progress
    return [
      SampleEntries.entry(id: "b1", name: "parent"), child, elsewhere, said,
      SampleEntries.entry(id: "b5", project: "p", policy: .wholeMachine, exitCode: nil),
      SampleEntries.entry(id: "b6", project: "p", policy: .byReservation),
    ]
  }

  mutating func checkSummaries() {
    let queries: [(String, LedgerQuery, RunGrouping?)] = [
      ("all", LedgerQuery(), nil), ("a project", LedgerQuery(project: "p"), .project),
      ("a tag", LedgerQuery(tags: ["sweep": "lr"]), .name),
      ("by a tag", LedgerQuery(), .tag("sweep")),
      ("by a parent", LedgerQuery(), .parent),
    ]
    for (name, query, grouping) in queries {
      check("summaries say what the entries say: \(name)") { store in
        for entry in Self.summaryEntries { _ = try store.apply(.book(entry)) }
        return try Self.agree(store, query, grouping)
      }
    }
    check("summaries follow tags, sites and removals") { store in
      for entry in Self.summaryEntries { _ = try store.apply(.book(entry)) }
      _ = try store.apply(.tag(id: "b1", set: ["sweep": "lr", "metric.loss": "2"], remove: []))
      _ = try store.apply(.tag(id: "b4", set: [:], remove: ["metric.accuracy"]))
      let site = Self.summaryEntries[2].site
      _ = try store.apply(.restate(id: "b5", site: site, at: SampleEntries.start))
      _ = try store.apply(
        .remove(Tombstone(id: "b2", removed: SampleEntries.start, reason: "a trial")))
      return try Self.agree(store, LedgerQuery(), .tag("sweep"))
    }
    check("many entries are booked as each alone would be") { store in
      let entries = Self.summaryEntries
      _ = try store.apply(.book(entries[1]))
      let outcome = try store.apply(.bookAll(entries))
      return try outcome == .each([.done, .unchanged] + entries.dropFirst(2).map { _ in .done })
        && Set(store.records(LedgerQuery()).compactMap(\.entry)) == Set(entries)
    }
  }

  /// A summary with the names of what its numbers stand for.
  private struct Named: Hashable {
    let id: String
    let whole: String?
    let site: Site?
    let group: String
    let summary: RunSummary
  }

  static func agree(
    _ store: any LedgerStore, _ query: LedgerQuery, _ grouping: RunGrouping?
  ) throws -> Bool {
    guard let kept = store as? any SummaryStore else { return true }
    let worked = EntrySummaries(store: store)
    let found = try named(kept, query, grouping)
    guard try found == named(worked, query, grouping), !found.isEmpty else { return false }
    for metric in ["accuracy", "loss", "none"] {
      guard try reached(kept, metric, query) == reached(worked, metric, query) else { return false }
    }
    return true
  }

  private static func named(
    _ store: any SummaryStore, _ query: LedgerQuery, _ grouping: RunGrouping?
  ) throws -> Set<Named> {
    var records: [SummaryRecord] = []
    try store.summaries(query, by: grouping) { records.append($0) }
    let sites = try store.sites()
    let names = try store.names(records.map(\.number) + records.compactMap(\.whole))
    return Set(
      records.map { record in
        Named(
          id: names[record.number]?.id ?? "", whole: record.whole.flatMap { names[$0]?.id },
          site: sites[record.site], group: record.group, summary: record.summary)
      })
  }

  private static func reached(
    _ store: any SummaryStore, _ metric: String, _ query: LedgerQuery
  ) throws -> [String: MetricSeries] {
    let records = try store.metrics(metric, query)
    let names = try store.names(records.map(\.number))
    return Dictionary(records.map { (names[$0.number]?.id ?? "", $0.series) }) { first, _ in first }
  }
}
