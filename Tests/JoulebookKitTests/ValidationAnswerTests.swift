import Accounting
import Estimating
@testable import JoulebookKit
import Testing

/// How `joulebook validate` ends.
struct ValidationAnswerTests {
  private func answer(got: Double) -> ValidationAnswer {
    ValidationAnswer(results: [
      ValidationResult(
        id: "V01", paper: "strubell-2019", title: "Transformer", origin: .published, claim: nil,
        values: [
          ValidationResult.Value(
            name: "kWh", got: got, calculated: 26.8432, printed: 27, tolerance: 0.02)
        ], flags: [], namedFlags: [], note: "", failure: nil)
    ])
  }

  @Test func `one row that fails makes the command fail`() {
    #expect(answer(got: 26.8432).exit == .done)
    #expect(answer(got: 26.9).exit == .failed)
    #expect(answer(got: 26.9).page.exit == .failed)
  }

  @Test func `every published row has its place, the planner's among them`() throws {
    let ids = Joulebook.validationRows.map(\.id)
    let rows = (1...119).map { $0 < 10 ? "V0\($0)" : "V\($0)" }
    #expect(rows.filter { !ids.contains($0) } == [])
    #expect(Set(ids).count == ids.count)
    let joulebook = Joulebook(environment: [:], directory: "/")
    let answer = try joulebook.validate(rows: ["V117", "V118"])
    #expect(answer.results.count == 2 && answer.results.allSatisfy(\.passes))
    #expect(answer.results.flatMap(\.values).allSatisfy { abs($0.deviation) < 1e-12 })
  }

  @Test func `a result that is missing can be written as JSON`() throws {
    let text = try AnswerFormat.json.render(answer(got: .nan))
    #expect(text.contains("\"verdict\" : \"fail\"") && text.contains("\"got\" : null"))
  }
}
