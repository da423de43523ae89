import Accounting
import ArgumentParser
import Foundation
import JoulebookKit
import Quantities

/// Which runs a command is about.
struct FilterOptions: ParsableArguments {
  @Option(help: "Only runs of this project.") var project: String?
  @Option(help: ArgumentHelp("Only runs with this tag; may be repeated.", valueName: "key=value"))
  var tag: [String] = []
  @OptionGroup var period: PeriodOptions

  var runFilter: RunFilter {
    get throws(Problem) {
      RunFilter(
        project: project, tags: try tagPairs(tag), since: try period.moment(period.since),
        until: try period.moment(period.until))
    }
  }
}

/// From when to when.
struct PeriodOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Only runs started at this date or time or later.", valueName: "time"))
  var since: String?
  @Option(help: ArgumentHelp("Only runs started before this date or time.", valueName: "time"))
  var until: String?

  func moment(_ text: String?) throws(Problem) -> Timestamp? {
    guard let text else { return nil }
    guard let moment = Timestamp(text) else {
      throw Problem(
        "Cannot read the time `\(text)`.",
        why: "A time is a date like 2026-11-24 or RFC 3339 like 2026-11-24T14:30:00Z.",
        fix: "Write `--since 2026-11-24`.", exit: .usage)
    }
    return moment
  }
}

/// Tags as they are written on the command line: `key=value`, each.
func tagPairs(_ texts: [String]) throws(Problem) -> [String: String] {
  var tags: [String: String] = [:]
  for text in texts {
    guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
      throw Problem(
        "Cannot read the tag `\(text)`.", why: "A tag is written `key=value`.",
        fix: "Write for example `seed=1`.", exit: .usage)
    }
    tags[String(text[..<sign])] = String(text[text.index(after: sign)...])
  }
  return tags
}

extension Joulebook {
  /// With the environment of this process.
  static var ofProcess: Joulebook {
    Joulebook(
      environment: Environment.variables, directory: Environment.workingFolder,
      notify: { Console().say($0) })
  }
}

/// How a run may be named.
let runHelp = ArgumentHelp("`last`, an id or its beginning, or a name.", valueName: "run")
