import Accounting
import ArgumentParser
import JoulebookKit

struct PlanBacktest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Forecast a past span as if it were ahead, and score it on what came.",
    discussion: examples(
      ("joulebook plan backtest --file DE=DE.csv --from 2024-01-01", "to the file's end"),
      (
        "joulebook plan backtest --zone DE --file 2023.csv --file 2024.csv --from 2024-07-01 --job 12h",
        "several files"
      ))
      + "\n\nThe history before `--from` is learnt from; each forecast sees only what came\n"
      + "before it. A year or more of history is best, a week the least.")

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Zone to test; else each that a file is named for.", valueName: "zone"))
  var zone: [String] = []
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Hourly intensities: a file, or ZONE=FILE; plain or gzip.", valueName: "file"),
    completion: .file())
  var file: [String] = []
  @Option(help: "First day, or moment, that is forecast.") var from: String
  @Option(help: "Last day, or the moment at which the test ends; else the history's end.")
  var to: String?
  @Option(help: "Hours ahead up to which errors are shown.") var horizons = "24,48,96"
  @Option(help: "Length of the job that is planned: 6h.") var job = "6h"
  @Option(help: "Hours from its release to its deadline: 24h.") var window = "24h"
  @Option(help: "Make a forecast every so many hours.") var every = 1
  @Option(help: "How to print the answer: text, json or markdown.") var format =
    BacktestFormat.text

  func run() throws {
    var request = BacktestRequest()
    request.zones = zone
    request.files = file
    request.from = from
    request.to = to
    request.horizons = horizons
    request.job = job
    request.window = window
    request.everyHours = every
    let answer = try Joulebook.ofProcess.backtest(request)
    switch format {
    case .text: try Console().print(answer, as: .text)
    case .json: try Console().print(answer, as: .json)
    case .markdown: Console().show(answer.page)
    }
  }
}

enum BacktestFormat: String, CaseIterable, ExpressibleByArgument { case text, json, markdown }
