import Foundation
import JoulebookTesting
import Testing

/// The commands over the ledger, as a person or a script calls them.
@Suite struct LedgerCommandTests {
  @Test func `scratch`() throws {
    let box = try CommandBox()
    try SampleEntries.book(
      [
        SampleEntries.entry(),
        SampleEntries.entry(
          id: "20261124-150000-bbbbbb", name: "eval", after: .seconds(90),
          signal: 9),
      ], at: box.ledger)
    for arguments in [
      ["show", "last"], ["list"], ["explain", "last"], ["check"], ["tag", "last", "a=b"],
      ["rm", "last"], ["rm", "last", "--yes"], ["export", "--format", "csv"], ["list", "--help"],
      ["list", "--bogus"], ["show", "nope", "--format", "json"],
      ["show", "last", "--format", "json"],
    ] {
      let result = try box.run(arguments)
      print("$ joulebook \(arguments.joined(separator: " ")) -> \(result.status)")
      print(result.output, result.errors)
    }
  }
}
