import Foundation
import JoulebookTesting
import Testing

/// The commands over the ledger, as a person or a script calls them.
@Suite struct LedgerCommandTests {
  private let box: CommandBox

  init() throws { box = try CommandBox() }

  private func bookTwo() throws {
    try SampleEntries.book(
      [
        SampleEntries.entry(id: "aa1", name: "train", tags: ["seed": "1"]),
        SampleEntries.entry(id: "ab2", name: "eval", project: "other", after: .seconds(90)),
      ], at: box.ledger)
  }

  @Test func `an empty ledger lists nothing and names the next command`() throws {
    let result = try box.run(["list"])
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(result.output.contains("joulebook run -- "))
    #expect(try box.files().isEmpty)
  }

  @Test(arguments: [
    (["list"], ["aa1", "ab2"]), (["list", "--limit", "1"], ["ab2"]),
    (["list", "--project", "demo"], ["aa1"]), (["list", "--tag", "seed=1"], ["aa1"]),
    (["list", "--since", "2026-11-24T14:01:00Z"], ["ab2"]),
    (["list", "--until", "2026-11-24T15:01:00+01:00"], ["aa1"]),
    (["list", "--project", "none"], []),
  ])
  func `list shows what was asked for, newest last`(arguments: [String], ids: [String]) throws {
    try bookTwo()
    let result = try box.run(arguments + ["--format", "json"])
    #expect(try ids == object(result.output).runIDs)
  }

  @Test func `list has stable keys`() throws {
    try bookTwo()
    let keys = try object(box.run(["list", "--format", "json"]).output).keys
    #expect(
      keys == [
        "emissions_grams", "emissions_high_grams", "emissions_low_grams", "energy_high_joules",
        "energy_joules", "energy_low_joules", "has_more", "runs", "schema", "unreadable",
      ])
  }

  @Test func `show prints the receipt, as text or as JSON`() throws {
    try bookTwo()
    let text = try box.run(["show", "last"])
    #expect(text.output.hasPrefix("eval · exit 0 · 1 min 00 s  ab2\n"))
    let json = try object(box.run(["show", "train", "--format", "json"]).output)
    #expect(json.string("id") == "aa1")
    #expect(
      json.keys == [
        "acting", "command", "components", "cpu_seconds", "duration_seconds", "emissions_grams",
        "emissions_high_grams", "emissions_low_grams", "ended", "energy_high_joules",
        "energy_joules", "energy_low_joules", "evidence_mix", "exit_code",
        "facility_energy_joules", "gaps", "host", "id", "name", "project", "pue", "region",
        "schema", "self", "signal", "started", "tags", "warnings",
      ])
  }

  @Test func `explain prints the same tree as text and as JSON`() throws {
    try bookTwo()
    #expect(try box.run(["explain", "last"]).output.hasPrefix("emissions = "))
    let json = try object(box.run(["explain", "last", "--format", "json"]).output)
    #expect(json.keys == ["derivation", "id", "name", "schema"])
  }

  @Test func `check passes on a sound ledger`() throws {
    try bookTwo()
    let result = try box.run(["check"])
    #expect(result.status == 0)
    #expect(result.output.hasSuffix("Every joule is booked once.\n"))
  }

  @Test func `check fails on a ledger that was altered`() throws {
    try bookTwo()
    try box.alter("UPDATE entry SET json = replace(json, '\"energy\":3000', '\"energy\":3001')")
    let result = try box.run(["check", "--format", "json"])
    let json = try object(result.output)
    #expect(result.status == 1)
    #expect(json.bool("balances") == false)
    #expect(json.keys == ["balances", "machines", "rows", "schema"])
  }

  @Test func `check fails on joules that are booked twice`() throws {
    try SampleEntries.book(
      [
        SampleEntries.wholeMachine(id: "a"),
        SampleEntries.wholeMachine(id: "b", after: .seconds(30)),
      ], at: box.ledger)
    let result = try box.run(["check"])
    #expect(result.status == 1)
    #expect(result.output.contains("! once: a and b"))
  }

  @Test func `tags are set and taken off`() throws {
    try bookTwo()
    #expect(try box.run(["tag", "last", "a=1", "b=x=y"]).output == "ab2: a=1 b=x=y\n")
    #expect(try box.run(["tag", "ab2", "--remove", "a"]).output == "ab2: b=x=y\n")
    #expect(
      try object(box.run(["list", "--tag", "b=x=y", "--format=json"]).output).runIDs == ["ab2"])
  }

  @Test func `rm does not remove without a terminal or a yes`() throws {
    try bookTwo()
    let result = try box.run(["rm", "last"])
    #expect(result.status == 64)
    #expect(try box.run(["show", "ab2"]).status == 0)
  }

  @Test func `rm with a yes removes and keeps a tombstone`() throws {
    try bookTwo()
    #expect(try box.run(["rm", "last", "--yes", "--reason", "a trial"]).status == 0)
    let shown = try box.run(["show", "ab2"])
    #expect(shown.status == 1)
    #expect(shown.errors.contains("a trial"))
  }

  @Test func `export writes a header and a line per run`() throws {
    try bookTwo()
    let lines = try box.run(["export", "--format", "csv"]).output.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.first?.hasPrefix("id,name,project,started,ended,") == true)
    #expect(try object(box.run(["export"]).output).runIDs == ["aa1", "ab2"])
  }

  @Test(arguments: [
    ["list", "--bogus"], ["list", "--limit", "0"], ["list", "--since", "yesterday"],
    ["list", "--tag", "novalue"], ["show"], ["show", "nothing"], ["show", "a"], ["tag", "aa1"],
    ["tag", "aa1", "=x"], ["nosuchcommand"], ["check", "--format", "xml"],
    ["export", "--format", "xml"],
  ])
  func `bad usage says what, why and what next, ends in 64 and changes nothing`(
    arguments: [String]
  ) throws {
    try bookTwo()
    let before = try box.files()
    let result = try box.run(arguments)
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("  Why:  ") && result.errors.contains("  Next: "))
    #expect(try box.files() == before)
  }

  @Test func `a problem is JSON where JSON was asked for`() throws {
    let result = try box.run(["show", "nothing", "--format", "json"])
    let problem = try #require(try object(result.errors).values["problem"] as? [String: Any])
    #expect(problem.keys.sorted() == ["exit", "fix", "what", "why"])
  }

  @Test(arguments: ["list", "show", "explain", "tag", "rm", "check", "export"])
  func `help begins with two examples and fits 80 columns`(command: String) throws {
    let result = try box.run([command, "--help"])
    let lines = result.output.split(separator: "\n")
    #expect(result.status == 0)
    #expect(lines[1].hasPrefix("  joulebook \(command)"))
    #expect(lines[2].hasPrefix("  joulebook \(command)"))
    #expect(lines[3].hasPrefix("USAGE"))
  }

  @Test func `garbage as ledger is refused and left as it was`() throws {
    try Data("garbage".utf8).write(to: URL(fileURLWithPath: box.ledger))
    #expect(try box.run(["list"]).status == 64)
    #expect(try Data(contentsOf: URL(fileURLWithPath: box.ledger)) == Data("garbage".utf8))
  }

  @Test func `processes that write at once lose nothing`() throws {
    try bookTwo()
    let processes = try (0..<8).map { try box.start(["tag", "ab2", "key\($0)=\($0)"]) }
    processes.forEach { $0.waitUntilExit() }
    #expect(processes.allSatisfy { $0.terminationStatus == 0 })
    let json = try object(box.run(["show", "ab2", "--format", "json"]).output)
    #expect((json.values["tags"] as? [String: String])?.count == 8)
  }

  @Test func `processes killed while they write leave a sound ledger`() throws {
    try bookTwo()
    for index in 0..<10 {
      let process = try box.start(["tag", "ab2", "key=\(index)"])
      usleep(UInt32(index) * 3000)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    let result = try box.run(["check"])
    #expect(result.status == 0, "\(result)")
    #expect(try object(box.run(["list", "--format", "json"]).output).runIDs == ["aa1", "ab2"])
  }

  private func object(_ text: String) throws -> JSONObject { try JSONObject(text) }
}

