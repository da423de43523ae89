import Accounting
import ArgumentParser
import JoulebookKit
import Reporting

struct Attach: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach",
    abstract: "Meter a process that runs already, with all that it starts, until it ends.",
    discussion: examples(
      ("joulebook attach 4711", "until it ends, or until Ctrl-C"),
      ("joulebook attach $(pgrep -n -f train.py) --project thesis", "the newest of that name"))
        + """


        The process is not changed, and needs to know nothing. Readings begin when this command does; the receipt \
        says how long the process had run before. It goes to standard output, and into the ledger. Ctrl-C ends \
        the metering and not the process.
        """)

  @Argument(help: "Number of the process.") var pid: Int32
  @OptionGroup(title: "Settings") var settings: SettingsOptions
  @Option(
    help: ArgumentHelp("Read the process's progress from a log that it writes.", valueName: "file"))
  var progressFile: String?
  @Option(
    help: ArgumentHelp(
      "Pattern that finds i and n in a line of that log, such as 'epoch (\\d+)/(\\d+)'.",
      valueName: "regex"))
  var progressPattern: String?
  @Option(help: ArgumentHelp("Also write the receipt to a file, as JSON.", valueName: "file"))
  var receipt: String?
  @Option(help: "How to print the receipt: text or json.") var format = AnswerFormat.text
  @Flag(
    help: """
      Serve the program that starts this one: say JSON on standard output when metering has begun and again \
      when it is booked, and end when standard input says stop or is closed.
      """)
  var helper = false

  func validate() throws {
    if pid <= 0 { throw ValidationError("The number of a process is 1 or more.") }
    if progressPattern != nil, progressFile == nil {
      throw ValidationError("--progress-pattern needs --progress-file: the output is out of reach.")
    }
  }

  func run() throws {
    do {
      try meter()
    } catch let problem as Problem where helper {
      Console().show(try HelperMessage.problem(problem).line)
      throw ExitCode(problem.exit.rawValue)
    }
  }

  private func meter() throws {
    var request = RunRequest(
      command: [], environment: Environment.variables, directory: Environment.workingFolder,
      version: Version.text)
    request.flags = settings.flags
    request.receiptPath = receipt
    request.setProgress(
      file: progressFile,
      pattern: try progressPattern.map { try ProgressPattern($0, begins: false) })
    var attach = AttachRequest(process: pid, run: request)
    attach.isHelper = helper
    let console = Console()
    let outcome = try AttachSession(attach).perform { beginning in
      if helper {
        console.show((try? HelperMessage.begun(beginning).line) ?? "")
      } else if !settings.quiet {
        console.say(
          "Metering process \(pid) as run \(beginning.run). Ctrl-C ends the metering alone.")
        if let socket = beginning.socket { console.say("It may send marks to \(socket).") }
      }
    }
    if helper {
      console.show(try HelperMessage.booked(outcome.entry, problems: outcome.problems).line)
    } else {
      if let entry = outcome.entry, !outcome.isQuiet {
        switch format {
        case .text: console.show(ReceiptText(entry, style: console.outputStyle).text)
        case .json: console.show(try JSON.text(Receipt(entry)))
        }
      }
      for problem in outcome.problems { _ = console.report(problem, as: format) }
    }
    // Not the process's end, which its parent hears: ours says whether the books are kept.
    outcome.leave(as: outcome.problems.isEmpty ? .done : .failed)
  }
}
