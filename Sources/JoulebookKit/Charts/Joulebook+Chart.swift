public import Accounting
import Bookkeeping
import Metering
import Quantities
public import Reporting

extension Joulebook {
  /// The chart that is asked for, made from the ledger, the catalogue, a plan or an estimate.
  public func chart(_ request: ChartRequest) throws(Problem) -> any Chart {
    let entry = try Charts.named(request.name)
    try refuseUnused(request)
    switch entry.name {
    case "power": return PowerChart(try oneRun(request))
    case "coverage": return CoverageChart(try runs(request))
    case "waterfall": return WaterfallChart(try runs(request))
    case "pareto": return ParetoChart(try runs(request))
    case "dots":
      return request.asksForPlan
        ? DotsChart(try plan(request.plan).report) : DotsChart(try runs(request))
    case "multiples": return try multiples(request)
    case "histogram": return try histogram(request)
    case "budget": return try budgetChart(request)
    case "heat": return try heatStrip(request)
    case "tornado": return try tornado(request)
    case _:
      throw Problem(
        "The chart `\(entry.name)` is drawn by a command of its own.",
        why: "It needs what that command is asked.",
        fix: "Write `joulebook \(entry.command) --chart \(entry.name).svg`.", exit: .usage)
    }
  }

  /// What a chart does not use is refused, never ignored.
  private func refuseUnused(_ request: ChartRequest) throws(Problem) {
    let places: Set = ["heat", "dots"]
    let given: [(flag: String, isGiven: Bool, charts: Set<String>)] = [
      ("--by", request.by != nil, ["multiples"]), ("--budget", request.budget != nil, ["budget"]),
      ("--ahead", request.ahead != nil, ["budget"]), ("--per", request.per != nil, ["histogram"]),
      ("--result", request.result != nil, ["tornado"]),
      ("--spec", request.spec != nil, ["tornado"]),
      ("--region", !request.plan.regions.isEmpty, places),
      (
        "--duration, --power, --like or --deadline",
        request.asksForPlan || request.plan.power != nil || request.plan.deadline != nil, places
      ),
      (
        "--project, --tag, --since or --until", request.filter != RunFilter(),
        Set(Charts.all.map(\.name)).subtracting(["power", "heat", "tornado"])
      ),
      ("a run", !request.words.isEmpty, Set(Charts.all.map(\.name)).subtracting(["heat"])),
    ]
    guard let unused = given.first(where: { $0.isGiven && !$0.charts.contains(request.name) })
    else { return }
    throw Problem(
      "The chart `\(request.name)` does not use \(unused.flag).",
      why: "That is for \(unused.charts.sorted().joined(separator: ", ")).",
      fix: "Leave it out, or choose one of these charts.", exit: .usage)
  }

  /// One run with its spans: the one that is named, else the newest.
  func oneRun(_ request: ChartRequest) throws(Problem) -> Entry {
    guard request.words.count <= 1 else {
      throw Problem(
        "The chart `\(request.name)` is of one run.", why: "\(request.words.count) were named.",
        fix: "Write `joulebook chart \(request.name) last`.", exit: .usage)
    }
    return try ledger().entry(request.words.first ?? "last")
  }

  /// Runs by name or condition, added up.
  func runs(_ request: ChartRequest) throws(Problem) -> Statement {
    var report = ReportRequest()
    report.runs = request.words
    report.filter = request.filter
    report.catalogue = request.catalogue
    let statement = try statement(report)
    guard !statement.runs.isEmpty else { throw Self.nothing }
    return statement
  }

  static let nothing = Problem(
    "There is nothing to draw.", why: "No run fits.",
    fix: "Run `joulebook list --all` to see the runs that are there.", exit: .usage)

  private func multiples(_ request: ChartRequest) throws(Problem) -> any Chart {
    let by = request.by ?? "project"
    let statement = try runs(request)
    switch by {
    case "project": return SmallMultiplesChart(statement, grouping: by, key: \.project)
    case "stage": return SmallMultiplesChart(statement, grouping: by, key: \.stage)
    case "host": return SmallMultiplesChart(statement, grouping: by, key: \.host)
    case _:
      guard statement.runs.contains(where: { $0.entry.run.tags[by] != nil }) else {
        throw Problem(
          "No run has the tag `\(by.printable)`.",
          why: "--by takes project, stage, host, or the key of a tag that these runs have.",
          fix: "Write `joulebook chart multiples --by project`.", exit: .usage)
      }
      return SmallMultiplesChart(statement, grouping: by) { $0.tags[by] ?? "without \(by)" }
    }
  }

  /// Width of the terminal behind standard output; nil when there is none.
  public static var terminalColumns: Int? { SystemFacts.terminalColumns(1) }
}

extension Chart {
  /// The chart as it is drawn in characters.
  public var inCharacters: any TerminalChart {
    get throws(Problem) {
      if let drawn = self as? any TerminalChart { return drawn }
      throw Problem(
        "The chart `\(name)` cannot be drawn in characters.", why: "It needs finer marks.",
        fix: "Write it to a file: `--out \(name).svg`.", exit: .usage)
    }
  }
}
