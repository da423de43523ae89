import Accounting
import ArgumentParser
import JoulebookKit
import Reporting

struct PlanSavings: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "savings",
    abstract: "Work out what delay and pausing would have saved over a year of a zone's hours.",
    discussion: examples(
      ("joulebook plan savings DE_2024.csv", "one zone"),
      ("joulebook plan savings --year 2023 *.csv --format markdown", "many, as tables of a page")))

  @Argument(
    help: "Files of hours, as `joulebook intensity` reads them; gzip too.", completion: .file())
  var files: [String]
  @Option(help: "Year that is worked out; the last whole one of each file else.") var year: Int?
  @Option(help: "How to print the answer: text, json or markdown.") var format = "text"

  func run() throws {
    let answer = try Joulebook.ofProcess.savings(files: files, year: year)
    switch format {
    case "markdown": Console().show(answer.report.markdown)
    case _:
      guard let format = AnswerFormat(rawValue: format) else {
        throw Problem(
          "Cannot write savings as `\(format)`.", why: "It can be text, json or markdown.",
          fix: "Write `--format json`.", exit: .usage)
      }
      try Console().print(answer, as: format)
    }
  }
}
