import Accounting
import ArgumentParser
import JoulebookKit

/// A log of requests that a finished run's energy is shared over.
struct RequestLogOptions: ParsableArguments {
  @Option(help: "Log of requests; `-` is no file.", completion: .file()) var log: String?
  @Option(
    help: ArgumentHelp(
      "Kind of the log, where its lines do not tell it; see Docs/ServeWatch.md.", valueName: "kind")
  )
  var logFormat: String?
  @Option(
    help: ArgumentHelp(
      "Pattern of a line with named groups: time, and seconds or milliseconds, input, output.",
      valueName: "regex"))
  var logPattern: String?
  @Option(help: "Zone of times without one: UTC, Europe/Berlin.") var timeZone: String?
  @Option(help: "File for the requests with their joules, as CSV.", completion: .file())
  var out: String?
  @Flag(help: "Replace the file of --out.") var force = false

  func share(_ file: String, run: String, as format: AnswerFormat) throws {
    var request = RequestLogRequest(path: file, run: run)
    request.format = logFormat
    request.pattern = logPattern
    request.timeZone = timeZone
    let answer = try Joulebook.ofProcess.shareOverLog(request)
    if let out { try OutputFile.write(Array(answer.csv.utf8), to: out, replacing: force) }
    try Console().print(answer, as: format)
  }
}
