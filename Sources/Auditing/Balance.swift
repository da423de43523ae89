import Accounting
import Quantities
import RealModule

/// A declared figure beside what the claim's other figures make of it.
///
/// E = P·t, at the facility's meter E·PUE, C = E·I: the chain of `Docs/Methods.md`.
struct Balance {
  let measure: Measure
  let declared: Amount
  /// What follows without PUE, in the same base unit.
  let expected: Double
  /// 1 where none is stated.
  let pue: Double
  /// How often PUE may stand in the declared figure.
  let allowed: Set<Int>
  /// What rounding of all figures explains, as a part.
  let tolerance: Double
  /// `184,320 h × 400 W`.
  let formula: String
  /// The power is a rated one: only an upper bound follows.
  let isUpperBound: Bool

  enum Verdict: Hashable {
    case agrees
    /// PUE stands in it this often, and should not; -1 where energy that holds it was divided by it.
    case pue(times: Int)
    case powerOfTen(Int)
    /// Off by the ratio of two units of mass.
    case massUnit(String)
    /// Declared over expected.
    case differs(Double)
  }

  init(
    _ measure: Measure, _ declared: Amount, expected: Double, pue: Double? = nil,
    allowed: Set<Int> = [0], inputs: [Amount], formula: String, isUpperBound: Bool = false
  ) {
    self.measure = measure
    self.declared = declared
    self.expected = expected
    self.pue = pue ?? 1
    self.allowed = pue == nil ? [0] : allowed
    self.formula = formula
    self.isUpperBound = isUpperBound
    // All roundings may fall to one side; half a per mille is for conversions by hand.
    tolerance = inputs.reduce(declared.looseRounding + 0.0005) { $0 + Self.rounding($1) }
  }

  /// Of an input of few digits, such as 0.4 kW or 0.3 kg/kWh, what was multiplied is nearly always just that.
  private static func rounding(_ amount: Amount) -> Double {
    switch amount.dimension {
    case .power: min(amount.rounding, 0.0025)
    case .intensity, .waterIntensity: min(amount.rounding, 0.02)
    case .count, .ratio: 0
    // An energy is itself a result, of which zeros at the end may only fill places.
    case .energy: amount.looseRounding
    case .time, .mass, .volume, .money, .price, .operations, .rate, .tokens, .words, .bytes,
      .energyPerData,
      .massRate:
      amount.rounding
    }
  }

  /// Declared over expected when PUE stands in it `times`.
  func ratio(_ times: Int) -> Double { declared.value / follows(times) }

  func follows(_ times: Int) -> Double { expected * Double.pow(pue, times) }

  /// The expected figure nearest to the declared one.
  var nearest: Int { allowed.min { offset($0) < offset($1) } ?? 0 }

  private func offset(_ times: Int) -> Double { abs(ratio(times) - 1) }

  var verdict: Verdict {
    guard expected > 0, declared.value > 0 else { return .agrees }
    if allowed.contains(where: { offset($0) <= tolerance }) { return .agrees }
    // Two per cent tell which, more where rounding is coarse, less where PUE is near to one.
    let width = min(max(tolerance, 0.005), 0.05, (pue - 1) / 3)
    if pue >= 1.03 {
      let other = (-1...2).filter { !allowed.contains($0) && offset($0) <= width }
      if let times = other.min(by: { offset($0) < offset($1) }) { return .pue(times: times) }
    }
    for times in allowed.sorted() {
      let size = Double.log10(ratio(times))
      let power = size.rounded()
      if power != 0, abs(size - power) <= 0.03, abs(power) <= 30 { return .powerOfTen(Int(power)) }
    }
    if declared.dimension == .mass {
      for times in allowed.sorted() {
        let ratio = ratio(times)
        for (name, size, width) in Self.massRatios
        where abs(ratio / size - 1) <= max(width, min(tolerance, width * 4)) {
          return .massUnit(name)
        }
      }
    }
    return .differs(ratio(nearest))
  }

  private static let massRatios: [(String, Double, Double)] = [
    ("pounds given as kilograms", 2.204_622_6, 0.006),
    ("kilograms given as pounds", 0.453_592_37, 0.006),
    ("short tons given as tonnes", 1.102_311_3, 0.003),
    ("tonnes given as short tons", 0.907_184_74, 0.003),
  ]

  /// What follows, in words: `184,320 h × 400 W = 73.7 MWh`.
  func text(_ times: Int) -> String {
    let overhead = "PUE \(pue.text(significant: 4).withoutFillingZeros)"
    let factors =
      times < 0 ? " / \(overhead)" : String(repeating: " × \(overhead)", count: times)
    return "\(formula)\(factors) = \(declared.dimension.text(follows(times)))"
  }

  /// Where PUE would make the figure right.
  var expectedText: String { text(nearest) }
}
