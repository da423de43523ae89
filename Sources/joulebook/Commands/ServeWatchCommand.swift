import Accounting
import ArgumentParser
import JoulebookKit
import Reporting

/// `joulebook serve-watch`: an inference server, its requests and its tokens.
struct ServeWatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve-watch",
    abstract: "Meter an inference server, and say what a request and a token took.",
    usage: """
      joulebook serve-watch --metrics <url> [options] [--] <command> [<argument> ...]
             joulebook serve-watch --metrics <url> [--pid <pid>]
             joulebook serve-watch --metrics <url> --run <run>
             joulebook serve-watch --log <file> --run <run>
      """,
    discussion: """
      EXAMPLES
        joulebook serve-watch --metrics 8000 -- vllm serve org/model
        joulebook serve-watch --metrics 8000
        joulebook serve-watch --metrics http://127.0.0.1:8000/metrics --run last
        joulebook serve-watch --log access.log --run last
        joulebook serve-watch --servers

      With a command it meters that as `run` does and books it under the stage inference; the server's \
      counters, looked at now and then, become marks of the run. Without a command it meters the process \
      that listens on the port, or the one of --pid, until Ctrl-C. With --run a run that goes on already \
      gets these marks. A log shares a finished run's energy over its requests.
      """)

  @Option(
    help: ArgumentHelp(
      "Page of the server's metrics: a port, host:port or an address.", valueName: "url"))
  var metrics: String?
  @Option(help: "Time between two looks; 1s.") var poll: String?
  @Option(help: "Kind of the server, where its names do not tell it; see --servers.")
  var server: String?
  @Flag(help: "List the kinds of server and where each has its metrics.") var servers = false
  @Option(
    name: .customLong("run"),
    help: ArgumentHelp("A run that goes on, or with --log a finished one.", valueName: "run"))
  var reference: String?
  @Option(help: "Process of a server that runs already; the one that listens on the port else.")
  var pid: Int32?
  @OptionGroup(title: "Counters of other servers") var counters: CounterOptions
  @OptionGroup(title: "Logs") var log: RequestLogOptions
  @OptionGroup(title: "Settings") var settings: SettingsOptions
  @Option(help: ArgumentHelp("Also write the receipt to a file, as JSON.", valueName: "file"))
  var receipt: String?
  @Option(help: "How to print: text or json.") var format = AnswerFormat.text

  @Argument(parsing: .captureForPassthrough, help: "The command that starts the server.")
  var command: [String] = []

  mutating func validate() throws {
    if command.first == "--" {
      command.removeFirst()
    } else if let first = command.first, first.hasPrefix("-"), first != "-" {
      if first == "--help" || first == "-h" { throw CleanExit.helpRequest(self) }
      throw ValidationError("Unknown option '\(first)'.")
    }
    if servers { return }
    guard metrics != nil || log.log != nil else {
      throw ValidationError(
        "Missing --metrics with the server's page, or --log with a log of requests.")
    }
    guard metrics == nil || log.log == nil else {
      throw ValidationError(
        "--metrics is for a server that runs, --log for one that ran: give one.")
    }
    if let pid, pid <= 0 { throw ValidationError("The number of a process is 1 or more.") }
    guard pid == nil || (reference == nil && command.isEmpty) else {
      throw ValidationError("--pid names a server that runs: give no command and no --run with it.")
    }
    if log.log != nil {
      guard reference != nil, command.isEmpty else {
        throw ValidationError("--log needs --run with the finished run, and no command.")
      }
    } else if reference != nil, !command.isEmpty {
      throw ValidationError("Give the command that starts the server, or --run: not both.")
    }
  }

  func run() throws {
    if servers { return try Console().print(Joulebook.inferenceServers(), as: format) }
    if let file = log.log, let reference {
      return try log.share(file, run: reference, as: format)
    }
    var words = WatchRequest.Words(metrics: metrics ?? "")
    words.poll = poll
    words.server = server
    counters.put(into: &words)
    let watch = try WatchRequest(words, environment: Environment.variables)
    if let reference {
      let console = Console()
      return try console.print(
        Joulebook.ofProcess.watch(reference, watch, style: console.style(of: 2)), as: format)
    }
    try meter(watch)
  }

  private func meter(_ watch: WatchRequest) throws {
    var request = RunRequest(
      command: command, environment: Environment.variables,
      directory: Environment.workingFolder, version: Version.text)
    request.flags = settings.flags
    request.flags.stage = settings.stage ?? "inference"
    request.flags.tags.append("server.metrics=\(watch.publicAddress)")
    request.receiptPath = receipt
    request.watch = watch
    guard command.isEmpty else {
      let outcome = try RunSession(request).perform()
      report(outcome)
      outcome.leave()
    }
    let process = try pid ?? watch.owner()
    let outcome = try AttachSession(AttachRequest(process: process, run: request)).perform {
      if !settings.quiet {
        Console().say(
          "Metering process \(process) as run \($0.run). Ctrl-C ends the metering alone.")
      }
    }
    report(outcome)
    outcome.leave(as: outcome.problems.isEmpty ? .done : .failed)
  }

  private func report(_ outcome: RunOutcome) {
    let console = Console()
    if let entry = outcome.entry, !outcome.isQuiet {
      switch format {
      case .text: console.note(ReceiptText(entry, style: console.style(of: 2)).text)
      case .json: console.note((try? JSON.text(Receipt(entry))) ?? "")
      }
    }
    for problem in outcome.problems { _ = console.report(problem, as: format) }
  }
}

/// Names on a page that is no known server's.
struct CounterOptions: ParsableArguments {
  @Option(
    name: .customLong("requests"),
    help: ArgumentHelp("Counter of requests that ended, labels in braces.", valueName: "name"))
  var requests: String?
  @Option(help: ArgumentHelp("Counter of tokens that went in.", valueName: "name"))
  var inputTokens: String?
  @Option(help: ArgumentHelp("Counter of tokens that came out.", valueName: "name"))
  var outputTokens: String?
  @Option(help: ArgumentHelp("Gauge of requests that run now.", valueName: "name"))
  var running: String?

  func put(into words: inout WatchRequest.Words) {
    words.requests = requests
    words.inputTokens = inputTokens
    words.outputTokens = outputTokens
    words.running = running
  }
}
