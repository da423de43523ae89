import Accounting
import Bookkeeping
import Forecasting
import Quantities

/// Makes the report of an experiment from summaries: no entry is decoded but the published one.
struct ExperimentMaker {
  let ledger: Ledger
  let request: ExperimentRequest
  let sites: [Int64: Site]

  private static let shown = 10

  init(ledger: Ledger, request: ExperimentRequest) throws(Problem) {
    self.ledger = ledger
    self.request = request
    sites = try ledger.summaries.sites()
  }

  /// One run, in a few words of memory: there may be a million.
  private struct Row {
    let number: Int64
    let ended: Int64
    let started: Int64
    let seconds: Double
    let deviceSeconds: Double
    var joules: Double
    let ending: RunSummary.Ending
    let whole: Int64?
  }

  func report() throws(Problem) -> ExperimentReport {
    let (query, title) = try ExperimentFinder(ledger: ledger).find(request)
    let goal = try request.goal
    let sum = Gathered(ExperimentSum())
    let rows = Gathered<[Row]>([])
    var launches = LaunchSummaries(ledger)
    try launches.summaries(query, by: nil) { record in
      let summary = record.summary
      sum.value.add(summary, number: record.number, site: record.site, partOf: record.whole)
      rows.value.append(
        Row(
          number: record.number, ended: summary.ended.nanoseconds,
          started: summary.started.nanoseconds, seconds: summary.seconds,
          deviceSeconds: summary.deviceSeconds, joules: summary.energy.value.joules,
          ending: summary.ending, whole: record.whole))
    }
    guard !rows.value.isEmpty else {
      throw Problem(
        "There are no runs of \(title).", why: "The ledger has none that fit.",
        fix: "Run `joulebook experiment list` or `joulebook list --all`.", exit: .usage)
    }
    var report = ExperimentReport(title: title, rows: try self.rows(query, whole: sum.value))
    try readPrices(&report)
    let trials = Self.alone(rows.value)
    let published = try publishedNumber(query).map { launches.numbers[$0] ?? $0 }
    let own = try goal.map { goal throws(Problem) in try self.series(goal, query) } ?? [:]
    // Of a launch that reported from several nodes, the first part's series counts.
    let series = Dictionary(
      own.sorted { $0.key < $1.key }.map { (launches.numbers[$0.key] ?? $0.key, $0.value) }
    ) { first, _ in first }
    func trial(_ row: Row) -> ExperimentReport.Trial {
      ExperimentReport.Trial(
        number: row.number, ending: row.ending, energy: .joules(row.joules),
        deviceSeconds: row.deviceSeconds, value: series[row.number]?.last,
        isPublished: row.number == published)
    }
    report.energies = trials.map(trial).sorted { ($1.energy, $0.number) < ($0.energy, $1.number) }
    report.costliest = Array(report.energies.prefix(Self.shown))
    if let goal { improve(&report, goal, trials, series) }
    report.budget = try budget(report)
    let named = report.costliest.map(\.number) + (report.improvement?.records.map(\.number) ?? [])
    report.names = try ledger.summaries.names(named).mapValues { "\($0.name) \($0.id)" }
    report.notes += notes(report, goal: goal)
    return report
  }

  /// Runs with the energy that is theirs alone: of a run that started others, what those do not have.
  private static func alone(_ rows: [Row]) -> [Row] {
    guard rows.contains(where: { $0.whole != nil }) else { return rows }
    var inside: [Int64: Double] = [:]
    for row in rows { if let whole = row.whole { inside[whole, default: 0] += row.joules } }
    return rows.map { row in
      var row = row
      row.joules = max(0, row.joules - (inside[row.number] ?? 0))
      return row
    }
  }

  // MARK: Rows

  private func rows(
    _ query: LedgerQuery, whole: ExperimentSum
  ) throws(Problem) -> [ExperimentReport.Row] {
    var rows: [ExperimentReport.Row] = []
    if let reference = request.published {
      let id = try ledger.entry(reference).run.id
      let name = try ledger.entry(id).run.name
      let launch = try ledger.entry(id).run.tags[LaunchTags.launch]
      rows.append(
        ExperimentReport.Row(
          kind: .published, name: name,
          total: try total(
            launch.map { LedgerQuery(tags: [LaunchTags.launch: $0]) } ?? LedgerQuery(idPrefix: id))
        ))
    }
    for part in request.parts {
      guard let sign = part.firstIndex(of: "="), sign > part.startIndex else {
        throw Problem(
          "Cannot read the part `\(part)`.", why: "A part is a tag, `key=value`.",
          fix: "Write for example `--part sweep=last`.", exit: .usage)
      }
      var narrowed = query
      narrowed.tags[String(part[..<sign])] = String(part[part.index(after: sign)...])
      rows.append(ExperimentReport.Row(kind: .part, name: part, total: try total(narrowed)))
    }
    rows.append(
      ExperimentReport.Row(kind: .whole, name: "every run", total: whole.total(sites)))
    return rows
  }

  private func total(_ query: LedgerQuery) throws(Problem) -> ExperimentTotal {
    let sum = Gathered(ExperimentSum())
    var launches = LaunchSummaries(ledger)
    try launches.summaries(query, by: nil) { record in
      sum.value.add(
        record.summary, number: record.number, site: record.site, partOf: record.whole)
    }
    return sum.value.total(sites)
  }

