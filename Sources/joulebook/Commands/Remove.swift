import Accounting
import ArgumentParser
import Foundation
import JoulebookKit
import Quantities

struct Remove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm", abstract: "Remove a run from the ledger, after asking.",
    discussion: examples(
      ("joulebook rm last", "remove the newest run"),
      ("joulebook rm 20261124-143012-k3f9q2 --yes", "without asking")))

  @Argument(help: runHelp) var reference: String
  @Flag(help: "Do not ask.") var yes = false
  @Option(help: "Why; kept with the tombstone.") var reason = "removed by hand"
  @OptionGroup var output: FormatOption

  func run() throws {
    let joulebook = Joulebook.ofProcess
    let found = try joulebook.find(reference)
    if !yes {
      guard let answer = Console().confirms("Remove \(found.description)?") else {
        throw Problem(
          "Will not remove \(found.description) without asking.",
          why: "There is no terminal to ask on.",
          fix: "Add `--yes` to remove it all the same.", exit: .usage)
      }
      guard answer else {
        Console().say("Nothing was removed.")
        return
      }
    }
    let now = Timestamp(nanoseconds: Int64(Date().timeIntervalSince1970 * 1000) * 1_000_000)
    let answer = try joulebook.remove(id: found.id, reason: reason, at: now)
    try Console().print(answer, as: output.format)
  }
}
