/// How much a finding weighs: an error must be mended before the claim is used.
public enum AuditSeverity: String, Hashable, Codable, Sendable, CaseIterable {
  case error, warning, note
}

/// How sure a finding is.
public enum AuditConfidence: String, Hashable, Codable, Sendable, CaseIterable {
  /// It follows from the claim alone.
  case certain
  /// It follows with figures of the catalogue, or is the simplest explanation.
  case likely
  /// Something else may explain it.
  case possible
}

/// Where in a file something stands.
public struct AuditPlace: Hashable, Encodable, Sendable {
  /// Counted from 1; nil when the whole file is meant.
  public let line: Int?
  /// `rows[2].energy`, `column energy (kWh)`, `text`.
  public let field: String

  public init(line: Int?, field: String) {
    self.line = line
    self.field = field
  }
}

/// What an audit found in a claim: which rule, what was declared, what follows instead, and how to mend it.
public struct AuditFinding: Hashable, Encodable, Sendable {
  /// Id of the rule in the table `checks`: `X01`.
  public let rule: String
  public let severity: AuditSeverity
  public let confidence: AuditConfidence
  /// Name of the claim; empty when it has none.
  public let claim: String
  public let place: AuditPlace
  /// As the claim says it.
  public let declared: String
  /// What the claim's own figures, or those of the catalogue, give instead.
  public let follows: String
  public let fix: String

  public init(
    rule: String, severity: AuditSeverity, confidence: AuditConfidence, claim: String,
    place: AuditPlace, declared: String, follows: String, fix: String
  ) {
    self.rule = rule
    self.severity = severity
    self.confidence = confidence
    self.claim = claim
    self.place = place
    self.declared = declared
    self.follows = follows
    self.fix = fix
  }
}

/// A rule in a line, for lists.
public struct AuditRuleEntry: Hashable, Encodable, Sendable {
  public let id: String
  public let severity: AuditSeverity
  public let title: String
  /// Why it matters, in a sentence.
  public let why: String

  public init(id: String, severity: AuditSeverity, title: String, why: String) {
    self.id = id
    self.severity = severity
    self.title = title
    self.why = why
  }
}
