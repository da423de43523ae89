import ArgumentParser
import JoulebookKit

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prove that every joule is booked once; exit 1 with the rows that do not balance.",
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
