import Testing

@testable import Reporting

struct SelfTestTextTests {
  private func text(_ rows: [SelfTestReport.Row], style: TextStyle = .plain) -> String {
    SelfTestText(
      SelfTestReport(version: "0.1.0", program: "/usr/bin/joulebook", seconds: 1.52, checks: rows),
      style: style
    ).text
  }

  private let good = SelfTestReport.Row(check: "ledger", outcome: .passed, found: "Read back.")

  @Test func `a check takes a line, and the end says that all works`() {
    let lines = [
      "joulebook 0.1.0, /usr/bin/joulebook", "  ledger  passed  Read back.",
      "Everything works. Took 1.5 s.", "",
    ]
    #expect(text([good]) == lines.joined(separator: "\n"))
  }

  @Test func `long findings stay within 80 columns and commands are not broken`() {
    let command = "mkdir -p " + String(repeating: "a-long-folder/", count: 9)
    let row = SelfTestReport.Row(
      check: "completions", outcome: .note, found: String(repeating: "word ", count: 40),
      next: "\(command)\nsecond")
    let lines = text([good, row]).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 || $0.hasSuffix("Next: " + command) })
    #expect(lines.contains { $0.hasSuffix("Next: " + command) })
    #expect(lines.contains { $0.hasSuffix("      second") })
  }

  @Test(arguments: [
    (SelfTestReport.Outcome.note, "Joulebook works. 1 check has a note."),
    (.partly, "Joulebook works, but it cannot read all that is there."),
    (.failed, "Joulebook does not work here: 1 check failed."),
  ])
  func `the last line says how it stands`(outcome: SelfTestReport.Outcome, sentence: String) {
    let row = SelfTestReport.Row(check: "disk", outcome: outcome, found: "Found.", next: "Do it.")
    #expect(text([good, row]).contains("\n\(sentence) Took 1.5 s.\n"))
  }

  @Test func `what a file is called cannot steer the terminal`() {
    let row = SelfTestReport.Row(
      check: "disk", outcome: .note, found: "\u{1B}[31m red.", next: "rm \u{7}")
    #expect(!text([row]).contains("\u{1B}") && !text([row]).contains("\u{7}"))
  }
}
