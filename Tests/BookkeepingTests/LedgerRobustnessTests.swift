import Accounting
import Bookkeeping
import Foundation
import JoulebookTesting
import Quantities
import Testing

/// What a ledger does when the world is not as it should be.
@Suite struct LedgerRobustnessTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("ledger.sqlite")
  }

  @Test(arguments: [
    Data("not a ledger".utf8), Data((0..<9000).map { UInt8(truncatingIfNeeded: $0 &* 73) }),
    Data("SQLite format 3\0".utf8) + Data(count: 200),
  ])
  func `a file that is no ledger is refused and left as it was`(content: Data) throws {
    try content.write(to: URL(fileURLWithPath: path))
    let ledger = Ledger(path: path)
    let writing = #expect(throws: Problem.self) { try ledger.book(SampleEntries.entry()) }
    let reading = #expect(throws: Problem.self) { try ledger.entries() }
    #expect(writing?.exit == .usage && reading?.exit == .usage)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == content)
    #expect(try folder.names() == ["ledger.sqlite"])
  }

  @Test func `another program's database is refused and left as it was`() throws {
    try sqlite("c.execute('CREATE TABLE t (x)'); c.commit()")
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(throws: Problem.self) { try Ledger(path: path).book(SampleEntries.entry()) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    #expect(try folder.names() == ["ledger.sqlite"])
  }

  @Test func `a newer ledger is refused`() throws {
    try Ledger(path: path).book(SampleEntries.entry())
    try sqlite("c.execute('PRAGMA user_version = 99'); c.commit()")
    let problem = #expect(throws: Problem.self) { try Ledger(path: path).entries() }
    #expect(problem?.why == "A newer Joulebook made it.")
  }

  @Test func `an empty file becomes a ledger`() throws {
    try Data().write(to: URL(fileURLWithPath: path))
    let ledger = Ledger(path: path)
    try ledger.book(SampleEntries.entry())
    #expect(try ledger.entries().count == 1)
  }

  @Test(arguments: ["/proc/nowhere/ledger.sqlite", "/dev/null/ledger.sqlite", "/"])
  func `a place that cannot be written is a problem`(path: String) {
    #expect(throws: Problem.self) { try Ledger(path: path).book(SampleEntries.entry()) }
  }

  @Test func `a ledger that another program keeps locked is a problem in time`() throws {
    try Ledger(path: path).book(SampleEntries.entry(id: "a"))
    let locker = try Locker(path)
    defer { locker.end() }
    let ledger = Ledger(path: path, patience: .milliseconds(100))
    let began = ContinuousClock.now
    let problem = #expect(throws: Problem.self) { try ledger.book(SampleEntries.entry(id: "b")) }
    #expect(problem?.why == "Another program keeps it locked.")
    #expect(ContinuousClock.now - began < .seconds(20))
  }

  @Test func `readers do not wait for a writer`() throws {
    try Ledger(path: path).book(SampleEntries.entry(id: "a"))
    let locker = try Locker(path)
    defer { locker.end() }
    #expect(try Ledger(path: path, patience: .zero).entries().count == 1)
  }

  @Test(arguments: [
    "UPDATE entry SET json = replace(json, '\"seconds\":60', '\"seconds\":61')",
    "UPDATE entry SET spans = zeroblob(length(spans))",
    "UPDATE entry SET started = started + 1", "UPDATE entry SET project = 'other'",
    "UPDATE entry SET checksum = checksum + 1", "UPDATE entry SET json = 'nonsense'",
    "UPDATE entry SET spans = x'00'", "UPDATE entry SET spans = 'text', started = 'x'",
  ])
  func `an edit by hand is found and hides no other entry`(statement: String) throws {
    let ledger = Ledger(path: path)
    try ledger.book(SampleEntries.entry(id: "a"))
    try ledger.book(SampleEntries.entry(id: "b"))
    try sqlite("c.execute('''\(statement) WHERE id = 'a' '''); c.commit()")
    let records = try Ledger(path: path).records(LedgerQuery())
    #expect(records.first { $0.id == "a" }?.damage != nil)
    #expect(
      records.first { $0.id == "b" }?.content == .entry(SampleEntries.entry(id: "b"), damage: nil))
  }

  @Test func `a damaged entry is not tagged, which would hide the damage`() throws {
    try Ledger(path: path).book(SampleEntries.entry(id: "a"))
    try sqlite("c.execute('UPDATE entry SET spans = zeroblob(length(spans))'); c.commit()")
    #expect(throws: Problem.self) { try Ledger(path: path).tag("a", set: ["k": "v"]) }
    #expect(try Ledger(path: path).records().first?.damage != nil)
  }

  @Test func `a file with bytes turned over is a problem or is found damaged, and ends nothing`()
    throws
  {
    let whole = Ledger(path: path)
    for index in 0..<20 { try whole.book(SampleEntries.entry(id: "id-\(index)")) }
    try sqlite("c.execute('PRAGMA wal_checkpoint(TRUNCATE)')")
    let sound = try Data(contentsOf: URL(fileURLWithPath: path))
    for offset in stride(from: 4096 + 8, to: sound.count, by: sound.count / 40) {
      var turned = sound
      turned[offset] ^= 0xFF
      let copy = folder.file("copy-\(offset).sqlite")
      try turned.write(to: URL(fileURLWithPath: copy))
      let ledger = Ledger(path: copy)
      _ = try? ledger.records()
      _ = try? ledger.damage()
      _ = try? ledger.book(SampleEntries.entry(id: "new"))
    }
  }

  @Test func `many writers at once lose nothing`() async throws {
    let path = path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<6 {
        group.addTask {
          // Each its own connection, the first of them makes the ledger.
          let ledger = Ledger(path: path, patience: .seconds(30))
          for index in 0..<10 {
            try ledger.book(SampleEntries.entry(id: "\(writer)-\(index)"))
            try ledger.book(SampleEntries.entry(id: "shared-\(index)"))
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try Ledger(path: path).records().filter { $0.damage == nil }.count == 70)
    #expect(try Ledger(path: path).damage().isEmpty)
  }

  @Test func `a ledger of schema 1 is read and written`() throws {
    try sqlite(
      """
      c.executescript('''\(schema1)''')
      c.execute("INSERT INTO tombstone VALUES ('old', 5, 'a trial')")
      c.execute("INSERT INTO idle_power VALUES ('m', 'd', 's', 9, 8, 10, 'metered', 5)")
      c.commit()
      """)
    let ledger = Ledger(path: path)
    try ledger.book(SampleEntries.entry(id: "new"))
    #expect(try ledger.records(LedgerQuery(removed: true)).map(\.id) == ["old"])
    #expect(try ledger.idlePower(machine: "m", device: "d")?.power.value == .watts(9))
    #expect(try ledger.entry("new") == SampleEntries.entry(id: "new"))
  }

  private func sqlite(_ code: String) throws {
    let process = python(
      "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\n\(code)\nc.close()", path)
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }
}

/// Another program that holds the ledger's write lock until it is ended.
private final class Locker {
  private let process: Process
  private let input = Pipe()

  init(_ path: String) throws {
    process = python(
      """
      import sqlite3, sys
      c = sqlite3.connect(sys.argv[1], isolation_level=None)
      c.execute('BEGIN IMMEDIATE')
      print('locked', flush=True)
      sys.stdin.read()
      """, path)
    let output = Pipe()
    process.standardOutput = output
    process.standardInput = input
    try process.run()
    _ = try output.fileHandleForReading.read(upToCount: 6)
  }

  func end() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}

func python(_ code: String, _ path: String) -> Process {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["python3", "-c", code, path]
  return process
}

/// Schema 1 as it was shipped, with the mark of its migration.
let schema1 = """
  PRAGMA application_id = 0x4A4F554C;
  PRAGMA user_version = 1;
  CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
  INSERT INTO grdb_migrations VALUES ('1: entries, tags, tombstones, idle power');
  CREATE TABLE entry (
    id TEXT PRIMARY KEY NOT NULL, started INTEGER NOT NULL, ended INTEGER NOT NULL,
    project TEXT NOT NULL, name TEXT NOT NULL, machine TEXT NOT NULL, json TEXT NOT NULL,
    spans BLOB NOT NULL, checksum INTEGER NOT NULL);
  CREATE TABLE tag (
    entry TEXT NOT NULL REFERENCES entry (id) ON DELETE CASCADE, key TEXT NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY (entry, key)) WITHOUT ROWID;
  CREATE TABLE tombstone (
    id TEXT PRIMARY KEY NOT NULL, removed INTEGER NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE idle_power (
    machine TEXT NOT NULL, device TEXT NOT NULL, sensor TEXT NOT NULL, watts REAL NOT NULL,
    low REAL NOT NULL, high REAL NOT NULL, evidence TEXT NOT NULL, seen INTEGER NOT NULL,
    PRIMARY KEY (machine, device, sensor)) WITHOUT ROWID;
  """

/// Several connections of one process, as a server has them.
@Suite struct LedgerConnectionTests {
  @Test
  func `a second connection gives up no lock of the first, so that no log is taken away under it`()
    throws
  {
    let folder = try TemporaryFolder()
    let path = folder.file("ledger.sqlite")
    let first = Ledger(path: path)
    try first.book(SampleEntries.entry(id: "c1"))
    _ = try Ledger(path: path).records()
    // Another process comes and goes: the last one to leave takes the log away, and it is not the last.
    try sqlite(path, "SELECT count(*) FROM entry")
    #expect(FileManager.default.fileExists(atPath: path + "-wal"))
    try first.book(SampleEntries.entry(id: "c2", after: .seconds(1)))
    #expect(try Ledger(path: path).records().map(\.id) == ["c1", "c2"])
  }

  private func sqlite(_ path: String, _ statement: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\nc.execute(sys.argv[2]).fetchall()\nc.close()",
      path, statement,
    ]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}

/// Several ledgers of one file in one process, as a server has them.
@Suite struct LedgerLockTests {
  /// Locks that this process has on a file, as the kernel counts them.
  private func locks(_ path: String) throws -> Int {
    var status = stat()
    try #require(stat(path, &status) == 0)
    let text = try String(contentsOfFile: "/proc/locks", encoding: .utf8)
    return text.split(separator: "\n").filter {
      $0.contains(" \(getpid()) ") && $0.contains(":\(status.st_ino) ")
    }.count
  }

  @Test func `looking at a ledger again does not take its locks away`() throws {
    let folder = "/tmp/joulebook-locks-\(UInt64.random(in: 0 ... .max))"
    mkdir(folder, 0o700)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/ledger.sqlite"
    let first = Ledger(path: path)
    try first.book(SampleEntries.entry())
    #expect(try first.records().count == 1)
    let before = try locks(path)
    #expect(before > 0)
    // Opened, read and let go: twice, as the first look may be the one that opens.
    for _ in 0..<2 { #expect(try Ledger(path: path).records().count == 1) }
    #expect(try locks(path) == before)
    // So nobody else takes the ledger to be theirs alone, and what comes next is booked.
    let other = Process()
    other.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    other.arguments = [
      "python3", "-c",
      "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('select count(*) from entry').fetchall(); c.close()",
      path,
    ]
    try other.run()
    other.waitUntilExit()
    try first.book(SampleEntries.entry(id: "20261124-150000-bbbbbb"))
    #expect(try first.records().count == 2)
  }
}
