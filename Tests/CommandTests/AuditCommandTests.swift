import Foundation
import JoulebookTesting
import Testing

/// `joulebook audit`, as a person or a pipeline calls it.
@Suite struct AuditCommandTests {
  private let box: CommandBox

  init() throws { box = try CommandBox() }

  private func write(_ name: String, _ text: String) throws -> String {
    let path = "\(box.folder)/\(name)"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private static let wrong =
    "name: A run\nenergy: 10 kWh\nintensity: 400 g/kWh\nemissions: 400 kg\n"
  private static let right = "name: A run\nenergy: 10 kWh\nintensity: 400 g/kWh\nemissions: 4 kg\n"
  private static let warned =
    "name: A run\nenergy: 10 kWh\nintensity: 400 g/kWh\nemissions: 5.1 kg\n"

  @Test func `an error ends with 1, a warning and a clean claim with 0`() throws {
    #expect(try box.run(["audit", write("wrong.yaml", Self.wrong)]).status == 1)
    #expect(try box.run(["audit", write("warned.yaml", Self.warned)]).status == 0)
    let clean = try box.run(["audit", write("right.yaml", Self.right)])
    #expect(clean.status == 0 && clean.output.contains("Nothing found") && clean.errors.isEmpty)
  }

  @Test func `text says rule, place, what follows and what to do, in 80 columns`() throws {
    let text = try box.run(["audit", write("wrong.yaml", Self.wrong)]).output
    for part in ["Error", "X02", "line 4, emissions", "10 kWh × 400 g/kWh = 4 kg CO2e", "Next: "] {
      #expect(text.contains(part), "\(text)")
    }
    let body = text.split(separator: "\n").filter { !$0.contains(box.folder) }
    #expect(body.allSatisfy { $0.count <= 80 })
  }

  @Test func `JSON has stable keys`() throws {
    let result = try box.run(["audit", write("wrong.yaml", Self.wrong), "--format", "json"])
    let answer = try object(result.output)
    #expect(result.status == 1)
    #expect(Set(answer.keys) == ["schema", "file", "claims", "counts", "findings", "unread"])
    #expect(answer["schema"] as? Int == 1)
    let finding = try #require((answer["findings"] as? [[String: Any]])?.first)
    #expect(
      Set(finding.keys) == [
        "rule", "severity", "confidence", "claim", "place", "declared", "follows", "fix",
      ])
    #expect((finding["place"] as? [String: Any])?["line"] as? Int == 4)
  }

  @Test func `SARIF names rule, level and line`() throws {
    let result = try box.run(["audit", write("wrong.yaml", Self.wrong), "--format", "sarif"])
    let log = try object(result.output)
    #expect(result.status == 1 && log["version"] as? String == "2.1.0")
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    let tool = run["tool"] as? [String: Any]
    let driver = try #require(tool?["driver"] as? [String: Any])
    let rules = try #require(driver["rules"] as? [[String: Any]])
    #expect(rules.count == 45)
    let found = try #require((run["results"] as? [[String: Any]])?.first)
    #expect(found["ruleId"] as? String == "X02" && found["level"] as? String == "error")
    let index = try #require(found["ruleIndex"] as? Int)
    #expect(rules[index]["id"] as? String == "X02")
    let place = (found["locations"] as? [[String: Any]])?.first?["physicalLocation"]
    let region = (place as? [String: Any])?["region"] as? [String: Any]
    #expect(region?["startLine"] as? Int == 4)
  }

  @Test func `a dash reads standard input`() throws {
    let file = try write("claim.json", #"{"energy": "-1 kWh"}"#)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "exec \"$0\" audit - < \"$1\"", JoulebookBinary.path, file]
    process.environment = ["HOME": box.folder, "PATH": "/usr/bin:/bin"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    #expect(text.contains("X03") && text.contains("standard input"))
  }

  @Test(arguments: [
    ["audit"], ["audit", "missing.yaml"], ["audit", "/"], ["audit", "a", "--format", "xml"],
  ])
  func `what cannot be read is bad usage`(arguments: [String]) throws {
    let result = try box.run(arguments)
    #expect(result.status == 64 && result.output.isEmpty && result.errors.contains("Next:"))
  }

  @Test func `a file of more than 4 MB is refused`() throws {
    let path = try write("large.yaml", String(repeating: "a", count: 4 << 20 | 1))
    #expect(try box.run(["audit", path]).status == 64)
  }

  @Test func `the table of rules has all forty-five`() throws {
    let text = try box.run(["audit", "--rules"]).output
    #expect(text.split(separator: "\n").count == 46 && text.contains("X45"))
    let json = try object(try box.run(["audit", "--rules", "--format", "json"]).output)
    #expect((json["rules"] as? [Any])?.count == 45)
  }
}
