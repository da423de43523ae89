import ArgumentParser
import JoulebookKit

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Prove that every joule is booked once, or show what does not balance.",
    discussion: examples(
      ("joulebook check", "the whole ledger"),
      ("joulebook check --since 2026-11-01 --format json", "for a nightly job")))

  @OptionGroup var period: PeriodOptions
  @OptionGroup var output: FormatOption

  func run() throws {
    let filter = RunFilter(
      since: try period.moment(period.since), until: try period.moment(period.until))
    try Console().print(Joulebook.ofProcess.check(filter), as: output.format)
  }
}
