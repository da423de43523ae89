import Accounting
import ArgumentParser
import JoulebookKit

/// How a job's progress is found where it does not write to `JOULEBOOK_SOCKET` itself.
struct ProgressOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Read the job's progress from a log that it writes.", valueName: "file"))
  var progressFile: String?
  @Option(
    help: ArgumentHelp(
      "Pattern that finds i and n in a line of that log, or of the command's output, such as 'epoch (\\d+)/(\\d+)'.",
      valueName: "regex"))
  var progressPattern: String?
  @Flag(help: "The line is written when step i begins, not when it is done.")
  var progressBegins = false

  func pattern() throws(Problem) -> ProgressPattern? {
    guard let progressPattern else { return nil }
    return try ProgressPattern(progressPattern, begins: progressBegins)
  }
}
