import Accounting

/// Static Analysis Results Interchange Format, version 2.1.0 (OASIS): what findings look like to a code host.
struct SARIFLog: Encodable {
  let answer: AuditAnswer
  let rules: [AuditRuleEntry]

  private enum Keys: String, CodingKey { case schema = "$schema", version, runs }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: Keys.self)
    try keys.encode("https://json.schemastore.org/sarif-2.1.0.json", forKey: .schema)
    try keys.encode("2.1.0", forKey: .version)
    let driver = Driver(
      name: "joulebook", version: Version.text, semanticVersion: Version.text,
      rules: rules.map(Rule.init))
    let results = answer.findings.map { finding in
      Result(
        ruleId: finding.rule, ruleIndex: rules.firstIndex { $0.id == finding.rule } ?? 0,
        level: finding.severity.rawValue, message: Text(text: Self.message(finding)),
        locations: [Location(finding.place, uri: uri)],
        properties: Properties(confidence: finding.confidence.rawValue, claim: finding.claim))
    }
    try keys.encode([Run(tool: Tool(driver: driver), results: results)], forKey: .runs)
  }

  private static func message(_ finding: AuditFinding) -> String {
    "\(finding.declared): \(finding.follows) \(finding.fix)"
  }

  /// Standard input has no address; a relative path stays one, so that a code host finds the file.
  private var uri: String {
    guard answer.file != "-" else { return "stdin" }
    let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
    let escaped = answer.file.utf8.map { byte in
      allowed.contains(byte)
        ? String(Character(Unicode.Scalar(byte)))
        : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
    return answer.file.hasPrefix("/") ? "file://\(escaped)" : escaped
  }

  private struct Run: Encodable {
    let tool: Tool
    let results: [Result]
  }
  private struct Tool: Encodable { let driver: Driver }
  private struct Driver: Encodable {
    let name: String
    let version: String
    let semanticVersion: String
    let rules: [Rule]
  }
  private struct Text: Encodable { let text: String }
  private struct Configuration: Encodable { let level: String }
  private struct Rule: Encodable {
    let id: String
    let shortDescription: Text
    let fullDescription: Text
    let defaultConfiguration: Configuration

    init(_ entry: AuditRuleEntry) {
      id = entry.id
      shortDescription = Text(text: entry.title)
      fullDescription = Text(text: entry.why)
      defaultConfiguration = Configuration(level: entry.severity.rawValue)
    }
  }
  private struct Result: Encodable {
    let ruleId: String
    let ruleIndex: Int
    let level: String
    let message: Text
    let locations: [Location]
    let properties: Properties
  }
  private struct Properties: Encodable {
    let confidence: String
    let claim: String
  }
  private struct Location: Encodable {
    let physicalLocation: Physical
    let logicalLocations: [Logical]

    init(_ place: AuditPlace, uri: String) {
      physicalLocation = Physical(
        artifactLocation: Artifact(uri: uri), region: Region(startLine: max(1, place.line ?? 1)))
      logicalLocations = [Logical(fullyQualifiedName: place.field.isEmpty ? "file" : place.field)]
    }
  }
  private struct Physical: Encodable {
    let artifactLocation: Artifact
    let region: Region
  }
  private struct Artifact: Encodable { let uri: String }
  private struct Region: Encodable { let startLine: Int }
  private struct Logical: Encodable { let fullyQualifiedName: String }
}
