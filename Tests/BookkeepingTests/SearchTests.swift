import Accounting
import Foundation
import JoulebookTesting
import Quantities
import Testing

@testable import Bookkeeping

/// What people type finds the runs that have it, whatever it is, and only those.
@Suite struct SearchTests {
  private let folder: TemporaryFolder
  private let path: String
  private let ledger: Ledger

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("ledger.sqlite")
    ledger = Ledger(path: path)
  }

  private func find(_ words: String) throws -> [String] {
    var query = LedgerQuery()
    query.words = words
    return try ledger.pages.page(PageQuery(query, descends: false, limit: 100)).map(\.id)
  }

  @Test
  func `runs are found by any part of name, project, id and tags, and no longer when that is gone`()
    throws
  {
    try ledger.book(
      SampleEntries.entry(
        id: "20261124-1", name: "ResNet-50", project: "vision", tags: ["user": "ada"]))
    try ledger.book(SampleEntries.entry(id: "20261124-2", name: "BERT", project: "Sprache"))
    #expect(try find("resnet") == ["20261124-1"])
    #expect(try find("NET-5") == ["20261124-1"])
    #expect(try find("=ad") == ["20261124-1"])
    #expect(try find("ert sprach") == ["20261124-2"])
    #expect(try find("20261124").count == 2)
    #expect(try find("50") == ["20261124-1"], "two letters")
    #expect(try find("t").count == 2, "one letter")
    #expect(try find("   ").count == 2, "no words")
    #expect(try find("bert vision").isEmpty)

    _ = try ledger.tag("20261124-1", set: ["user": "grace"])
    #expect(try find("user=ada").isEmpty && find("user=grace") == ["20261124-1"])
    try ledger.remove("20261124-1", reason: "a trial", at: SampleEntries.start)
    #expect(try find("resnet").isEmpty && find("grace").isEmpty)
    #expect(try ledger.records().allSatisfy { $0.damage == nil } && ledger.damage() == [])
  }

  @Test(arguments: [
    "\"", "\"\"\"", "a\"b\"c", "* OR text:", "NOT", "NEAR(a b)", "'; DROP TABLE words; --", "-name",
    "(((",
    "a^b", "{x}", "%_%", "\u{202E}gnp", "🌍🌍🌍🌍", "e\u{301}e\u{301}e\u{301}", "ﬁnal", "İstanbul",
    "<script>",
  ])
  func `a name that is no word is found by itself`(name: String) throws {
    try ledger.book(SampleEntries.entry(id: "hostile", name: name, project: "p"))
    try ledger.book(SampleEntries.entry(id: "plain", name: "train", project: "p"))
    #expect(try find(name).contains("hostile"))
    #expect(try find(name + "zzz").isEmpty)
    #expect(try ledger.records().allSatisfy { $0.damage == nil })
  }

  @Test(arguments: [
    "UPDATE words SET text = 'something else' WHERE number = 1",
    "DELETE FROM words WHERE number = 1",
    "INSERT INTO word_index (word_index) VALUES ('delete-all')",
  ])
  func `what is kept for the search and is not what the entry says is found by check`(
    statement: String
  ) throws {
    try ledger.book(SampleEntries.entry(id: "20261124-1"))
    #expect(try ledger.records().allSatisfy { $0.damage == nil })
    let process = python(
      "import sqlite3, sys\nsqlite3.connect(sys.argv[1]).executescript(sys.argv[2])", path)
    process.arguments?.append(statement)
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    #expect(
      try Ledger(path: path).records().contains { $0.damage?.contains("summary") == true })
  }

  @Test func `runs of a ledger of before there was a search are found`() throws {
    let old = SampleEntries.entry(
      id: "old-run", name: "Größe", project: "p", tags: ["b": "2", "a": "1", "Z": "3"])
    // Closed at once: a file that is open here is not looked at again.
    let path = folder.file("old.sqlite")
    try Ledger(path: path).book(old)
    let process = python(
      """
      import sqlite3, sys
      db = sqlite3.connect(sys.argv[1])
      for kind, name in db.execute("SELECT type, name FROM sqlite_master WHERE name LIKE 'words_%'").fetchall():
        if kind == 'trigger': db.execute(f'DROP TRIGGER {name}')
      db.execute('DROP TABLE word_index'); db.execute('DROP TABLE words')
      for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'summary_by_%'").fetchall():
        if name != 'summary_by_parent': db.execute(f'DROP INDEX {name}')
      db.execute("DELETE FROM grdb_migrations WHERE identifier LIKE '3%' OR identifier LIKE '4%'")
      db.execute('PRAGMA user_version = 2')
      db.commit()
      db.execute('PRAGMA wal_checkpoint(TRUNCATE)')
      db.close()
      """, path)
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    let migrated = Ledger(path: path)
    var query = LedgerQuery()
    query.words = "größ b=2"
    #expect(try migrated.pages.page(PageQuery(query, limit: 9)).map(\.id) == ["old-run"])
    #expect(try migrated.records().allSatisfy { $0.damage == nil })
    try migrated.book(SampleEntries.entry(id: "new-run", name: "größer b=2"))
    #expect(try migrated.pages.page(PageQuery(query, limit: 9)).count == 2)
  }
}
