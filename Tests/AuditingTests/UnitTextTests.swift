import Accounting
import Auditing
import Testing

struct UnitTextTests {
  private func unit(_ text: String) -> UnitText? {
    guard case .known(let unit) = UnitText.read(text) else { return nil }
    return unit
  }

  @Test(arguments: [
    ("J", Dimension.energy, 1), ("kWh", .energy, 3.6e6), ("MWh", .energy, 3.6e9),
    ("kilowatt-hours", .energy, 3.6e6), ("mW", .power, 1e-3), ("MW", .power, 1e6),
    ("kW", .power, 1e3), ("lb", .mass, 453.59237), ("lbs CO2e", .mass, 453.59237),
    ("tCO2eq", .mass, 1e6), ("tons CO2eq", .mass, 1e6), ("short tons", .mass, 907_184.74),
    ("kg of CO2 equivalent", .mass, 1e3), ("tCO₂e", .mass, 1e6), ("g/kWh", .intensity, 1),
    ("kg/kWh", .intensity, 1e3), ("kg/MWh", .intensity, 1), ("g CO2e per kWh", .intensity, 1),
    ("lb/MWh", .intensity, 0.45359237), ("gCO2eq/kWh", .intensity, 1),
    ("L/kWh", .waterIntensity, 1), ("ML", .volume, 1e6), ("mL", .volume, 1e-3),
    ("PF-days", .operations, 8.64e19), ("petaflop/s-days", .operations, 8.64e19),
    ("GFLOPs", .operations, 1e9), ("TFLOPS", .rate, 1e12), ("TFLOP/s", .rate, 1e12),
    ("GMACs", .operations, 2e9), ("GPU hours", .time, 3600), ("A100-days", .time, 86_400),
    ("months", .time, 2_629_800), ("tokens", .tokens, 1), ("GB", .bytes, 1e9),
    ("GiB", .bytes, 1_073_741_824), ("kWh/h", .power, 1000), ("%", .ratio, 0.01),
    ("kWh/1000 queries", .energy, 3600),
  ])
  func `a unit is read as people write it`(text: String, dimension: Dimension, base: Double) throws
  {
    let found = try #require(unit(text))
    #expect(found.dimension == dimension)
    #expect(abs(found.scale / base - 1) < 1e-12)
  }

  @Test(arguments: ["W/hour", "W per hour", "kW/h", "watts per hour", "kWh/Gb"])
  func `what measures nothing is impossible`(text: String) {
    guard case .impossible = UnitText.read(text) else {
      Issue.record("\(text) was read as \(UnitText.read(text))")
      return
    }
  }

  @Test(arguments: [
    "", "foo", "kWh/h/h", "/", "kg/", "1", "kWhh", "💡", String(repeating: "k", count: 99),
  ])
  func `what nobody knows is unknown`(text: String) {
    #expect(UnitText.read(text) == .unknown)
  }

  @Test(arguments: [
    ("1,082,990", 1_082_990, 0.5), ("3.14e23", 3.14e23, 5e20), ("79.2", 79.2, 0.05),
    ("~0.24", 0.24, 0.005), ("-0.026080", -0.02608, 5e-7), ("1.2 × 10^21", 1.2e21, 5e19),
    ("2.91 x 10²¹", 2.91e21, 5e18), ("−5", -5, 0.5),
  ])
  func `a number keeps the place of its last digit`(
    text: String, value: Double, halfStep: Double
  ) throws {
    let number = try #require(NumberText(text))
    #expect(abs(number.value - value) <= abs(value) * 1e-12)
    #expect(abs(number.step / 2 / halfStep - 1) < 1e-9)
  }

  @Test(arguments: ["", "kWh", "1,5", "0,385", "1,23,456", "12,34", "e5", ".", "--5", "1,0000"])
  func `a number that could mean two things is none`(text: String) {
    #expect(NumberText(text)?.rest.contains(",") != false || NumberText(text) == nil)
  }

  @Test(arguments: [
    ("1.3M GPU hours", Dimension.time, 1.3e6 * 3600), ("7B", .count, 7e9), ("7e9", .count, 7e9),
    ("15.6T tokens", .tokens, 15.6e12), ("300 billion", .tokens, 3e11), ("2 t", .mass, 2e6),
    ("40 GB", .bytes, 40e9), ("58 %", .ratio, 0.58), ("916k GPU-hours", .time, 916e3 * 3600),
  ])
  func `a letter multiplies where it is no unit`(
    text: String, dimension: Dimension, value: Double
  ) throws {
    let reading = Amount.read(
      text, as: dimension, field: "x", place: .init(line: 1, field: "x"))
    guard case .amount(let amount) = reading else {
      Issue.record("\(reading)")
      return
    }
    #expect(abs(amount.value / value - 1) < 1e-12)
  }
}
