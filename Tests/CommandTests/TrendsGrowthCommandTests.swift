import Foundation
import Testing

/// `joulebook trends growth`, as a person or a script calls it.
@Suite struct TrendsGrowthCommandTests {
  private let box: CommandBox

  init() throws { box = try CommandBox() }

  static let documented = DocumentedExamples.of(page: "Docs/Trends.md", "joulebook trends growth")

  @Test(arguments: documented)
  func `documented examples run`(line: String) throws {
    let outcome = try DocumentedExamples.outcome(of: line, home: box.folder)
    #expect(outcome.status == 0, "\(line)\n\(outcome.text)")
    #expect(outcome.text.split(separator: "\n").count > 2)
  }

  @Test func `the page has examples`() { #expect(Self.documented.count >= 8) }

  @Test func `the first words are the finding, and lines fit a screen`() throws {
    let result = try box.run(["trends", "growth", "--preset", "openai-2018"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.output.hasPrefix(
        "Training compute doubles every 3.36 months, 95 % interval 2.56 to 4.89.\n"))
    #expect(result.output.contains("takes 61.9 months, not the 72 of \"2012 to 2018\""))
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test func `JSON has stable keys`() throws {
    let result = try box.run(["trends", "growth", "--preset", "openai-2018", "--format", "json"])
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(
      Set(object.keys) == [
        "schema", "subject", "unit", "source", "window", "findings", "rivals", "claims",
      ])
    let findings = try #require(object["findings"] as? [String: Any])
    #expect(
      Set(findings.keys) == ["estimate", "rules", "influences", "warnings", "break_search"])
    let estimate = try #require(findings["estimate"] as? [String: Any])
    #expect(
      Set(estimate.keys) == [
        "selection", "points", "first", "last", "verdict", "doubling_months", "factor_per_year",
        "r_squared", "bootstrap",
      ])
    let bootstrap = try #require(estimate["bootstrap"] as? [String: Any])
    #expect(
      Set(bootstrap.keys) == [
        "draws", "seed", "percentile_factor_per_year", "bca_factor_per_year",
      ])
    let claim = try #require((object["claims"] as? [[String: Any]])?.first)
    #expect(claim["flagged"] as? Bool == true)
  }

  @Test func `rows and Markdown hold the same fits`() throws {
    let rows = try box.run(["trends", "growth", "--series", "openai", "--format", "csv"]).output
    #expect(rows.hasPrefix("kind,selection,points,first,last,verdict,months,"))
    #expect(rows.contains("\ntrend,all,15,2012-06-03,2017-12-05,no-significant") == false)
    #expect(rows.contains("\ntrend,all,15,2012-06-03,2017-12-05,growth,3.36"))
    let page = try box.run(["trends", "growth", "--series", "openai", "--format", "markdown"])
      .output
    #expect(page.contains("| all | 15 | 3.36 | 2.56 to 4.89 | 11.9 | 0.787 |"))
  }

  @Test func `a chart is written where it was asked for, and nowhere else`() throws {
    let path = box.folder + "/growth.svg"
    let result = try box.run(["trends", "growth", "--series", "openai", "--chart", path])
    #expect(result.status == 0, "\(result.errors)")
    let svg = try String(contentsOfFile: path, encoding: .utf8)
    #expect(svg.hasPrefix("<svg") && svg.contains("doubles every 3.36 months"))
    let wrong = try box.run(["trends", "growth", "--series", "openai", "--chart", "growth.gif"])
    #expect(wrong.status == 64)
    #expect(wrong.errors.contains("A picture is written as .svg"))
  }
}
