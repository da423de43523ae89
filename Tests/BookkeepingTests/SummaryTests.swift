import Accounting
import Foundation
import JoulebookTesting
import Quantities
import Testing

@testable import Bookkeeping

/// What is kept beside entries says the same as they do, in old ledgers too, and an edit by hand is found.
@Suite struct SummaryTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("ledger.sqlite")
  }

  private func summaries(_ ledger: Ledger) throws -> [SummaryRecord] {
    var records: [SummaryRecord] = []
    try ledger.summaries.summaries(LedgerQuery(), by: nil) { records.append($0) }
    return records
  }

  @Test func `a ledger of before there were summaries gets them`() throws {
    let entry = LedgerStoreContract.summaryEntries[3]
    let encoded = try EncodedEntry(entry)
    let run = entry.run
    let json = encoded.json.replacing("'", with: "''")
    let spans = encoded.spans.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
      .joined()
    try sqlite(
      """
      \(schema1)
      INSERT INTO entry VALUES ('\(run.id)', \(run.started.nanoseconds), \(run.ended.nanoseconds),
        '\(run.project)', '\(run.name)', '\(run.machine)', '\(json)', x'\(spans)', \(encoded.checksum));
      INSERT INTO entry VALUES ('bad', 1, 2, 'p', 'n', 'm', 'nonsense', x'', 0);
      """)
    let ledger = Ledger(path: path)
    let records = try summaries(ledger)
    #expect(records.map(\.summary) == [RunSummary(entry)])
    let metrics = try ledger.summaries.metrics("accuracy", LedgerQuery())
    #expect(metrics.map(\.series.last) == [0.5] && metrics.first?.series.points.count == 3)
    #expect(try ledger.records().filter { $0.damage == nil }.map(\.id) == [run.id])
  }

  @Test(arguments: [
    "UPDATE summary SET joules = joules + 1 WHERE id = 'b1'",
    "UPDATE summary SET ending = 0 WHERE id = 'b4'",
    "UPDATE summary SET site = 2 WHERE id = 'b1'",
    "UPDATE summary SET parent = NULL WHERE id = 'b2'",
    "UPDATE metric SET last = 0.9 WHERE name = 'accuracy'",
    "UPDATE metric SET points = x'00' WHERE name = 'loss'",
    "DELETE FROM metric", "DELETE FROM summary WHERE id = 'b3'",
    "UPDATE site SET json = replace(json, '1.2', '1.3')",
  ])
  func `a summary that is not what its entry says is found`(statement: String) throws {
    let ledger = Ledger(path: path)
    for entry in LedgerStoreContract.summaryEntries { try ledger.book(entry) }
    #expect(try ledger.records().allSatisfy { $0.damage == nil })
    try sqlite(statement)
    #expect(try Ledger(path: path).records().contains { $0.damage?.contains("summary") == true })
  }

  @Test func `a summary without an entry is found`() throws {
    let ledger = Ledger(path: path)
    for entry in LedgerStoreContract.summaryEntries { try ledger.book(entry) }
    #expect(try ledger.damage() == [])
    try sqlite("PRAGMA foreign_keys = OFF; DELETE FROM entry WHERE id = 'b5'")
    #expect(try Ledger(path: path).damage() == ["run b5 has a summary and no entry"])
  }

  @Test
  func `energy that is no number ends nothing, and the summary still says what the entry says`()
    throws
  {
    var entry = SampleEntries.entry(id: "nan")
    entry.run.devices[0].total.energy = .nan
    let ledger = Ledger(path: path)
    _ = try? ledger.book(entry)
    try ledger.book(SampleEntries.entry(id: "sound"))
    #expect(try ledger.damage() == [])
    #expect(try ledger.records().allSatisfy { $0.damage == nil })
    #expect(try summaries(ledger).contains { $0.summary.energy.value.joules > 0 })
  }

  private func sqlite(_ script: String) throws {
    let process = python(
      "import sqlite3, sys\nsqlite3.connect(sys.argv[1]).executescript(sys.argv[2])", path)
    process.arguments?.append(script)
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }
}
