import ArgumentParser
import Accounting
import JoulebookKit
import Reporting

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a command and meter what it and everything it starts draws.",
    usage: "joulebook run [options] [--] <command> [<argument> ...]",
    discussion: """
      EXAMPLES
        joulebook run -- python train.py --epochs 3
        joulebook run --name baseline --project thesis --tag lr=3e-4 -- ./search.sh
        joulebook run --when clean --deadline 18h -- python train.py
        joulebook run --progress-file train.log --progress-pattern 'epoch (\\d+)/(\\d+)' -- ./train.sh
        joulebook run --budget 5kWh --on-budget stop -- python train.py

      The command's output, exit status, signals and terminal are its own. The receipt goes to \
      standard error, and into the ledger: see it again with `joulebook show last`.
      """)

  @OptionGroup(title: "Settings") var settings: SettingsOptions
  @OptionGroup(title: "Acting") var acting: ActingOptions
  @OptionGroup(title: "Progress") var progress: ProgressOptions
  @Option(help: ArgumentHelp("Also write the receipt to a file, as JSON.", valueName: "file"))
  var receipt: String?
  @Option(help: "How to print the receipt: text or json.") var format = AnswerFormat.text

  /// Everything from the command's name on, the command's own options included.
  @Argument(parsing: .captureForPassthrough, help: "The command with its arguments.")
  var command: [String] = []

  mutating func validate() throws {
    if command.first == "--" {
      command.removeFirst()
    } else if let first = command.first, first.hasPrefix("-"), first != "-" {
      // What stands before the command is ours; the parser leaves even these to it.
      if first == "--help" || first == "-h" { throw CleanExit.helpRequest(self) }
      throw ValidationError("Unknown option '\(first)'.")
    }
    if command.isEmpty { throw ValidationError("Missing the command to run.") }
  }

  func run() throws {
    var request = RunRequest(
      command: command, environment: Environment.variables,
      directory: Environment.workingFolder, version: Version.text)
    request.flags = settings.flags
    request.receiptPath = receipt
    request.acting = acting.request
    request.setProgress(
      file: progress.progressFile, pattern: try progress.pattern())
    if let ranks = try RankSession(request) { finish(ranks.perform()) }
    let outcome = try RunSession(request).perform()
    let console = Console()
    if let entry = outcome.entry, !outcome.isQuiet {
      switch format {
      case .text: console.note(ReceiptText(entry, style: console.style(of: 2)).text)
      case .json: console.note((try? JSON.text(Receipt(entry))) ?? "")
      }
    }
    for problem in outcome.problems { _ = console.report(problem, as: format) }
    outcome.leave()
  }

  /// One rank of several: the last of a node prints what all of them drew.
  private func finish(_ outcome: RankOutcome) -> Never {
    let console = Console()
    if !outcome.isQuiet, let text = outcome.receiptText(isJSON: format == .json) {
      console.note(text)
    }
    for problem in outcome.problems { _ = console.report(problem, as: format) }
    outcome.leave()
  }
}
