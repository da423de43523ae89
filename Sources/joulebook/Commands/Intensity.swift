import Accounting
import ArgumentParser
import JoulebookKit

struct Intensity: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "intensity",
    abstract: "Show how clean the electricity of a place was, is and is expected to be.",
    discussion: examples(
      ("joulebook intensity DE", "the next two days"),
      ("joulebook intensity FR --from=-24h --to 24h", "yesterday and tomorrow"),
      ("joulebook intensity --providers", "who can be asked, and what each needs")))

  @Argument(help: "Country, state, grid zone or cloud region; where this machine stands else.")
  var place: String?
  @Option(
    parsing: .unconditional,
    help: "Beginning: a moment, or a length of time from now (--from=-24h). Else now.")
  var from: String?
  @Option(help: "End: a moment, or a length of time from now. Else two days ahead.") var to: String?
  @Flag(help: "What one kilowatt-hour more causes, where a provider knows it.") var marginal = false
  @Flag(help: "The plants' own emissions only.") var direct = false
  @Option(help: "Provider for this question, over the one that is set.") var provider: String?
  @Option(help: "File of hours for the provider csv.", completion: .file()) var file: String?
  @Flag(help: "List the providers and what each needs.") var providers = false
  @Option(help: "How to print the answer: text, json or csv.") var format = "text"

  func run() throws {
    let isCSV = format == "csv"
    guard isCSV || AnswerFormat(rawValue: format) != nil else {
      throw Problem(
        "Cannot write intensities as `\(format)`.", why: "It can be text, json or csv.",
        fix: "Write `--format json`.", exit: .usage)
    }
    let shape = AnswerFormat(rawValue: format) ?? .text
    if providers { return try Console().print(Joulebook.intensityProviders(), as: shape) }
    var request = IntensityRequest()
    request.place = place
    request.from = from
    request.to = to
    request.isMarginal = marginal
    request.basis = direct ? "direct" : nil
    request.provider = provider
    request.file = file
    let answer = try Joulebook.ofProcess.intensity(request)
    if isCSV { Console().show(answer.csv) } else { try Console().print(answer, as: shape) }
  }
}
