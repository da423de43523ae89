public import Accounting
import Bookkeeping
import Quantities

extension Joulebook {
  /// Some of the runs that a filter finds, in an order, with the sums of all of them.
  public func page(of request: RunPageRequest) throws(Problem) -> RunPage {
    guard RunPageRequest.limits.contains(request.limit) else {
      throw Problem(
        "Cannot show \(request.limit) runs at once.",
        why:
          "A page has \(RunPageRequest.limits.lowerBound) to \(RunPageRequest.limits.upperBound).",
        fix: "Ask for less, and go on with `next`.", exit: .usage)
    }
    let ledger = try ledger()
    let query = request.filter.query
    var rows = try ledger.pages.page(
      PageQuery(
        query, sort: request.sort, descends: request.descends, after: try request.place(),
        limit: request.limit + 1))
    let hasMore = rows.count > request.limit
    if hasMore { rows.removeLast() }
    let sites = try ledger.summaries.sites()
    let sums = try sums(of: query, in: ledger)
    return RunPage(
      rows: rows.map { RunPage.Row($0, sites: sites) }, total: sums.total,
      totalAsOf: sums.asOf, unreadable: sums.unreadable,
      next: hasMore ? rows.last.map(request.cursor) : nil)
  }

  private func sums(of query: LedgerQuery, in ledger: Ledger) throws(Problem) -> KeptSums {
    if let served { return try served.sums(of: query) }
    return try KeptSums(query, in: ledger)
  }

  /// The same verbs for a process that answers many: the ledger stays open, and sums of very many runs are kept until
  /// something changes.
  public func serving() throws(Problem) -> Joulebook {
    var joulebook = self
    let served = ServedLedger(path: try ledgerPath(), notify: notify)
    joulebook.served = served
    _ = try? served.sums(of: LedgerQuery())
    return joulebook
  }
}

/// The sums of what a query finds.
struct KeptSums: Sendable {
  let total: ExperimentTotal
  let unreadable: Int
  /// When they were worked out, if they are no longer true.
  var asOf: Timestamp?

  init(_ query: LedgerQuery, in ledger: Ledger) throws(Problem) {
    let sum = Gathered(ExperimentSum())
    try ledger.summaries.summaries(query, by: nil) { record in
      sum.value.add(
        record.summary, number: record.number, site: record.site, partOf: record.whole)
    }
    total = sum.value.total(try ledger.summaries.sites())
    unreadable = try ledger.pages.unreadable()
  }
}

extension RunPage.Row {
  init(_ row: PageRow, sites: [Int64: Site]) {
    let summary = row.record.summary
    let facility = sites[row.record.site].map { summary.energy * $0.pue.ratio } ?? summary.energy
    self.init(
      id: row.id, name: row.name, project: row.project, tags: row.tags, started: summary.started,
      ended: summary.ended, seconds: summary.seconds, exitCode: row.exitCode, signal: row.signal,
      ending: summary.ending, energy: summary.energy, facilityEnergy: facility,
      emissions: sites[row.record.site].map { facility * $0.factor.intensity } ?? .zero,
      byEvidence: summary.byEvidence, isPart: row.record.whole != nil)
  }
}
