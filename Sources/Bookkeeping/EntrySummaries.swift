package import Accounting

/// What entries come to, worked out from each of them: for stores that keep no summaries, and to prove those that do.
package struct EntrySummaries: SummaryStore {
  private let store: any LedgerStore

  package init(store: any LedgerStore) { self.store = store }

  package func summaries(
    _ query: LedgerQuery, by grouping: RunGrouping?, _ take: @escaping (SummaryRecord) -> Void
  ) throws(Problem) {
    let all = try numbered()
    let sites = Dictionary(
      zip(distinctSites(all), Int64(1)...), uniquingKeysWith: { first, _ in first })
    let byID = Dictionary(
      all.map { ($0.entry.run.id, $0) }, uniquingKeysWith: { first, _ in first })
    for entry in try entries(query) {
      guard let group = group(entry, grouping), let found = byID[entry.run.id] else { continue }
      let whole = entry.run.parent.flatMap { byID[$0] }
        .flatMap { entry.run.isPart(of: $0.entry.run) ? $0.number : nil }
      take(
        SummaryRecord(
          number: found.number, site: sites[entry.site] ?? 0, whole: whole, group: group,
          summary: RunSummary(entry)))
    }
  }

  package func metrics(_ name: String, _ query: LedgerQuery) throws(Problem) -> [MetricRecord] {
    let wanted = Set(try entries(query).map(\.run.id))
    return try numbered().compactMap { number, entry in
      guard wanted.contains(entry.run.id), let series = MetricSeries.all(of: entry)[name] else {
        return nil
      }
      return MetricRecord(number: number, series: series)
    }
  }

  package func sites() throws(Problem) -> [Int64: Site] {
    Dictionary(uniqueKeysWithValues: zip(Int64(1)..., distinctSites(try numbered())))
  }

  package func names(_ numbers: [Int64]) throws(Problem) -> [Int64: RunName] {
    let wanted = Set(numbers)
    let found = try numbered().filter { wanted.contains($0.number) }
      .map { ($0.number, RunName(id: $0.entry.run.id, name: $0.entry.run.name)) }
    return Dictionary(uniqueKeysWithValues: found)
  }

  private func entries(_ query: LedgerQuery) throws(Problem) -> [Entry] {
    var query = query
    query.omitsSpans = true
    return try store.records(query).compactMap(\.entry)
  }

  private func numbered() throws(Problem) -> [(number: Int64, entry: Entry)] {
    zip(Int64(1)..., try entries(LedgerQuery())).map { ($0, $1) }
  }

  private func distinctSites(_ all: [(number: Int64, entry: Entry)]) -> [Site] {
    var seen: Set<Site> = []
    return all.map(\.entry.site).filter { seen.insert($0).inserted }
  }

  /// Nil when the entry has no group.
  private func group(_ entry: Entry, _ grouping: RunGrouping?) -> String? {
    switch grouping {
    case nil: ""
    case .tag(let key): entry.run.tags[key]
    case .name: entry.run.name
    case .project: entry.run.project
    case .parent: entry.run.parent.flatMap { $0.isEmpty ? nil : $0 }
    }
  }
}
