import Accounting
import ArgumentParser
import JoulebookKit
import Quantities

struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the booked runs, newest last, with their sums.",
    discussion: examples(
      ("joulebook list", "the newest twenty runs"),
      ("joulebook list --project demo --since 2026-11-01", "a project since a day")))

  @OptionGroup var filter: FilterOptions
  @Option(help: "Show only the newest N runs.") var limit: Int?
  @Flag(help: "Show every run.") var all = false
  @OptionGroup var catalogue: CatalogueOption
  @OptionGroup var output: FormatOption

  func run() throws {
    if let limit, limit < 1 {
      throw Problem(
        "Cannot list \(limit) runs.", why: "A limit is a whole number from 1 on.",
        fix: "Write `joulebook list --limit 20`, or `--all`.", exit: .usage)
    }
    let joulebook = Joulebook.ofProcess
    let answer = try joulebook.list(
      filter.runFilter, limit: all ? nil : limit ?? 20, catalogue: catalogue.catalog)
    try Console().print(answer, as: output.format)
  }
}
