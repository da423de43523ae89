@testable import Accounting
import Testing

@testable import Reporting

/// Figures of an estimate in a terminal.
struct EstimateTextTests {
  private func result(
    _ value: Double, _ low: Double, _ high: Double, unit: String
  ) -> Evaluation.Result {
    Evaluation.Result(
      key: "x", label: "x", unit: unit, value: value, low90: low, high90: high, low50: value,
      high50: value, isExact: false, widths: [])
  }

  @Test(arguments: [
    // Two digits for what is known to a third, three to a twentieth, more to less.
    (307.2, 200.0, 400.0, "g CO2e", "310 g CO2e", "200 to 400 g CO2e"),
    (307.2, 300, 314, "g CO2e", "307 g CO2e", "300 to 314 g CO2e"),
    (307.2, 306.5, 308.1, "g CO2e", "307.2 g CO2e", "306.5 to 308.1 g CO2e"),
    // The unit is said once where both ends have the same.
    (1100, 600, 2000, "g CO2e", "1.1 kg CO2e", "600 g CO2e to 2.0 kg CO2e"),
    // One size of litres in a line.
    (2.5e6, 9.1e5, 5.7e6, "L", "2500 m³", "910 to 5700 m³"),
    // A point has no interval, nor has what the digits do not show.
    (300, 300, 300, "W", "300.0 W", ""),
    (306.6e3, 306.6e3 - 0.01, 306.6e3 + 0.01, "W", "306.60 kW", ""),
  ])
  func `as many digits as the range supports`(
    value: Double, low: Double, high: Double, unit: String, amount: String, range: String
  ) {
    let result = result(value, low, high, unit: unit)
    #expect(EstimateText.amount(result) == amount)
    #expect(EstimateText.range(result) == range)
  }
}
