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
  @OptionGroup var output: FormatOption

  func run() throws {
    try Console().print(
      Joulebook.ofProcess.explain(reference, catalogue: catalogue.catalog), as: output.format)
  }
}
