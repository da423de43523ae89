package import Accounting

/// An audit of a claim for a terminal of 80 columns.
package enum AuditText {
  package static func report(
    file: String, claims: Int, findings: [AuditFinding],
    unread: [(what: String, line: Int?)], style: TextStyle
  ) -> String {
    // What a file says must not steer the terminal that it is shown on.
    let findings = findings.map(\.printable)
    let name = file == "-" ? "standard input" : file.printable
    var lines: [String] = []
    for severity in AuditSeverity.allCases {
      let here = findings.filter { $0.severity == severity }
      guard !here.isEmpty else { continue }
      lines.append(style.bold(heading(severity, here.count)))
      for finding in here { lines += self.lines(of: finding, style: style) }
    }
    if !unread.isEmpty {
      lines.append(style.bold("Not read"))
      lines += unread.prefix(12).map { what, line in
        "  \(line.map { "line \($0): " } ?? "")\(what.printable)".keptWithin(78, indent: 4)
      }
      if unread.count > 12 { lines.append("  and \(unread.count - 12) more") }
    }
    lines.append(summary(name: name, claims: claims, findings: findings))
    return lines.map(\.printableLines).joined(separator: "\n") + "\n"
  }

  private static func heading(_ severity: AuditSeverity, _ count: Int) -> String {
    let word =
      switch severity {
      case .error: "Error"
      case .warning: "Warning"
      case .note: "Note"
      }
    return count == 1 ? word : "\(word)s (\(count))"
  }

  private static func lines(of finding: AuditFinding, style: TextStyle) -> [String] {
    let line = finding.place.line.map { "line \($0)" }
    let place = [line, finding.place.field].compactMap { $0 }.filter { !$0.isEmpty }
      .joined(separator: ", ")
    let claim = finding.claim.isEmpty ? "" : finding.claim + ": "
    let sure =
      switch finding.confidence {
      case .certain: "certain"
      case .likely: "likely"
      case .possible: "possible"
      }
    return [
      style.bold("  \(finding.rule)") + "  \(claim)\(finding.declared)".keptWithin(73, indent: 7),
      style.faint("       \(place); \(sure)".keptWithin(78, indent: 7)),
      "       \(finding.follows)".keptWithin(78, indent: 7),
      "       Next: \(finding.fix)".keptWithin(78, indent: 7),
    ]
  }

  private static func summary(name: String, claims: Int, findings: [AuditFinding]) -> String {
    let read = "\(claims) \(claims == 1 ? "claim" : "claims") read from \(name)"
    guard !findings.isEmpty else {
      return "Nothing found: \(read), and all that could be recomputed holds.".keptWithin(
        78, indent: 0)
    }
    let counts = AuditSeverity.allCases.compactMap { severity -> String? in
      let count = findings.count { $0.severity == severity }
      return count == 0 ? nil : "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
    }
    return
      ("\(counts.joined(separator: ", ")); \(read). What a rule means: "
      + "joulebook catalog show checks \(findings[0].rule)").keptWithin(78, indent: 0)
  }

  /// The table of rules.
  package static func rules(_ rules: [AuditRuleEntry], style: TextStyle) -> String {
    var table = TextTable([.left, .left, .left])
    table.add(["Rule", "Severity", "Looks for"])
    for rule in rules { table.add([rule.id, rule.severity.rawValue, rule.title.cut(to: 60)]) }
    let lines = table.lines
    return ([style.faint(lines[0])] + lines.dropFirst()).joined(separator: "\n") + "\n"
  }
}

extension AuditFinding {
  /// Without control characters.
  fileprivate var printable: AuditFinding {
    AuditFinding(
      rule: rule, severity: severity, confidence: confidence, claim: claim.printable,
      place: AuditPlace(line: place.line, field: place.field.printable),
      declared: declared.printable, follows: follows.printable, fix: fix.printable)
  }
}
