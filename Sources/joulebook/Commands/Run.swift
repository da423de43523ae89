import ArgumentParser
import JoulebookKit

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a command and meter what it and everything it starts draws.",
    usage: "joulebook run [options] [--] <command> [<argument> ...]",
    discussion: """
      EXAMPLES:
        joulebook run -- python train.py --epochs 3
        joulebook run --name baseline --project thesis -- ./search.sh
      """)

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
    CommandRun.perform(command)
  }
}
