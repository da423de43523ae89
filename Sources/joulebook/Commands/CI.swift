import Accounting
import ArgumentParser
import JoulebookKit
import Reporting

/// `joulebook ci`: a build's energy as a comment, with a threshold.
struct CI: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ci",
    abstract: "Say what a build took against its base, for a page, a merge request and a badge.",
    usage: "joulebook ci [options] [--] [<command> [<argument> ...]]",
    discussion: """
      EXAMPLES
        joulebook ci --base base.json --max-increase 10% -- make test
        joulebook ci --out base.json --keep 10 -- make test
        joulebook ci --base-tag ci.branch=main --badge energy.svg

      With a command it meters that first, as `run` does. Without one it speaks of the runs that this \
      build metered already, or of the last run. The comment is Markdown on standard output, and goes \
      to the file in GITHUB_STEP_SUMMARY too. Exit code: that of a command that failed; 3 over \
      --max-increase or --budget; 0 else.
      """)

  @Option(
    help: ArgumentHelp(
      "File that an earlier `ci --out` wrote; a missing one is no base yet.", valueName: "file"),
    completion: .file())
  var base: String?
  @Option(help: ArgumentHelp("Runs of the base, in this ledger, by a tag.", valueName: "key=value"))
  var baseTag: String?
  @Option(
    name: .customLong("run"), parsing: .singleValue,
    help: ArgumentHelp("A run of this build; may be given again.", valueName: "run"))
  var references: [String] = []
  @Option(help: "File for this build's figures, the base of later ones.", completion: .file())
  var out: String?
  @Option(help: "Runs to keep in the file of --out: several tell how far runs lie apart.")
  var keep = 1
  @Option(help: "Exit code 3 when it surely takes more than this part more: 10%.")
  var maxIncrease: String?
  @Option(help: "Exit code 3 when a run takes more at the meter: 0.1kWh, 50gCO2e.")
  var budget: String?
  @Option(help: "File for a badge, SVG.", completion: .file()) var badge: String?
  @OptionGroup(title: "Settings") var settings: SettingsOptions
  @Option(help: "How to print: text (Markdown) or json.") var format = AnswerFormat.text

  @Argument(parsing: .captureForPassthrough, help: "The command to meter, with its arguments.")
  var command: [String] = []

  mutating func validate() throws {
    if command.first == "--" {
      command.removeFirst()
      if command.isEmpty { throw ValidationError("Missing the command after `--`.") }
    } else if let first = command.first, first.hasPrefix("-"), first != "-" {
      if first == "--help" || first == "-h" { throw CleanExit.helpRequest(self) }
      throw ValidationError("Unknown option '\(first)'.")
    }
    if !command.isEmpty, !references.isEmpty {
      throw ValidationError("Give runs with --run, or a command to meter: not both.")
    }
  }

  func run() throws {
    var request = BuildRequest()
    request.runs = references
    request.base = base
    request.baseTag = baseTag
    request.out = out
    request.keep = keep
    request.badge = badge
    request.maxIncrease = maxIncrease
    request.budget = budget
    let environment = Environment.variables
    request.summary = environment["GITHUB_STEP_SUMMARY"].flatMap { $0.isEmpty ? nil : $0 }
    var joulebook = Joulebook.ofProcess
    if let ledger = settings.ledger {
      joulebook = Joulebook(
        environment: environment.merging(["JOULEBOOK_LEDGER": ledger]) { $1 },
        directory: joulebook.directory, notify: joulebook.notify)
    }
    guard !command.isEmpty else {
      return try Console().print(joulebook.build(request), as: format)
    }
    // What is wrong with the request is said before the command runs.
    try joulebook.checkBuild(request)
    var metered = RunRequest(
      command: command, environment: environment, directory: Environment.workingFolder,
      version: Version.text)
    metered.flags = settings.flags
    let outcome = try RunSession(metered).perform()
    let console = Console()
    for problem in outcome.problems { _ = console.report(problem, as: format) }
    guard let entry = outcome.entry else { outcome.leave() }
    request.runs = [entry.run.id]
    let isDone = entry.run.exitCode == 0
    let code: Int32
    do {
      let answer = try joulebook.build(request)
      console.show(try format.render(answer, style: .plain))
      code = answer.exit.rawValue
    } catch {
      code = console.report(error, as: format)
    }
    // The command's own failure says more than ours.
    if isDone, code != 0 { throw ExitCode(code) }
    outcome.leave()
  }
}
