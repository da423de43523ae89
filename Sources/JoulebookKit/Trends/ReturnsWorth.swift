import Accounting
import Auditing
import Reporting

/// What a step of quality may cost at most, as it was written.
enum ReturnsWorth {
  static func read(
    _ text: String, carbonPrice: String?, units: [ReturnsMeasure: String]
  ) throws(Problem) -> (most: Double, measure: ReturnsMeasure) {
    let (number, written) = AmountText.parts(text)
    guard let value = number, value > 0 else {
      throw Problem(
        "Cannot understand `\(text.printable)` (--worth).",
        why: "It is no amount above zero that a step may cost.",
        fix: "Write for example `--worth 10kWh`, `--worth 1kg` or `--worth 5EUR`.", exit: .usage)
    }
    let unit = written.lowercased()
    if let compute = units[.compute]?.lowercased(), !compute.isEmpty, unit == compute {
      return (value, .compute)
    }
    if case .known(let known) = UnitText.read(written) {
      if known.dimension == .energy { return (value * known.scale / 3.6e6, .energy) }
      if known.dimension == .mass { return (value * known.scale / 1000, .emissions) }
    }
    guard let carbonPrice else {
      if let money = units[.cost] {
        guard unit.isEmpty || money.isEmpty || unit == money.lowercased() else {
          throw Problem(
            "`--worth` is in \(unit.uppercased()) and the costs are in \(money).",
            why: "Joulebook has no rates of exchange.", fix: "Give it in \(money).", exit: .usage)
        }
        return (value, .cost)
      }
      throw Problem(
        "Cannot set `\(text.printable)` (--worth) against these points.",
        why: "They have no cost, and no price of carbon is given.",
        fix: "Give an amount in kWh or kg, or `--carbon-price 100/t`.", exit: .usage)
    }
    return (value / (try perKilogram(carbonPrice)), .emissions)
  }

  /// `100/t`, `100EUR/t`, `0.1/kg`.
  private static func perKilogram(_ text: String) throws(Problem) -> Double {
    let number = text.prefix { $0.isNumber || $0 == "." }
    let per = text.split(separator: "/").dropFirst().first.map { $0.lowercased() }
    let kilograms = ["t": 1000.0, "kg": 1][per ?? ""]
    guard let value = Double(number), value > 0, let kilograms else {
      throw Problem(
        "Cannot understand `\(text.printable)` (--carbon-price).",
        why: "A price of carbon is money per tonne or kilogram.",
        fix: "Write for example `--carbon-price 100EUR/t`.", exit: .usage)
    }
    return value / kilograms
  }
}
