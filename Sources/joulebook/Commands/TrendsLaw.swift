import ArgumentParser
import JoulebookKit

struct TrendsLaw: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "law",
    abstract: "Fit the law of loss again: to published training runs, or to yours.",
    discussion: examples(
      ("joulebook trends law", "the 245 runs behind Chinchilla, with and without five of them"),
      ("joulebook trends law runs.csv --drop 0", "columns parameters, tokens and loss")))

  @Argument(
    help: "Table with parameters, loss, and tokens or training_flop.", completion: .file())
  var file: String?
  @Option(help: "So many runs of highest loss are left out of a second fit.") var drop = 5
  @OptionGroup var output: FormatOption

  func run() throws {
    try Console().print(
      Joulebook.ofProcess.lossLawFit(file, dropping: drop), as: output.format)
  }
}
