public import Accounting
import Auditing
import ReferenceData
public import Reporting

extension Joulebook {
  /// Reads a claim, recomputes what it can, and says what does not hold.
  /// - Parameter path: a file, or `-` for standard input.
  public func audit(_ path: String) throws(Problem) -> AuditAnswer {
    try audit(try ClaimFile(path: path))
  }

  package func audit(_ file: ClaimFile) throws(Problem) -> AuditAnswer {
    let document = try file.document()
    let catalogue = try catalogue()
    for problem in catalogue.problems { notify("\(problem.what) \(problem.why)") }
    return AuditAnswer(
      file: file.name, claims: document.all.count,
      findings: AuditRules.findings(in: document, catalogue.auditFacts(for: document)),
      unread: document.unread.map { AuditAnswer.Unread(what: $0.text, place: $0.place) })
  }

  /// All rules.
  public func auditRules() -> AuditRulesAnswer { AuditRulesAnswer(rules: AuditRules.entries) }
}

/// What an audit found.
public struct AuditAnswer: Answer {
  public let schema = 1
  public let file: String
  /// How many claims were read, those inside others too.
  public let claims: Int
  public let findings: [AuditFinding]
  /// What of the file was not read.
  public let unread: [Unread]

  public struct Unread: Hashable, Encodable, Sendable {
    public let what: String
    public let place: AuditPlace
  }

  enum CodingKeys: String, CodingKey { case schema, file, claims, findings, unread, counts }

  public var exit: ExitStatus { findings.contains { $0.severity == .error } ? .failed : .done }

  public func text(style: TextStyle) -> String {
    AuditText.report(
      file: file, claims: claims, findings: findings,
      unread: unread.map { ($0.what, $0.place.line) }, style: style)
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(schema, forKey: .schema)
    try keys.encode(file, forKey: .file)
    try keys.encode(claims, forKey: .claims)
    let counts = Dictionary(
      uniqueKeysWithValues: AuditSeverity.allCases.map { severity in
        (severity.rawValue, findings.count { $0.severity == severity })
      })
    try keys.encode(counts, forKey: .counts)
    try keys.encode(findings, forKey: .findings)
    try keys.encode(unread, forKey: .unread)
  }

  /// The same as SARIF 2.1.0, which code hosts show beside the lines.
  public func sarif() throws(Problem) -> String {
    try JSON.text(SARIFLog(answer: self, rules: AuditRules.entries))
  }
}

/// The rules.
public struct AuditRulesAnswer: Answer {
  public let schema = 1
  public let rules: [AuditRuleEntry]

  enum CodingKeys: String, CodingKey { case schema, rules }

  public func text(style: TextStyle) -> String { AuditText.rules(rules, style: style) }
}
