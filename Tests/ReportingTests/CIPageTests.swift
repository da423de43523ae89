import Foundation
import Testing
import Yams

/// What Docs/CI.md and the action offer to copy is YAML, and what the services expect.
@Suite struct CIPageTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// The page's blocks of YAML.
  private static func blocks() throws -> [[String: Any]] {
    let parts = try text("Docs/CI.md").components(separatedBy: "```yaml\n").dropFirst()
    return try parts.map { part in
      let block = part.components(separatedBy: "\n```")[0]
      return try #require(try Yams.load(yaml: block) as? [String: Any], Comment(rawValue: block))
    }
  }

  @Test func `the page's examples are YAML of the services' shapes`() throws {
    let blocks = try Self.blocks()
    #expect(blocks.count == 3)
    let jobs = try #require(blocks[0]["jobs"] as? [String: [String: Any]])
    #expect(jobs["energy"]?["runs-on"] != nil)
    for steps in [jobs["energy"]?["steps"], blocks[1]["steps"]] {
      let steps = try #require(steps as? [[String: Any]])
      #expect(steps.allSatisfy { ($0["uses"] == nil) != ($0["run"] == nil) })
    }
    let job = try #require(blocks[2]["energy"] as? [String: Any])
    #expect((job["script"] as? [String])?.first?.contains("joulebook ci --base base.json") == true)
  }

  @Test func `the action's inputs are all used, and each of its steps has a shell or an action`()
    throws
  {
    let text = try Self.text("Clients/github/action.yml")
    let action = try #require(try Yams.load(yaml: text) as? [String: Any])
    let inputs = try #require(action["inputs"] as? [String: [String: Any]])
    for (name, input) in inputs {
      #expect(text.contains("inputs.\(name)"), "\(name)")
      #expect(input["description"] is String)
    }
    let runs = try #require(action["runs"] as? [String: Any])
    #expect(runs["using"] as? String == "composite")
    let steps = try #require(runs["steps"] as? [[String: Any]])
    #expect(steps.allSatisfy { $0["uses"] != nil || ($0["run"] != nil && $0["shell"] != nil) })
    // What a user writes reaches the shell through the environment and never as text of the script.
    #expect(steps.compactMap { $0["run"] as? String }.allSatisfy { !$0.contains("${{") })
  }

  @Test func `the inputs that the page gives are the action's`() throws {
    let action = try #require(
      try Yams.load(yaml: try Self.text("Clients/github/action.yml")) as? [String: Any])
    let known = Set((action["inputs"] as? [String: Any] ?? [:]).keys)
    let jobs = try Self.blocks()[0]["jobs"] as? [String: [String: Any]]
    let steps = try #require(jobs?["energy"]?["steps"] as? [[String: Any]])
    let given = steps.first { $0["uses"] as? String == "./Clients/github" }?["with"]
    #expect(Set((given as? [String: Any] ?? [:]).keys).isSubset(of: known) && given != nil)
  }
}
