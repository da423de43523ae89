import Accounting
import Reporting
import Testing

struct AuditTextTests {
  private func finding(
    _ rule: String, _ severity: AuditSeverity, line: Int? = 4
  ) -> AuditFinding {
    AuditFinding(
      rule: rule, severity: severity, confidence: .likely, claim: "BERT base",
      place: AuditPlace(line: line, field: "emissions"), declared: "1,438 kg",
      follows: "12041.51 W × 79.2 h × 0.4327 kg/kWh = 652 kg CO2e; the ratio is that of pounds.",
      fix: "Give the figure in kg or t, and name the unit.")
  }

  @Test func `findings stand by severity with place, what follows and what to do`() {
    let text = AuditText.report(
      file: "claim.yaml", claims: 1, findings: [finding("X05", .error), finding("X11", .note)],
      unread: [("column `BLEU`", 1)], style: .plain)
    #expect(
      text == """
        Error
          X05  BERT base: 1,438 kg
               line 4, emissions; likely
               12041.51 W × 79.2 h × 0.4327 kg/kWh = 652 kg CO2e; the ratio is that
               of pounds.
               Next: Give the figure in kg or t, and name the unit.
        Note
          X11  BERT base: 1,438 kg
               line 4, emissions; likely
               12041.51 W × 79.2 h × 0.4327 kg/kWh = 652 kg CO2e; the ratio is that
               of pounds.
               Next: Give the figure in kg or t, and name the unit.
        Not read
          line 1: column `BLEU`
        1 error, 1 note; 1 claim read from claim.yaml. What a rule means: joulebook
        catalog show checks X05

        """)
  }

  @Test func `several of one severity are counted, and lines keep to 80 columns`() {
    let text = AuditText.report(
      file: "-", claims: 2,
      findings: [finding("X05", .warning), finding("X06", .warning, line: nil)],
      unread: [], style: .plain)
    #expect(text.hasPrefix("Warnings (2)\n") && text.contains("2 warnings; 2 claims"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func `nothing found is said as such`() {
    let text = AuditText.report(file: "-", claims: 3, findings: [], unread: [], style: .plain)
    #expect(text.hasPrefix("Nothing found: 3 claims read from standard input"))
  }

  @Test func `control characters of a claim do not reach the terminal`() {
    let hostile = AuditFinding(
      rule: "X01", severity: .error, confidence: .certain, claim: "\u{1B}[31mred",
      place: AuditPlace(line: 1, field: ""), declared: "a\u{7}", follows: "b.", fix: "c.")
    let text = AuditText.report(
      file: "x", claims: 1, findings: [hostile], unread: [], style: .plain)
    #expect(!text.contains("\u{7}") && !text.contains("\u{1B}"))
  }

  @Test func `rules are a table`() {
    let text = AuditText.rules(
      [AuditRuleEntry(id: "X01", severity: .error, title: "PUE", why: "Because.")], style: .plain)
    #expect(text == "Rule  Severity  Looks for\nX01   error     PUE\n")
  }
}
