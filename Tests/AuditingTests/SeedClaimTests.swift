import Accounting
import Auditing
import JoulebookKit
import ReferenceData
import Reporting
import Testing

/// Recall and precision of the rules over published cases.
struct SeedClaimTests {
  static let seeds = ClaimFolder.names("seeds")
  static let clean = ClaimFolder.names("clean")

  @Test(arguments: seeds)
  func `a seed case raises the rule that its name begins with`(file: String) throws {
    let answer = try ClaimFolder.audit("seeds", file)
    let rule = String(file.prefix(3))
    #expect(answer.findings.map(\.rule).contains(rule), "\(answer.text(style: .plain))")
  }

  /// Rules that may speak beside the one that a case is for: both name the same slip.
  static let companions: [String: Set<String>] = [
    "X02": ["X06"], "X32": ["X30"], "X11": [], "X38": ["X13"],
  ]

  @Test(arguments: seeds)
  func `a seed case raises no rule that has nothing to do with it`(file: String) throws {
    let rule = String(file.prefix(3))
    let others = Set(try ClaimFolder.audit("seeds", file).findings.map(\.rule))
      .subtracting([rule]).subtracting(Self.companions[rule] ?? [])
    #expect(others == [])
  }

  @Test func `each of the forty-five rules has a seed case`() {
    let covered = Set(Self.seeds.map { String($0.prefix(3)) })
    #expect(AuditRules.all.map(\.id).filter { !covered.contains($0) } == [])
  }

  @Test(arguments: clean)
  func `a clean claim raises no error and no warning`(file: String) throws {
    let answer = try ClaimFolder.audit("clean", file)
    #expect(
      answer.findings.filter { $0.severity != .note } == [], "\(answer.text(style: .plain))")
  }

  /// Cards of Llama give a rated power and call it consumption, which X11 is for.
  @Test(arguments: clean)
  func `a clean claim raises no note, except that rated power was not measured`(
    file: String
  ) throws {
    let notes = try ClaimFolder.audit("clean", file).findings.filter { $0.severity == .note }
    #expect(file.hasSuffix("-card.md") ? notes.allSatisfy { $0.rule == "X11" } : notes == [])
  }

  @Test func `there are at least twenty clean claims`() { #expect(Self.clean.count >= 20) }

  @Test func `rules have the ids and severities of the catalogue's table`() throws {
    let severities: [String: AuditSeverity] = [
      "error": .error, "warning": .warning, "information": .note,
    ]
    let catalogue = Catalogue()
    #expect(AuditRules.all.map(\.id) == (1...45).map { $0 < 10 ? "X0\($0)" : "X\($0)" })
    for rule in AuditRules.all {
      let cells = try catalogue.entry("checks", rule.id).cells
      let said = cells.first { $0.column == "severity" }?.text ?? ""
      #expect(severities[said] == rule.severity, "\(rule.id)")
    }
  }

  @Test(arguments: seeds)
  func `a finding says what was declared, what follows and what to do`(file: String) throws {
    for finding in try ClaimFolder.audit("seeds", file).findings {
      #expect(!finding.declared.isEmpty && !finding.follows.isEmpty && !finding.fix.isEmpty)
      #expect(finding.follows.hasSuffix(".") && finding.fix.hasSuffix("."), "\(finding)")
      #expect(finding.place.line != nil)
    }
  }
}