/// A JSON object as a script sees it.
private struct JSONObject {
  let values: [String: Any]
  var keys: [String] { values.keys.sorted() }
  var runIDs: [String] {
    (values["runs"] as? [[String: Any]])?.compactMap { $0["id"] as? String } ?? []
  }

  init(_ text: String) throws {
    values = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  func string(_ key: String) -> String? { values[key] as? String }
  func bool(_ key: String) -> Bool? { values[key] as? Bool }
}

/// What the pages of the dashboard's runs also say, on the command line.
@Suite struct PartCommandTests {
  @Test func `the page about parts of runs does what it says`() throws {
    let box = try CommandBox()
    let lines =
      DocumentedExamples.of(page: "Docs/Dashboard.md", "joulebook run")
      + DocumentedExamples.of(page: "Docs/Dashboard.md", "joulebook show")
    #expect(lines.count == 2)
    for line in lines {
      let outcome = try DocumentedExamples.outcome(of: line, home: box.folder)
      #expect(outcome.status == 0, "\(outcome)")
    }
  }

  @Test func `parts of a run add up, and a wrong part says what to write`() throws {
    let box = try CommandBox()
    try SampleEntries.book([SampleEntries.entry()], at: box.ledger)
    func joules(_ part: [String]) throws -> Double {
      let text = try box.run(["show", "last", "--format", "json"] + part).output
      let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      return json?["energy_joules"] as? Double ?? .nan
    }
    let whole = try joules([])
    #expect(abs(try joules(["--to", "13"]) + joules(["--from", "13"]) - whole) < 1e-6)
    for part in [["--from", "9", "--to", "3"], ["--from", "99"], ["--from", "-1"]] {
      let result = try box.run(["show", "last"] + part)
      #expect(result.status == 64 && result.errors.contains("Next:"))
    }
  }
}