  private func publishedNumber(_ query: LedgerQuery) throws(Problem) -> Int64? {
    guard let reference = request.published else { return nil }
    let number = Gathered<Int64?>(nil)
    let id = try ledger.entry(reference).run.id
    try ledger.summaries.summaries(LedgerQuery(idPrefix: id), by: nil) { number.value = $0.number }
    return number.value
  }

  // MARK: Metric

  private func series(
    _ goal: MetricGoal, _ query: LedgerQuery
  ) throws(Problem) -> [Int64: MetricSeries] {
    let records = try ledger.summaries.metrics(goal.name, query)
    guard !records.isEmpty else {
      throw Problem(
        "No run has the metric `\(goal.name)`.",
        why: "None has a tag `\(MetricSeries.tag)\(goal.name)` or a mark of its job with it.",
        fix:
          "Set one: `joulebook tag RUN \(MetricSeries.tag)\(goal.name)=0.91`; see Docs/Marks.md.",
        exit: .usage)
    }
    return Dictionary(records.map { ($0.number, $0.series) }) { first, _ in first }
  }

  private func improve(
    _ report: inout ExperimentReport, _ goal: MetricGoal, _ rows: [Row],
    _ series: [Int64: MetricSeries]
  ) {
    report.improvement = Improvement(
      rows.map {
        Improvement.Trial(
          number: $0.number, ended: Timestamp(nanoseconds: $0.ended), energy: .joules($0.joules),
          value: series[$0.number]?.last)
      }, goal: goal, baseline: request.baseline)
    let trials = rows.compactMap { row in
      series[row.number].map {
        Trial(
          started: Timestamp(nanoseconds: row.started), seconds: row.seconds,
          deviceSeconds: row.deviceSeconds, energy: .joules(row.joules), series: $0)
      }
    }
    report.stopRules = [
      MedianStopping.replay(trials, goal: goal), SuccessiveHalving.replay(trials, goal: goal),
    ].compactMap(\.self)
    if report.stopRules.isEmpty {
      report.stopRules = [SuccessiveHalving.bound(trials, goal: goal)].compactMap(\.self)
    }
  }

  // MARK: Money and budget

  private func readPrices(_ report: inout ExperimentReport) throws(Problem) {
    var currencies: Set<String> = []
    if let text = request.price {
      guard let price = ElectricityPrice(text) else {
        throw Problem(
          "Cannot understand the price `\(text)` (--price).",
          why: "It must be an amount with its currency, for each kWh.",
          fix: "Write for example `--price 0.12USD`.", exit: .usage)
      }
      report.prices.perKilowattHour = price.perKilowattHour
      currencies.insert(price.currency)
    }
    if let text = request.devicePrice {
      let parsed = try Self.devicePrice(text)
      report.prices.perDeviceHour = (parsed.low, parsed.high)
      if !parsed.currency.isEmpty { currencies.insert(parsed.currency) }
    }
    guard currencies.count <= 1 else {
      throw Problem(
        "Prices are in \(currencies.sorted().joined(separator: " and ")).",
        why: "Joulebook has no rates of exchange.", fix: "Give all in one currency.", exit: .usage)
    }
    report.prices.currency = currencies.first ?? ""
  }

  /// `1.10USD`, `0.43..1.46USD`.
  private static func devicePrice(
    _ text: String
  ) throws(Problem) -> (low: Double, high: Double, currency: String) {
    let ends = text.split(separator: "..", omittingEmptySubsequences: false).map(String.init)
    let parts = ends.map { AmountText.parts($0) }
    let currency = parts.last?.unit ?? ""
    guard (1...2).contains(parts.count), let low = parts.first?.number,
      let high = parts.last?.number,
      low >= 0, high >= low, currency.isEmpty || AmountText.isCurrency(currency)
    else {
      throw Problem(
        "Cannot understand the price `\(text)` (--device-price).",
        why: "It is one amount for an hour of a device, or a range of two.",
        fix: "Write for example `--device-price 0.43..1.46USD`.", exit: .usage)
    }
    return (low, high, currency)
  }

  private func budget(_ report: ExperimentReport) throws(Problem) -> ExperimentReport.Budget? {
    guard let text = request.budget else { return nil }
    let limit = try BudgetLimit(text)
    let whole = report.whole
    switch limit.kind {
    case .energy:
      return ExperimentReport.Budget(
        text: limit.text, kind: .energy, limit: limit.amount,
        spent: whole.facilityEnergy.value.joules)
    case .emissions:
      return ExperimentReport.Budget(
        text: limit.text, kind: .emissions, limit: limit.amount,
        spent: whole.emissions.value.grams)
    case .money(let currency):
      guard let spent = report.prices.electricity(whole), currency == report.prices.currency else {
        throw Problem(
          "Cannot set the budget of \(limit.text) against what was spent.",
          why: "No price of a kWh in \(currency) is known.",
          fix: "Give one: `--price 0.30\(currency)`.", exit: .usage)
      }
      return ExperimentReport.Budget(
        text: limit.text, kind: .money, limit: limit.amount, spent: spent)
    }
  }

  private func notes(_ report: ExperimentReport, goal: MetricGoal?) -> [String] {
    var notes: [String] = []
    if report.whole.energy.value.joules <= 0 {
      notes.append("None of these runs has booked energy: nothing was metered or modelled.")
    }
    if let improvement = report.improvement {
      let without = report.whole.runs - improvement.runs
      if without > 0 {
        notes.append(
          "\(without) of \(report.whole.runs) runs have no \(improvement.goal.name); their energy counts all the same."
        )
      }
    }
    return notes
  }
}
