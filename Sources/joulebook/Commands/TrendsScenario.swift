import Accounting
import ArgumentParser
import JoulebookKit

struct TrendsScenario: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scenario",
    abstract: "Draw emissions on: growth against hardware, buildings and grid.",
    discussion: examples(
      (
        "joulebook trends scenario --to 2030",
        "a training run like GPT-3, by the catalogue's trends"
      ),
      ("joulebook trends scenario --to 2035 --ledger --growth 1.5", "your own work"))
        + """


        A factor is a number or range (× a year for growth, hardware and grid; a level
        for the others), a path of levels (2026:0.6,2030:0.85), or a CSV file with the
        columns year and value. Factors that are not given follow the catalogue.
        """)

  @Option(help: "Last year.") var to: Int
  @Option(help: "First year; that of the run, or this one.") var from: Int?
  @Option(
    name: .customLong("run"),
    help: "A published training run, as one of its class; GPT-3 when nothing is given.")
  var published: String?
  @Flag(help: "What this ledger's owner emitted in the last twelve months.") var ledger = false
  @Option(help: "With --ledger: only runs of this project.") var project: String?
  @Option(help: "Emissions of the first year: 1200t.") var emissions: String?
  @Option(help: "Growth of compute.") var growth: String?
  @Option(help: "Work of the hardware for a joule.") var hardware: String?
  @Option(help: "Part of the hardware's peak that is used.") var utilisation: String?
  @Option(help: "Power usage effectiveness.") var pue: String?
  @Option(help: "Carbon intensity of the electricity.") var grid: String?
  @Option(help: "Part of all energy that inference takes.") var inference: String?
  @Option(help: "Whose grid is drawn on; the world's when not given.") var region: String?
  @Option(help: "Where the draws begin: the same seed, the same answer.") var seed: UInt64 = 1
  @Option(
    help: ArgumentHelp("Write the picture to a file: scenario.svg.", valueName: "file"),
    completion: .file(extensions: ["svg"]))
  var chart: String?
  @Option(help: "How to print the answer: text, json or csv.") var format = ScenarioFormat.text

  func run() throws {
    var request = ScenarioRequest(to: to)
    request.from = from
    request.run = published
    request.isLedger = ledger
    request.project = project
    request.emissions = emissions
    request.region = region
    request.seed = seed
    let given: [(ScenarioFactor, String?)] = [
      (.growth, growth), (.hardware, hardware), (.utilisation, utilisation), (.pue, pue),
      (.grid, grid), (.inference, inference),
    ]
    for case (let factor, let text?) in given { request.factors[factor] = text }
    let answer = try Joulebook.ofProcess.scenario(request)
    if let chart { try ChartFile(path: chart).write(answer.chart) }
    switch format {
    case .text: try Console().print(answer, as: .text)
    case .json: try Console().print(answer, as: .json)
    case .csv: Console().show(answer.csv)
    }
  }
}

enum ScenarioFormat: String, CaseIterable, ExpressibleByArgument { case text, json, csv }
