import Foundation
import JoulebookTesting
import Testing

/// `joulebook validate`, as a person or a script calls it.
@Suite struct ValidateCommandTests {
  private let box: CommandBox

  init() throws { box = try CommandBox() }

  @Test func `every published row passes, within 100 columns`() throws {
    let result = try box.run(["validate"])
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(result.output.contains(": all pass."))
    #expect(result.output.contains("\nV119 ") && result.output.contains("\nA24 "))
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test func `a paper can be named by a part of its key`() throws {
    let result = try box.run(["validate", "--paper", "strubell"])
    #expect(result.output.hasPrefix("strubell-2019\n") && !result.output.contains("V11 "))
  }

  @Test func `a row is shown with its flags and what they found`() throws {
    let result = try box.run(["validate", "--row", "V03", "--row", "a03"])
    #expect(result.status == 0)
    #expect(result.output.contains("X13 hours of BERT is 79 in one place and 79.2 in another."))
    #expect(result.output.contains("X21 the growth takes 61.862 months, not 72."))
    #expect(result.output.contains("2 rows"))
  }

  @Test(arguments: [
    (["--paper", "strubel-2019"], "`strubell-2019`"), (["--row", "V200"], "`V20`"),
  ])
  func `what is not there names the nearest`(arguments: [String], nearest: String) throws {
    let result = try box.run(["validate"] + arguments)
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.errors.contains("Did you mean \(nearest)?"), "\(result.errors)")
  }

  @Test func `a name that is like none is told where the names are`() throws {
    let result = try box.run(["validate", "--paper", "qqqqqqqq"])
    #expect(result.status == 64 && result.errors.contains("`joulebook validate` lists all."))
  }

  @Test func `JSON has stable keys`() throws {
    let text = try box.run(["validate", "--row", "V11", "--format", "json"]).output
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(Set(object.keys) == ["schema", "rows", "summary"])
    #expect(object["schema"] as? Int == 1)
    #expect(object["summary"] as? [String: Int] == ["rows": 1, "passed": 1, "failed": 0])
    let row = try #require((object["rows"] as? [[String: Any]])?.first)
    #expect(
      Set(row.keys) == [
        "id", "paper", "title", "origin", "values", "flags", "named_flags", "note", "verdict",
      ])
    let value = try #require((row["values"] as? [[String: Any]])?.first)
    #expect(
      Set(value.keys) == [
        "name", "got", "calculated", "printed", "tolerance", "deviation", "printed_deviation",
        "verdict",
      ])
    #expect((row["flags"] as? [[String: String]])?.first?["id"] == "X12")
  }

  private func rows(_ arguments: [String]) throws -> [[String: Any]] {
    let text = try box.run(["validate", "--format", "json"] + arguments).output
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    return try #require(object?["rows"] as? [[String: Any]])
  }

  private func table(_ name: String) throws -> [String: [String: String]] {
    let text = try box.run(["catalog", "export", name]).output
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let rows = try #require((object?["tables"] as? [String: [[String: String]]])?[name])
    return Dictionary(rows.map { ($0["key"] ?? "", $0) }) { first, _ in first }
  }

  @Test func `claims have the verdicts and figures of the catalogue's table`() throws {
    let article = try table("article")
    let rows = try rows(["--paper", "toews-2020"])
    for (key, claim) in article {
      let row = try #require(rows.first { $0["id"] as? String == key.uppercased() }, "\(key)")
      #expect(row["claim"] as? String == claim["verdict"], "\(key)")
      // What is ours there is among the figures here, to the digits that it has.
      // The 20 W of a brain are an input of A23.
      guard let ours = claim["ours"].flatMap(Double.init), key != "a23" else { continue }
      let values = try #require(row["values"] as? [[String: Any]])
      let figures = values.flatMap { [$0["got"] as? Double, $0["printed"] as? Double] }
        .compactMap(\.self)
      #expect(
        figures.contains { abs($0 / ours - 1) < 5e-3 || abs($0 * 2204.62 / ours - 1) < 5e-3 },
        "\(key): \(ours) is not among \(figures)")
    }
  }

  @Test func `every flag is a check of the catalogue`() throws {
    // Memory above accelerators has no row there yet.
    let checks = Set(try table("checks").keys).union(["X46"])
    let raised = Set(
      try rows([]).flatMap { ($0["flags"] as? [[String: String]] ?? []).compactMap { $0["id"] } })
    #expect(raised.subtracting(checks) == [])
    #expect(raised.count > 20)
  }

  @Test func `the page in the documentation is what the program writes`() throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Docs/Methods/Validation.md")
    let written = try box.run(["validate", "--format", "markdown"]).output
    let isSame = try String(contentsOf: page, encoding: .utf8) == written
    #expect(isSame, "Run `make validation`.")
  }
}
