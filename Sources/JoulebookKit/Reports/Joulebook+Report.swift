public import Accounting
import Bookkeeping
import Metering
import Quantities
import Reporting

extension Joulebook {
  /// A run, or a set of runs, in a form that can leave the house.
  public func report(_ request: ReportRequest) throws(Problem) -> String {
    let format = try ReportFormats.named(request.format)
    var context = try request.context(created: SystemClock.wall())
    let statement = try statement(request)
    if let unit = try CountedUnit.of(request.per, in: statement) { context.unit = unit }
    return try format.report(statement, context)
  }

  /// A model card with the emissions of the runs put in, every other byte as it was.
  public func modelCard(
    _ card: [UInt8], _ request: ReportRequest
  ) throws(Problem) -> [UInt8] {
    let context = try request.context(created: SystemClock.wall())
    let statement = try statement(request)
    // The format refuses what it does not use, and a statement without runs.
    _ = try ReportFormats.named("model-card").report(statement, context)
    let patched = try ModelCardPatch(ModelCardFields(statement, context)).patched(card)
    try ModelCardCheck.check(card, patched)
    return patched
  }

  /// The runs of a request, added up.
  public func statement(_ request: ReportRequest) throws(Problem) -> Statement {
    let restater = try request.catalogue.map { version throws(Problem) in
      Restater(catalogue: try self.catalogue(version: version))
    }
    let ledger = try ledger()
    let entries: [Entry]
    var unreadable: [String] = []
    if request.runs.isEmpty {
      var query = request.filter.query
      query.omitsSpans = true
      let records = try ledger.records(query)
      entries = records.compactMap(\.entry)
      unreadable = records.filter { $0.entry == nil }.map(\.id)
    } else {
      var found: [Entry] = []
      for reference in request.runs {
        let entry = try ledger.entry(reference)
        // A run that is named twice is one run.
        if !found.contains(where: { $0.run.id == entry.run.id }) { found.append(entry) }
      }
      entries = found.sorted { ($0.run.started, $0.run.id) < ($1.run.started, $1.run.id) }
    }
    let subject =
      entries.count == 1 && request.runs.count == 1
      ? "run \(entries[0].run.name)" : request.subject
    return Statement(
      subject: subject, entries: entries.map { restater?.restated($0) ?? $0 },
      unreadable: unreadable)
  }
}
