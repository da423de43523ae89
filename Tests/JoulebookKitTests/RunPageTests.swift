import Accounting
import Foundation
import JoulebookTesting
import Quantities
import Reporting
import Testing

@testable import Bookkeeping
@testable import JoulebookKit

/// Pages of runs, as the dashboard and the interface for programs show them.
@Suite struct RunPageTests {
  private let folder: TemporaryFolder
  private let joulebook: Joulebook
  private let ledger: Ledger

  init() throws {
    folder = try TemporaryFolder()
    let path = folder.path + "/ledger.sqlite"
    joulebook = Joulebook(environment: ["JOULEBOOK_LEDGER": path], directory: "/")
    ledger = Ledger(path: path)
  }

  @Test func `an empty ledger has an empty page`() throws {
    for joulebook in [joulebook, try joulebook.serving()] {
      let page = try joulebook.page(of: RunPageRequest())
      #expect(page.rows.isEmpty && page.next == nil && page.total.runs == 0)
    }
  }

  @Test func `pages go through all runs, and their rows and sums are those of the list`() throws {
    for entry in LedgerStoreContract.summaryEntries { try ledger.book(entry) }
    for joulebook in [joulebook, try joulebook.serving()] {
      var request = RunPageRequest(sort: .started, descends: false, limit: 2)
      var rows: [RunPage.Row] = []
      repeat {
        let page = try joulebook.page(of: request)
        rows += page.rows
        request.cursor = page.next
        let list = try joulebook.list(RunFilter()).list
        #expect(page.total.energy.text == list.total.energy.text)
        #expect(page.total.emissions.text == list.total.emissions.text)
      } while request.cursor != nil
      let list = try joulebook.list(RunFilter()).list.entries
      #expect(rows.map(\.id) == list.map(\.run.id))
      for (row, entry) in zip(rows, list) {
        let footprint = AccountingMethod().footprint(of: entry)
        #expect(row.energy.text == footprint.energy.text)
        #expect(row.emissions.text == footprint.emissions.text)
        #expect(row.emissions.rangeText == footprint.emissions.rangeText)
        #expect(row.endText == entry.run.endText)
      }
    }
  }

  @Test func `a server sees what others book, tag and remove, and a ledger put in place of it`()
    throws
  {
    let served = try joulebook.serving()
    #expect(try served.page(of: RunPageRequest()).total.runs == 0)
    let entries = LedgerStoreContract.summaryEntries
    try ledger.book(entries[0])
    #expect(try served.page(of: RunPageRequest()).total.runs == 1)
    try ledger.book(entries[3])
    #expect(try served.page(of: RunPageRequest()).total.runs == 2)
    _ = try ledger.tag("b1", set: ["k": "seen"])
    #expect(try served.page(of: RunPageRequest(RunFilter(words: "SEEN"))).rows.map(\.id) == ["b1"])
    try ledger.remove("b1", reason: "a trial", at: SampleEntries.start)
    #expect(try served.page(of: RunPageRequest()).total.runs == 1)
    #expect(try served.page(of: RunPageRequest(RunFilter(words: "seen"))).rows.isEmpty)
  }

  @Test(arguments: ["", "nonsense", "e30", String(repeating: "A", count: 10_000), "é"])
  func `a cursor that is none is refused`(cursor: String) throws {
    try ledger.book(LedgerStoreContract.summaryEntries[0])
    #expect(throws: Problem.self) { try joulebook.page(of: RunPageRequest(cursor: cursor)) }
  }

  @Test func `a cursor of another order is refused, and a page of none or too many runs`() throws {
    for entry in LedgerStoreContract.summaryEntries { try ledger.book(entry) }
    let cursor = try joulebook.page(of: RunPageRequest(sort: .energy, limit: 1)).next
    #expect(cursor != nil)
    #expect(throws: Problem.self) {
      try joulebook.page(of: RunPageRequest(sort: .name, cursor: cursor))
    }
    for limit in [0, -1, 501] {
      #expect(throws: Problem.self) { try joulebook.page(of: RunPageRequest(limit: limit)) }
    }
  }
}
