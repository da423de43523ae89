import Accounting
import ArgumentParser
import JoulebookKit

struct TrendsEfficiency: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "efficiency",
    abstract: "Fit how fast your own runs get more done for a kilowatt-hour.",
    discussion: examples(
      ("joulebook trends efficiency --metric tokens", "every run with the metric"),
      ("joulebook trends efficiency --metric images --project demo --rule record", "the best ones"))
  )

  @Option(help: ArgumentHelp("What is got, of which more is better.", valueName: "name"))
  var metric: String
  @Option(help: "Which runs: all, record, or top:10, the best when they came.") var rule: String?
  @OptionGroup var filter: FilterOptions
  @Option(help: "Where the draws begin: the same seed, the same answer.") var seed: UInt64 = 1
  @Option(
    help: ArgumentHelp("Write the picture to a file: efficiency.svg.", valueName: "file"),
    completion: .file(extensions: ["svg"]))
  var chart: String?
  @Option(help: "How to print the answer: text, json, csv or markdown.")
  var format = GrowthFormat.text

  func run() throws {
    let answer = try Joulebook.ofProcess.efficiency(
      of: metric, filter.runFilter, rule: rule, seed: seed)
    if let chart { try ChartFile(path: chart).write(answer.chart) }
    switch format {
    case .text: try Console().print(answer, as: .text)
    case .json: try Console().print(answer, as: .json)
    case .csv: Console().show(answer.csv)
    case .markdown: Console().show(answer.page)
    }
  }
}
