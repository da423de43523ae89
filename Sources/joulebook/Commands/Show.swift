import ArgumentParser
import JoulebookKit

struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print the receipt of a run.",
    discussion: examples(
      ("joulebook show last", "the newest run"),
      ("joulebook show 20261124-14 --format json", "a run by its id")))

  @Argument(help: runHelp) var reference: String
  @OptionGroup var catalogue: CatalogueOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try Console().print(
      Joulebook.ofProcess.show(reference, catalogue: catalogue.catalog), as: output.format)
  }
}
