import Accounting
import Foundation
import JoulebookTesting
import Testing

/// `joulebook self-test`, as a person or a script calls it.
@Suite struct SelfTestCommandTests {
  private let box: CommandBox

  init() throws { box = try CommandBox() }

  /// Runs it in the box with a folder for temporary files that can be looked at afterwards.
  private func test(_ variables: String = "", _ options: String = "", before: String = "") throws
    -> String
  {
    try box.shell(
      """
      mkdir -p tmp home; export TMPDIR=$PWD/tmp HOME=$PWD/home SHELL= \(variables)
      \(before)
      '\(JoulebookBinary.path)' self-test \(options) 2>&1; echo "ended with $?"; ls tmp
      """)
  }

  @Test func `a machine without sensors works, is said to be modelled, and nothing is left behind`()
    throws
  {
    let tree = try #require(FixtureTree(Fixtures.virtualMachine))
    let told = try test("JOULEBOOK_SYSROOT='\(tree.root)'")
    #expect(told.contains("No sensor can be read here. Modelled, not measured: cpu"), "\(told)")
    #expect(told.contains("cpu and\n") || told.contains("memory modelled."), "\(told)")
    #expect(told.hasSuffix("ended with 0\n"), "\(told)")
    #expect(try FileManager.default.subpathsOfDirectory(atPath: box.folder + "/home").isEmpty)
  }

  @Test func `sensors of a simulated machine are metered and add up`() throws {
    let told = try box.shell(
      """
      '\(JoulebookBinary.path)' simulate "$PWD/machine" --scenario server -- \
        '\(JoulebookBinary.path)' self-test 2>/dev/null; echo "ended with $?"
      """)
    #expect(told.contains("Metered: cpu (rapl-powercap)"), "\(told)")
    #expect(told.contains("conservation  passed"), "\(told)")
    #expect(told.hasSuffix("ended with 0\n"), "\(told)")
  }

  @Test func `counters that are denied end with 2, and what can be read is metered`() throws {
    let told = try box.shell(
      """
      '\(JoulebookBinary.path)' simulate "$PWD/machine" --scenario denied -- \
        '\(JoulebookBinary.path)' self-test --format json 2>/dev/null; echo "ended with $?"
      """)
    #expect(told.contains("\"outcome\" : \"partly\""), "\(told)")
    #expect(told.contains("Metered: gpu (nvml)"), "\(told)")
    #expect(told.hasSuffix("ended with 2\n"), "\(told)")
  }

  @Test func `settings that cannot be read fail alone: the load is metered all the same`() throws {
    let told = try test(
      before: "mkdir -p home/.config/joulebook; echo 'pue = x' > home/.config/joulebook/config.toml"
    )
    #expect(told.contains("settings      failed"), "\(told)")
    #expect(told.contains("ledger        passed"), "\(told)")
    #expect(told.hasSuffix("ended with 1\n"), "\(told)")
  }

  @Test func `the user's settings and run are not the load's`() throws {
    let told = try test(
      "JOULEBOOK_PUE=nonsense JOULEBOOK_LEDGER=/nowhere/l JOULEBOOK_RUN_ID=20261124-140000-aaaaaa")
    #expect(told.contains("conservation  passed"), "\(told)")
  }

  @Test func `without a place for temporary files it says so`() throws {
    let told = try test("TMPDIR=/nonexistent")
    #expect(told.contains("Cannot make a folder below /nonexistent."))
    #expect(told.hasSuffix("ended with 1\n"), "\(told)")
  }

  @Test func `an interrupt ends it and leaves nothing behind`() throws {
    let told = try box.shell(
      """
      mkdir -p tmp; export TMPDIR=$PWD/tmp
      python3 - '\(JoulebookBinary.path)' <<'PYTHON'
      import os, signal, subprocess, sys, time
      test = subprocess.Popen([sys.argv[1], "self-test"], start_new_session=True)
      while not any(os.path.exists(f"tmp/{name}/output") for name in os.listdir("tmp")):
          time.sleep(0.01)
      os.killpg(test.pid, signal.SIGINT)
      print("ended with", test.wait())
      PYTHON
      ls tmp
      """)
    #expect(told == "ended with -2\n")
  }

  @Test func `every key of the JSON form is there`() throws {
    struct Answer: Decodable {
      struct Row: Decodable { var check, outcome, found, next: String }
      var schema: Int
      var version, program, outcome: String
      var seconds: Double
      var checks: [Row]
    }
    let text = try test("", "--format json")
    let json = text.prefix { $0 != "\n" } == "{" ? text.split(separator: "\nended").first ?? "" : ""
    let answer = try JSONDecoder().decode(Answer.self, from: Data(json.utf8))
    #expect(answer.schema == 1 && answer.checks.count == 11 && answer.seconds > 1)
  }

  @Test(arguments: DocumentedExamples.of(page: "Docs/Installing.md", "joulebook "))
  func `the page's examples work`(line: String) throws {
    let told = try DocumentedExamples.outcome(of: line, home: box.folder)
    #expect([0, 2].contains(told.status), "\(told)")
    #expect(told.text.contains("conservation"), "\(told)")
  }
}
