import ArgumentParser
import JoulebookKit

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Walk from a run's figures back to raw readings, formulas and sources.",
    discussion: examples(
      ("joulebook explain last", "the newest run's emissions"),
      ("joulebook explain last --format json", "the same tree for programs")))

  @Argument(help: runHelp) var reference: String
  @OptionGroup var catalogue: CatalogueOption
  @Option(help: "How to print it: text, json or html.") var format = ExplainFormat.text

  func run() throws {
    let answer = try Joulebook.ofProcess.explain(reference, catalogue: catalogue.catalog)
    switch format {
    case .text: try Console().print(answer, as: .text)
    case .json: try Console().print(answer, as: .json)
    case .html: Console().show(answer.html)
    }
  }
}

enum ExplainFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json, html
}
