import ArgumentParser
import Accounting
import JoulebookKit
import Reporting

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a command and meter what it and everything it starts draws.",
    usage: "joulebook run [options] [--] <command> [<argument> ...]",
    discussion: """
      EXAMPLES
        joulebook run -- python train.py --epochs 3
        joulebook run --name baseline --project thesis --tag lr=3e-4 -- ./search.sh

      The command's output, exit status, signals and terminal are its own. The receipt goes to \
      standard error, and into the ledger: see it again with `joulebook show last`.
      """)

  @Option(help: "What to call the run; the program's name otherwise.") var name: String?
  @Option(help: "The project that it belongs to.") var project: String?
  @Option(help: ArgumentHelp("A tag; may be given more than once.", valueName: "key=value"))
  var tag: [String] = []
  @Option(help: "What part of a model's life it is: training, search, inference …")
  var stage: String?
  @Option(help: "Where it runs, for the grid's carbon: DE, deu, Germany. Found out otherwise.")
  var region: String?
  @Option(help: "Energy at the facility's meter over energy of the machine, 1 or more.")
  var pue: String?
  @Option(help: "Time between two readings, 1ms to 1min; 1s otherwise.") var interval: String?
  @Option(help: "How to share the machine: by-use, by-reservation or whole-machine.")
  var policy: String?
  @Flag(help: "Print neither the live line nor the receipt.") var quiet = false
  @Option(help: ArgumentHelp("Also write the receipt to a file, as JSON.", valueName: "file"))
  var receipt: String?
  @Option(help: "How to print the receipt: text or json.") var format = AnswerFormat.text
  @Option(help: ArgumentHelp("The ledger to book in.", valueName: "file")) var ledger: String?

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
    request.flags = flags
    request.receiptPath = receipt
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

  private var flags: SettingsFlags {
    var flags = SettingsFlags()
    flags.name = name
    flags.project = project
    flags.tags = tag
    flags.stage = stage
    flags.region = region
    flags.pue = pue
    flags.interval = interval
    flags.policy = policy
    flags.quiet = quiet ? true : nil
    flags.ledger = ledger
    return flags
  }
}
