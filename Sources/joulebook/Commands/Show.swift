import Accounting
import ArgumentParser
import JoulebookKit

struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print the receipt of a run, or of a Slurm job by its number.",
    discussion: examples(
      ("joulebook show last", "the newest run"),
      ("joulebook show 20261124-14 --from 10 --to 60", "seconds 10 to 60 of a run")))

  @Argument(help: runHelp) var reference: String
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Only the part from this second after the run's start on.", valueName: "seconds"))
  var from: Double?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Only the part up to this second.", valueName: "seconds"))
  var to: Double?
  @OptionGroup var catalogue: CatalogueOption
  @OptionGroup var output: FormatOption

  func run() throws {
    guard from != nil || to != nil else {
      if let launch = try Joulebook.ofProcess.launch(reference, catalogue: catalogue.catalog) {
        return try Console().print(launch, as: output.format)
      }
      return try Console().print(
        Joulebook.ofProcess.show(reference, catalogue: catalogue.catalog), as: output.format)
    }
    guard catalogue.catalog == nil else {
      throw Problem(
        "A part of a run is shown by the factors that it was booked with.",
        why: "`--catalog` is for whole receipts.", fix: "Leave out --catalog.", exit: .usage)
    }
    try Console().print(
      Joulebook.ofProcess.span(of: reference, from: from, to: to), as: output.format)
  }
}
