import Accounting
public import ArgumentParser
import Foundation
public import JoulebookKit

struct TrendsGrowth: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "growth",
    abstract: "Fit how fast something doubles, and how sure that is.",
    discussion: examples(
      ("joulebook trends growth --preset openai-2018", "the 3.4 months, redone"),
      ("joulebook trends growth --series power --from 2015", "models of the catalogue"),
      ("joulebook trends growth mine.csv --chart mine.svg", "columns date and value"))
      + "\n\nSERIES\n"
      + GrowthSeries.allCases.map { series in
        "  \(series.rawValue)" + String(repeating: " ", count: 14 - series.rawValue.count)
          + series.meaning
      }.joined(separator: "\n"))

  @Argument(
    help: "A table with the columns date and value, and name and unit if it has them.",
    completion: .file())
  var file: String?
  @Option(help: "Redo what others published; openai-2018 where nothing else is given.")
  var preset: GrowthPreset?
  @Option(help: ArgumentHelp("A series of the catalogue, see above.", valueName: "series"))
  var series: GrowthSeries?
  @Option(help: "First year, month or day: 2012, 2012-06.") var from: String?
  @Option(help: "Last year, month or day; it belongs to the window.") var to: String?
  @Option(help: "Models of one domain: Language, Vision.") var domain: String?
  @Option(help: "Which points: all, record, or top:10, the largest when they came.")
  var rule: String?
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Only the points of these names.", valueName: "name"))
  var only: [String] = []
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Without the points of these names.", valueName: "name"))
  var without: [String] = []
  @Option(help: ArgumentHelp("The column of the file that is looked at.", valueName: "name"))
  var column: String?
  @Option(help: "Unit of the values, where the file does not say; tokens for --series data.")
  var unit: String?
  @Option(help: "Draws of the bootstrap; 0 leaves it out.") var draws = 2000
  @Option(help: "Where the draws begin: the same seed, the same answer.") var seed: UInt64 = 1
  @Option(
    help: ArgumentHelp("Write the picture to a file: growth.svg.", valueName: "file"),
    completion: .file(extensions: ["svg"]))
  var chart: String?
  @Option(help: "How to print the answer: text, json, csv or markdown.")
  var format = GrowthFormat.text

  func run() throws {
    var request = GrowthRequest()
    request.file = file
    request.preset = preset
    request.series = series
    request.from = from
    request.to = to
    request.domain = domain
    request.rule = rule
    request.only = only
    request.without = without
    request.column = column
    request.unit = unit
    guard (0...100_000).contains(draws) else {
      throw Problem(
        "Cannot make \(draws) draws.", why: "It is a whole number from 0 to 100,000.",
        fix: "Write `--draws 2000`.", exit: .usage)
    }
    request.draws = draws
    request.seed = seed
    let answer = try Joulebook.ofProcess.growth(request)
    if let chart { try ChartFile(path: chart).write(answer.chart) }
    switch format {
    case .text: try Console().print(answer, as: .text)
    case .json: try Console().print(answer, as: .json)
    case .csv: Console().show(answer.csv)
    case .markdown: Console().show(answer.page)
    }
  }
}

enum GrowthFormat: String, CaseIterable, ExpressibleByArgument { case text, json, csv, markdown }

extension GrowthSeries: ExpressibleByArgument {}
extension GrowthPreset: ExpressibleByArgument {}
