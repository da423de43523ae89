import Accounting
import ArgumentParser
import Foundation
import JoulebookKit
import Reporting

struct Chart: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chart",
    abstract: "Draw runs, places, plans and estimates: on the terminal, or as SVG, CSV, Vega-Lite.",
    usage: "joulebook chart NAME [RUN …] [options]",
    discussion: examples(
      ("joulebook chart power last", "the newest run over time, on the terminal"),
      ("joulebook chart waterfall --project demo --out demo.svg", "a picture"),
      ("joulebook chart heat --region DE --duration 6h --power 2kW", "when to run"),
      ("joulebook chart tornado -- training --model gpt-3", "an estimate, after --"),
      ("joulebook chart multiples --by project --out all.json", "a Vega-Lite specification"))
      + "\n\n" + charts)

  @Argument(
    help: "Which chart, see above; `list` lists them.",
    completion: .list(["list"] + Charts.all.map(\.name)))
  var name: String
  @Argument(
    help: ArgumentHelp("Runs by `last`, id or name; else all that fit.", valueName: "run"))
  var runs: [String] = []
  @OptionGroup(title: "Which runs") var filter: FilterOptions
  @OptionGroup(title: "Which runs") var catalogue: CatalogueOption
  @OptionGroup(title: "What of them") var what: ChartOptions
  @OptionGroup(title: "Places and plans") var place: ChartPlaceOptions
  @Option(
    help: "File to write: .svg, .csv, or .json for Vega-Lite; the terminal else.",
    completion: .file(extensions: ["svg", "csv", "json"]))
  var out: String?

  func run() throws {
    if name == "list" { return list() }
    var request = ChartRequest(name)
    request.words = runs
    request.filter = try filter.runFilter
    request.catalogue = catalogue.catalog
    what.fill(&request)
    place.fill(&request.plan)
    if !runs.isEmpty, request.filter != RunFilter() {
      throw Problem(
        "Cannot take runs by name and by condition at once.",
        why: "\(runs.count == 1 ? "A run" : "Runs") and a project, tag or period were given.",
        fix: "Leave out one of them.", exit: .usage)
    }
    let chart = try Joulebook.ofProcess.chart(request)
    if let out { return try ChartFile(path: out).write(chart) }
    Console().show(try chart.inCharacters.text(on: Console().paper))
  }

  private func list() {
    var table = TextTable([.left, .left, .left])
    for entry in Charts.all {
      table.add([
        entry.name, entry.summary,
        entry.source == .command ? "joulebook \(entry.command)" : "from \(entry.source.rawValue)",
      ])
    }
    Console().show(table.lines.joined(separator: "\n") + "\n")
  }

  private static var charts: String {
    let shown = Charts.all.filter { $0.source != .command }
    let width = shown.map(\.name.count).max() ?? 0
    let lines = shown.map { entry in
      let name = entry.name + String(repeating: " ", count: width - entry.name.count)
      return "  \(name)   "
        + entry.summary.wrapped(width: 60, indent: String(repeating: " ", count: width + 5))
    }
    return (["CHARTS:"] + lines).joined(separator: "\n")
  }
}

struct ChartOptions: ParsableArguments {
  @Option(help: "What panels stand for: project, stage, host, or a tag's key (multiples).")
  var by: String?
  @Option(help: "What may be used: 500kWh, 20kgCO2e (budget).") var budget: String?
  @Option(help: "How far ahead it is drawn on: 30d (budget).") var ahead: String?
  @Option(help: "What energy is divided by: requests, tokens (histogram).") var per: String?
  @Option(help: "Result that is looked at: emissions_grams (tornado of an estimate).")
  var result: String?
  @Option(
    help: "File of one estimate, as `joulebook estimate --spec` takes it (tornado).",
    completion: .file())
  var spec: String?

  func fill(_ request: inout ChartRequest) {
    request.by = by
    request.budget = budget
    request.ahead = ahead
    request.per = per
    request.result = result
    request.spec = spec
  }
}

struct ChartPlaceOptions: ParsableArguments {
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Place; for dots with a job several: DE,FR (heat, dots).", valueName: "place"))
  var region: [String] = []
  @Option(help: "How long a job takes that is planned there: 6h.") var duration: String?
  @Option(help: "Its mean IT power: 2.4kW.") var power: String?
  @Option(help: ArgumentHelp("A run of the ledger that it is like.", valueName: "run"))
  var like: String?
  @Option(help: "Its latest finish: 3d, or a moment.") var deadline: String?
  @Flag(help: "It may pause and go on.") var interruptible = false

  func fill(_ request: inout PlanRequest) {
    request.regions = region
    request.duration = duration
    request.power = power
    request.like = like
    request.deadline = deadline
    request.isInterruptible = interruptible
  }
}
