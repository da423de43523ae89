import ArgumentParser
import JoulebookKit

struct Restate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restate",
    abstract: "Set the carbon of booked runs against the catalogue of today: old, new, why.",
    discussion: examples(
      ("joulebook restate", "what a newer catalogue changes, run by run"),
      ("joulebook restate --since 2026-01-01 --write", "put it into the ledger"),
      ("joulebook restate last --catalog 2026.11", "an old figure, to the byte")))

  @Argument(help: runHelp) var reference: String?
  @OptionGroup var filter: FilterOptions
  @OptionGroup var catalogue: CatalogueOption
  @Flag(help: "Put the new figures into the ledger; the old factors are kept with each run.")
  var write = false
  @OptionGroup var output: FormatOption

  func run() throws {
    let answer = try Joulebook.ofProcess.restate(
      reference, filter.runFilter, version: catalogue.catalog, write: write)
    try Console().print(answer, as: output.format)
  }
}

/// Under which catalogue a run is shown.
struct CatalogueOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Use the factors of this version of the catalogue.", valueName: "version"))
  var catalog: String?
}
