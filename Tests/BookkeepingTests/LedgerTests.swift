import Accounting
import Bookkeeping
import JoulebookTesting
import Quantities
import Testing

@Suite struct LedgerTests {
  private let folder: TemporaryFolder
  private let ledger: Ledger

  init() throws {
    folder = try TemporaryFolder()
    ledger = Ledger(path: folder.file("deep/down/ledger.sqlite"))
  }

  @Test func `last is the newest run`() throws {
    try book(["a1", "a2", "b1"])
    #expect(try ledger.entry("last").run.id == "b1")
  }

  @Test(arguments: [("a1", "a1"), ("b", "b1"), ("a10", "a10"), ("name-b1", "b1")])
  func `a run is found by id, by the beginning of an id, and by name`(
    reference: String, id: String
  ) throws {
    try book(["a1", "a10", "b1"])
    #expect(try ledger.entry(reference).run.id == id)
  }

  @Test func `a name that is the beginning of an id means the name`() throws {
    try ledger.book(SampleEntries.entry(id: "a1", name: "b"))
    try ledger.book(SampleEntries.entry(id: "b1", name: "c"))
    #expect(try ledger.entry("b").run.id == "a1")
  }

  @Test func `a reference to several runs names them`() throws {
    try book(["a1", "a2"])
    let problem = #expect(throws: Problem.self) { try ledger.entry("a") }
    #expect(problem?.exit == .usage)
    #expect(problem?.why.contains("a1") == true && problem?.why.contains("a2") == true)
  }

  @Test(arguments: ["zz", "", "%", "last"])
  func `a reference to nothing is a problem`(reference: String) throws {
    #expect(throws: Problem.self) { try ledger.entry(reference) }
  }

  @Test func `an empty reference does not mean the only run`() throws {
    try book(["a1"])
    #expect(throws: Problem.self) { try ledger.entry("") }
  }

  @Test func `a removed run says when and why`() throws {
    try book(["a1"])
    try ledger.remove("a1", reason: "a trial", at: SampleEntries.start)
    let problem = #expect(throws: Problem.self) { try ledger.entry("a1") }
    #expect(problem?.why.contains("a trial") == true)
  }

  @Test func `a removed run is not booked again`() throws {
    try book(["a1"])
    try ledger.remove("a1", reason: "a trial", at: SampleEntries.start)
    let tombstone = Tombstone(id: "a1", removed: SampleEntries.start, reason: "a trial")
    #expect(try ledger.book(SampleEntries.entry(id: "a1")) == .removed(tombstone))
  }

  @Test func `reading makes no ledger`() throws {
    #expect(try ledger.entries().isEmpty)
    #expect(try folder.names().isEmpty)
  }

  @Test func `tags are set and taken off`() throws {
    try book(["a1"])
    #expect(try ledger.tag("a1", set: ["k": "v", "l": "w"]).run.tags == ["k": "v", "l": "w"])
    #expect(try ledger.untag("a1", ["k", "none"]).run.tags == ["l": "w"])
  }

  @Test(arguments: [
    (["JOULEBOOK_LEDGER": "/x/l", "XDG_DATA_HOME": "/d", "HOME": "/h"], "/x/l"),
    (["XDG_DATA_HOME": "/d", "HOME": "/h"], "/d/joulebook/ledger.sqlite"),
    (["XDG_DATA_HOME": "d", "HOME": "/h"], "/h/.local/share/joulebook/ledger.sqlite"),
    (["JOULEBOOK_LEDGER": "", "HOME": "/h"], "/h/.local/share/joulebook/ledger.sqlite"),
  ])
  func `the ledger lies where the environment says`(environment: [String: String], path: String) {
    #expect(Ledger.defaultPath(environment: environment) == path)
  }

  @Test func `an entry with many spans comes back to the bit`() throws {
    let entry = SampleEntries.entry(seconds: 5120.0 / 3, spans: 512)
    try ledger.book(entry)
    #expect(try ledger.entries() == [entry])
  }

  @Test func `an entry with numbers that are none comes back`() throws {
    var entry = SampleEntries.entry()
    entry.run.seconds = .infinity
    entry.run.spans[0].tallies[0].energy = .infinity
    try ledger.book(entry)
    #expect(try ledger.entries() == [entry])
  }

  private func book(_ ids: [String]) throws {
    for (index, id) in ids.enumerated() {
      try ledger.book(
        SampleEntries.entry(id: id, name: "name-\(id)", after: .seconds(100 * index)))
    }
  }
}
