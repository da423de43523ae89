import Accounting
import Foundation
import JoulebookTesting
import Reporting
import Testing

@testable import JoulebookKit

/// What each check of the self-test makes of a good and of a bad installation.
struct SelfTestTests {
  private let folder: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "self-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    folder = url.path
  }

  private static let broken = Problem("It broke.", why: "A reason.", fix: "Mend it.")

  private func trial(
    receipt: String? = nil, apart: Double = 0, seconds: Double = 1.2,
    change: (inout Entry) -> Void = { _ in }
  ) throws -> SelfTestTrial {
    var entry = SampleEntries.entry(name: "self-test", seconds: 1, spans: 1)
    entry.run.cpu.run = 1
    change(&entry)
    let text = try JSON.text(Receipt(entry)).trimmingCharacters(in: .whitespacesAndNewlines)
    return SelfTestTrial(
      entry: entry, receipt: receipt ?? text, seconds: seconds, wallSeconds: seconds + apart)
  }

  private func bench(
    _ trial: Result<SelfTestTrial, Problem> = .failure(broken), environment: [String: String] = [:],
    completions: [String: String] = [:]
  ) -> SelfTestBench {
    var request = SelfTestRequest(
      program: folder + "/bin/joulebook", version: "0.1.0", completions: completions)
    request.system = [folder + "/system"]
    let home = ["HOME": folder + "/home"].merging(environment) { $1 }
    return SelfTestBench(
      joulebook: Joulebook(environment: home, directory: folder), request: request, trial: trial)
  }

  private func write(_ text: String, to path: String) throws {
    let url = URL(fileURLWithPath: folder + "/" + path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: url, atomically: true, encoding: .utf8)
  }

  private func outcome(_ check: any SelfCheck, _ bench: SelfTestBench) -> SelfTestReport.Outcome {
    Joulebook.row(check, bench).outcome
  }

  @Test(arguments: SelfChecks.all.map(\.name))
  func `a check says what it found, and what to do where that is not all well`(
    name: String
  ) throws {
    let check = try #require(SelfChecks.all.first { $0.name == name })
    for bench in [bench(), bench(.success(try trial()))] {
      let row = Joulebook.row(check, bench)
      #expect(row.found.hasSuffix(".") || row.found.hasPrefix("/"))
      #expect([.passed, .untried].contains(row.outcome) == row.next.isEmpty, "\(row)")
    }
    #expect(!check.summary.isEmpty && check.name.allSatisfy { $0.isLowercase })
  }

  @Test func `names of checks are their own`() {
    #expect(Set(SelfChecks.all.map(\.name)).count == SelfChecks.all.count)
  }

  @Test func `a load that was metered whole passes`() throws {
    let good = bench(.success(try trial()))
    #expect(outcome(MeteringCheck(), good) == .passed)
    #expect(outcome(LedgerCheck(), good) == .passed)
    #expect(outcome(ConservationCheck(), good) == .passed)
  }

  @Test(arguments: [0.5, 9])
  func `CPU time that was not counted right fails`(seconds: Double) throws {
    let bad = bench(.success(try trial { $0.run.cpu.run = seconds }))
    #expect(outcome(MeteringCheck(), bad) == .failed)
  }

  @Test func `a load without energy fails`() throws {
    let bad = bench(.success(try trial { $0.run.devices = [] }))
    #expect(outcome(MeteringCheck(), bad) == .failed)
  }

  @Test func `a load that failed under the meter fails`() throws {
    let bad = bench(.success(try trial { $0.run.exitCode = 3 }))
    #expect(outcome(MeteringCheck(), bad) == .failed)
  }

  @Test func `another receipt than the ledger's fails`() throws {
    let bad = bench(.success(try trial(receipt: "{}")))
    #expect(outcome(LedgerCheck(), bad) == .failed)
  }

  @Test func `joules that do not add up fail`() throws {
    let bad = bench(.success(try trial { $0.run.devices[0].total.energy += 5 }))
    #expect(outcome(ConservationCheck(), bad) == .failed)
  }

  @Test func `what needs the load is not tried without it`() {
    #expect(outcome(MeteringCheck(), bench()) == .failed)
    #expect(outcome(LedgerCheck(), bench()) == .untried)
    #expect(outcome(ConservationCheck(), bench()) == .untried)
  }

  @Test func `a date that jumps is noted`() throws {
    #expect(outcome(ClockCheck(), bench(.success(try trial()))) == .passed)
    #expect(outcome(ClockCheck(), bench(.success(try trial(apart: -30)))) == .note)
  }

  @Test func `no sensor passes, and says that all is modelled`() throws {
    let tree = try #require(FixtureTree(Fixtures.virtualMachine))
    let row = Joulebook.row(SensorCheck(), bench(environment: ["JOULEBOOK_SYSROOT": tree.root]))
    #expect(row.outcome == .passed)
    #expect(row.found == "No sensor can be read here. Modelled, not measured: cpu and memory.")
  }

  @Test func `a counter that is denied is said and leads to the doctor`() throws {
    let tree = try #require(FixtureTree(Fixtures.intelServer))
    tree.deny("sys/class/powercap/intel-rapl:0/energy_uj")
    let row = Joulebook.row(SensorCheck(), bench(environment: ["JOULEBOOK_SYSROOT": tree.root]))
    #expect(row.outcome == .partly && row.next.hasPrefix("joulebook doctor"))
    #expect(row.found.contains("not readable: package-0"))
  }

  @Test func `settings that cannot be understood fail, and the ledger's place is not guessed`()
    throws
  {
    try write("project = [", to: "joulebook.toml")
    #expect(outcome(SettingsCheck(), bench()) == .failed)
    #expect(outcome(DiskCheck(), bench()) == .untried)
  }

  @Test func `a ledger below a file cannot be written`() throws {
    try write("", to: "file")
    let row = Joulebook.row(
      DiskCheck(), bench(environment: ["JOULEBOOK_LEDGER": folder + "/file/ledger.sqlite"]))
    #expect(row.outcome == .failed && row.found.contains(folder + "/file"))
  }

  @Test func `a full volume fails, little room is noted`() throws {
    #expect(throws: Problem.self) {
      try DiskCheck.result(path: "/l", isThere: true, free: 0)
    }
    #expect(try DiskCheck.result(path: "/l", isThere: true, free: 5e6).outcome == .note)
    #expect(try DiskCheck.result(path: "/l", isThere: false, free: 5e9).outcome == .passed)
  }

  @Test func `the name must start this program`() throws {
    #expect(outcome(ProgramCheck(), bench(environment: ["PATH": folder + "/bin"])) == .note)
    for place in ["bin/joulebook", "other/joulebook"] {
      try write("", to: place)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: folder + "/" + place)
    }
    #expect(outcome(ProgramCheck(), bench(environment: ["PATH": folder + "/bin"])) == .passed)
    let hidden = bench(environment: ["PATH": "\(folder)/other:\(folder)/bin"])
    #expect(Joulebook.row(ProgramCheck(), hidden).found.contains("another program"))
  }

  @Test(arguments: ["share/man/man1/joulebook.1", "share/man/man1/joulebook.1.gz"])
  func `the manual page is found beside the program`(path: String) throws {
    try write("", to: path)
    #expect(outcome(ManualCheck(), bench()) == .passed)
  }

  @Test(arguments: [
    ("bash", "system/share/bash-completion/completions/joulebook"),
    ("zsh", "system/share/zsh/vendor-completions/_joulebook"),
    ("fish", "home/.config/fish/completions/joulebook.fish"),
  ])
  func `completions are found where each shell looks`(shell: String, path: String) throws {
    try write("#!/bin/sh\nscript\n", to: path)
    #expect(outcome(CompletionCheck(), bench(completions: [shell: "script"])) == .passed)
  }

  @Test func `completions of another version are noted with their place`() throws {
    try write("old", to: "share/bash-completion/completions/joulebook")
    let row = Joulebook.row(CompletionCheck(), bench(completions: ["bash": "new"]))
    #expect(row.outcome == .note && row.found.contains("bash (\(folder)/share/"))
  }

  @Test func `completions that the user's own shell lacks come with the commands to make them`()
    throws
  {
    try write("b", to: "share/bash-completion/completions/joulebook")
    let scripts = ["bash": "b", "zsh": "z"]
    #expect(outcome(CompletionCheck(), bench(completions: scripts)) == .passed)
    let row = Joulebook.row(
      CompletionCheck(), bench(environment: ["SHELL": "/usr/bin/zsh"], completions: scripts))
    #expect(row.outcome == .note)
    #expect(
      row.next.contains("--generate-completion-script zsh > \"\(folder)/home/.local/share/zsh"))
  }

  @Test(arguments: [
    (SelfTestReport.Outcome.passed, Accounting.ExitStatus.done), (.note, .done),
    (.partly, .partlyMeasured),
    (.untried, .failed), (.failed, .failed),
  ])
  func `the worst check decides how the process ends`(
    outcome: SelfTestReport.Outcome, exit: Accounting.ExitStatus
  ) {
    let rows = [outcome, .passed].map {
      SelfTestReport.Row(check: "a", outcome: $0, found: "Found.")
    }
    let report = SelfTestReport(version: "1", program: "/p", seconds: 1, checks: rows)
    #expect(report.exit == exit)
  }

  /// One text for the rule that the package brings and the one that the doctor prints.
  @Test func `the packaged rule is the one that the doctor gives`() throws {
    let tree = try #require(FixtureTree(Fixtures.intelServer))
    tree.deny("sys/class/powercap/intel-rapl:0/energy_uj")
    let report = Joulebook(
      environment: ["JOULEBOOK_SYSROOT": tree.root], directory: tree.root
    ).doctor()
    let fix = try #require(report.problems.first).fix.replacing("'\\''", with: "'")
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Packaging/70-joulebook-powercap.rules")
    let rules = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
    #expect(rules.count == 1)
    #expect(fix.contains(rules.first ?? "-"))
    #expect(fix.contains("/etc/udev/rules.d/\(file.lastPathComponent)"))
  }
}
