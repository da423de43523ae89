import ArgumentParser
import JoulebookKit

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write runs as JSON or comma-separated values.",
    discussion: examples(
      ("joulebook export > runs.json", "every receipt"),
      ("joulebook export --format csv --since 2026-11-01", "a line per run")))

  @OptionGroup var filter: FilterOptions
  @OptionGroup var catalogue: CatalogueOption
  @Option(help: "How to write the runs: json or csv.") var format = ExportFormat.json

  func run() throws {
    let answer = try Joulebook.ofProcess.export(
      filter.runFilter, catalogue: catalogue.catalog)
    try Console().print(answer, as: format.answerFormat)
  }
}

enum ExportFormat: String, CaseIterable, ExpressibleByArgument {
  case json, csv

  var answerFormat: AnswerFormat {
    switch self {
    case .json: .json
    case .csv: .text
    }
  }
}
