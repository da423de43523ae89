import Accounting
import Testing

@testable import Reporting

/// Published rows as text and as a page.
struct ValidationTextTests {
  private func result(_ got: Double, flags: [Inconsistency] = []) -> ValidationResult {
    ValidationResult(
      id: "V11", paper: "patterson-2021", title: "GPT-3", origin: .published, claim: nil,
      values: [
        ValidationResult.Value(
          name: "MWh", got: got, calculated: 1289.376, printed: 1287, tolerance: 0.01)
      ], flags: flags, namedFlags: ["X12"], note: "With its system.", failure: nil)
  }

  private let flag = Inconsistency("X12", "330 W is more than the product's 300 W")

  @Test func `a row that passes is one line with what was found below it`() {
    let text = ValidationText.text([result(1289.376, flags: [flag])], style: .plain)
    #expect(
      text == """
        patterson-2021
        Row  What        Expected      Got      Off  Verdict  Flags
        V11  GPT-3, MWh      1287  1289.38  +0.18 %  pass     X12
          V11: X12 330 W is more than the product's 300 W.
          V11: With its system.

        1 row, 1 figure: all pass. Largest deviation from exact arithmetic 0; 1 flag raised.

        """)
  }

  @Test func `a row that fails says why`() {
    let text = ValidationText.text([result(1300)], style: .plain)
    #expect(text.contains("FAIL"))
    #expect(text.contains("MWh is 1300, exact arithmetic gives 1289.376"))
    #expect(text.contains("not raised: X12"))
    #expect(text.contains("1 fail (V11)"))
  }

  @Test func `the page has a table with printed, exact and got`() {
    let page = ValidationText.page([result(1289.376, flags: [flag])])
    #expect(page.hasPrefix("# Validation\n"))
    #expect(
      page.contains("| V11 | GPT-3 | MWh | 1287 ± 1 % | 1289.38 | 1289.38 | +0.18 % | pass |"))
    #expect(
      page.contains("- V11: **X12** 330 W is more than the product's 300 W. With its system."))
  }
}
