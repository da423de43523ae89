import Accounting
import ArgumentParser
import JoulebookKit

struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Set two runs or two groups of runs side by side, and say what is noise.",
    discussion: examples(
      ("joulebook compare version=1 version=2", "runs with one tag against runs with another"),
      ("joulebook compare base new --fail-above 5%", "by names; exit code 1 for a regression"),
      ("joulebook compare last", "what another tool said of a run beside what we say"))
      + "\n\nA side is a tag (key=value), a name that several runs have, or one run. With one run alone, another tool's"
      + " figure of it is set beside ours: the imported run's own, or that of an imported run at the same time on the"
      + " same machine.")

  @Argument(help: "What is compared with: a tag, a name or a run.") var a: String
  @Argument(help: "What is compared: a tag, a name or a run; another tool's figure when not given.")
  var b: String?
  @Option(
    help: ArgumentHelp(
      "A metric of the runs to compare as well, and the energy for a unit of it.", valueName: "name"
    ))
  var metric: String?
  @Option(
    help: ArgumentHelp(
      "Exit code 1 when B surely takes more energy than A by more than this part: 5%.",
      valueName: "part"))
  var failAbove: String?
  @OptionGroup var filter: FilterOptions
  @OptionGroup var output: FormatOption

  func run() throws {
    guard let b else {
      return try Console().print(Joulebook.ofProcess.compareReported(a), as: output.format)
    }
    try Console().print(
      Joulebook.ofProcess.compare(
        a, b, filter: filter.runFilter, metric: metric, limit: limit()), as: output.format)
  }

  private func limit() throws(Problem) -> Double? {
    guard let text = failAbove else { return nil }
    let isPercent = text.hasSuffix("%")
    let number = Double(text.filter { $0 != "%" && $0 != " " })
    guard let number, isPercent || number < 1 else {
      throw Problem(
        "Cannot understand `\(text)` (--fail-above).", why: "It is a part, in percent.",
        fix: "Write for example `--fail-above 5%`.", exit: .usage)
    }
    return isPercent ? number / 100 : number
  }
}
