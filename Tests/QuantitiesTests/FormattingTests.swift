import Quantities
import Testing

@Suite struct FormattingTests {
  @Test(arguments: [
    (1234.5, 3, "1230"), (9.996, 3, "10.0"), (0.00012345, 2, "0.00012"), (0.1 + 0.2, 3, "0.300"),
    (-12.34, 3, "-12.3"), (999.5, 3, "1000"), (1, 1, "1"), (0, 3, "0"), (15, 1, "20"),
    (1e21, 3, "1000000000000000000000"), (1.5e-12, 2, "0.0000000000015"), (7, 0, "7"),
    (123_456_789, 9, "123456789"), (0.999, 2, "1.0"), (1e-300, 1, "0." + zeros(299) + "1"),
  ])
  func `a number shows the digits asked for and no exponent`(
    value: Double, digits: Int, text: String
  ) {
    #expect(value.text(significant: digits) == text)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `what is no number is unknown`(value: Double) {
    #expect(value.text(significant: 3) == "unknown")
  }

  @Test(arguments: [
    (-0.04, 1, "0.0"), (0.05, 1, "0.1"), (-1.25, 2, "-1.25"), (12, 0, "12"),
    (1e17, 1, "100000000000000000.0"),
  ])
  func `a number shows as many places as asked for`(value: Double, places: Int, text: String) {
    #expect(value.text(decimals: places) == text)
  }

  @Test func `no number of many shows more digits than asked for`() {
    var value = 1.234_567_89e-9
    while value < 1e18 {
      for digits in 1...6 {
        let text = value.text(significant: digits)
        let shown = text.filter(\.isNumber).drop { $0 == "0" }
        let zeros = value >= 1 ? shown.reversed().prefix { $0 == "0" }.count : 0
        #expect(shown.count - zeros <= digits, "\(value) to \(digits): \(text)")
        #expect(!text.contains("e"))
      }
      value *= 3.7
    }
  }

  @Test(arguments: [
    (0, "0 J"), (0.0005, "0.500 mJ"), (12.34, "12.3 J"), (999.9, "1.00 kJ"), (35_999, "36.0 kJ"),
    (36_000, "10.0 Wh"), (3.6e6, "1.00 kWh"), (4.5e9, "1.25 MWh"), (4.6332e12, "1.29 GWh"),
    (3.6e15, "1.00 TWh"), (3.597e12, "999 MWh"), (3.599e12, "1.00 GWh"), (9e18, "2500 TWh"),
    (-2500, "-2.50 kJ"),
  ])
  func `energy is in joules when small and in watt-hours when large`(joules: Double, text: String) {
    #expect(Energy.joules(joules).text() == text)
  }

  @Test(arguments: [
    (0.0123, "12.3 mg CO2e"), (5, "5.00 g CO2e"), (1234, "1.23 kg CO2e"), (2e6, "2.00 t CO2e"),
    (0, "0 g CO2e"),
  ])
  func `emissions are in grams, kilograms or tonnes`(grams: Double, text: String) {
    #expect(Emissions.grams(grams).text() == text)
  }

  @Test func `power is in watts`() { #expect(Power.watts(1500).text(digits: 2) == "1.5 kW") }

  @Test(arguments: [
    (0, "0"), (26.84319, "26.8432"), (12, "12"), (656_347.3, "656347"),
    (3.145_651e23, "3.14565e23"),
    (9.999_999_9e9, "1e10"), (2.5e-6, "2.5e-6"), (-0.02608, "-0.02608"), (-4e-18, "-4e-18"),
  ])
  func `a short text has no needless zeros, and an exponent where that is shorter`(
    value: Double, text: String
  ) {
    #expect(value.shortText() == text)
  }
}

private func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }
