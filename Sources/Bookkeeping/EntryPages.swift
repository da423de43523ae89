package import Accounting

/// Pages of runs, worked out from each entry: for stores that keep no order, and to prove those that do.
package struct EntryPages: PageStore {
  private let store: any LedgerStore

  package init(store: any LedgerStore) { self.store = store }

  package func page(_ query: PageQuery) throws(Problem) -> [PageRow] {
    var all = query.query
    all.limit = nil
    all.omitsSpans = true
    let runs = Dictionary(
      try store.records(all).compactMap(\.entry).map { ($0.run.id, $0.run) },
      uniquingKeysWith: { first, _ in first })
    let names = EntrySummaries(store: store)
    var rows: [PageRow] = []
    let records = Records()
    try names.summaries(all, by: nil) { records.all.append($0) }
    let called = try names.names(records.all.map(\.number))
    for record in records.all {
      guard let id = called[record.number]?.id, let run = runs[id] else { continue }
      rows.append(
        PageRow(
          record: record, id: id, name: run.name, project: run.project, tags: run.tags,
          exitCode: run.exitCode, signal: run.signal))
    }
    rows.sort { query.puts($0.place(query.sort), before: $1.place(query.sort)) }
    if let after = query.after {
      rows.removeAll { !query.puts(after, before: $0.place(query.sort)) }
    }
    return Array(rows.prefix(max(query.limit, 0)))
  }

  package func stamp() throws(Problem) -> String {
    "\(try store.records(LedgerQuery()).hashValue)"
  }

  package func unreadable() throws(Problem) -> Int {
    try store.records(LedgerQuery(omitsSpans: true)).count { $0.entry == nil }
  }

  /// Filled within one call, on the thread of that call.
  private final class Records {
    var all: [SummaryRecord] = []
  }
}
