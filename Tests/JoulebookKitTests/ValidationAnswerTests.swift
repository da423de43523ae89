import Accounting
import JoulebookKit
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

  @Test func `a result that is missing can be written as JSON`() throws {
    let text = try AnswerFormat.json.render(answer(got: .nan))
    #expect(text.contains("\"verdict\" : \"fail\"") && text.contains("\"got\" : null"))
  }
}
