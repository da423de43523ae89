package import Accounting

/// A consistency check over claims. It speaks only when all that it needs is stated.
package protocol AuditRule: Sendable {
  /// Id in the table `checks`: `X31`.
  var id: String { get }
  var severity: AuditSeverity { get }
  /// What it looks for, in a few words, and why that matters, in a sentence.
  var meaning: (title: String, why: String) { get }

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding]
}

extension AuditRule {
  /// A finding of this rule.
  func finding(
    _ claim: Claim, at place: AuditPlace?, _ confidence: AuditConfidence = .certain,
    declared: String, follows: String, fix: String
  ) -> AuditFinding {
    AuditFinding(
      rule: id, severity: severity, confidence: confidence, claim: claim.name,
      place: place ?? claim.place, declared: declared, follows: follows, fix: fix)
  }

  package var entry: AuditRuleEntry {
    AuditRuleEntry(id: id, severity: severity, title: meaning.title, why: meaning.why)
  }
}
