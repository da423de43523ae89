import Accounting
import Auditing
import Foundation
import JoulebookKit
import Testing

/// `Docs/Audit.md` names what there is.
struct AuditPageTests {
  private let page: String

  init() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    page = try String(
      contentsOf: root.appendingPathComponent("Docs/Audit.md"), encoding: .utf8)
  }

  @Test func `the page has every field`() {
    let fields = Measure.allCases.map(\.rawValue) + Topic.allCases.map(\.rawValue)
    #expect(fields.filter { !page.contains("| `\($0)` |") } == [])
    #expect(AuditFields.lists.filter { !page.contains("`\($0)`") } == [])
    #expect(Measure.aliases.keys.filter { !page.contains("`\($0)`") } == [])
  }

  @Test func `the page has every rule with its severity`() {
    for rule in AuditRules.entries {
      #expect(page.contains("| \(rule.id) | \(rule.severity.rawValue) | \(rule.title) |"))
    }
  }

  @Test func `the page has every case`() {
    let seeds = ClaimFolder.names("seeds").map { String($0.dropFirst(4)) }
    #expect((seeds + ClaimFolder.names("clean")).filter { !page.contains("`\($0)`") } == [])
  }
}
