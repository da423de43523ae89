package import Accounting
import Quantities

/// What a run may use: energy or emissions at the facility's meter, or money for electricity.
package struct BudgetLimit: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case energy
    case emissions
    /// In the currency of the price.
    case money(currency: String)
  }

  package let kind: Kind
  /// Joules, grams, or units of the currency.
  package let amount: Double
  /// As people write it: `5 kWh`, `2 kg CO2e`, `10 EUR`.
  package let text: String

  private static let energies = [
    "j": 1.0, "kj": 1e3, "mj": 1e6, "gj": 1e9, "wh": 3600, "kwh": 3.6e6, "mwh": 3.6e9,
    "gwh": 3.6e12,
  ]
  private static let masses = ["mg": 1e-3, "g": 1.0, "kg": 1e3, "t": 1e6]

  /// Reads `5kWh`, `300 Wh`, `2kgCO2e`, `500 g`, `10EUR`; a problem when it is none of those.
  package init(_ text: String) throws(Problem) {
    let (number, unit) = AmountText.parts(text)
    guard let number else { throw Self.unreadable(text) }
    let written = AmountText.digits(text)
    let plain = unit.lowercased()
    let mass =
      ["co2eq", "co2e", "co2"].first { plain.hasSuffix($0) }
      .map { String(plain.dropLast($0.count)) } ?? plain
    if let scale = Self.energies[plain] {
      kind = .energy
      amount = number * scale
      self.text = "\(written) \(unit)"
    } else if let scale = Self.masses[mass.filter { $0 != " " }] {
      kind = .emissions
      amount = number * scale
      self.text = "\(written) \(mass.filter { $0 != " " }) CO2e"
    } else if AmountText.isCurrency(unit) {
      kind = .money(currency: unit)
      amount = number
      self.text = "\(written) \(unit)"
    } else {
      throw Self.unreadable(text)
    }
    guard amount > 0 else {
      throw Problem(
        "The budget of \(self.text) is used up before the command starts.",
        why: "A run uses more than nothing.", fix: "Give more, or leave --budget out.",
        exit: .overBudget)
    }
  }

  private static func unreadable(_ text: String) -> Problem {
    Problem(
      "Cannot use the budget `\(text)`.",
      why:
        "It must be energy (Wh, kWh, MWh, kJ, MJ), emissions (g, kg, t CO2e) or money (EUR, USD …).",
      fix: "Write for example `--budget 5kWh`, `--budget 2kgCO2e` or `--budget 10EUR`.",
      exit: .usage)
  }
}

/// What a kilowatt-hour costs.
package struct ElectricityPrice: Hashable, Sendable {
  package let perKilowattHour: Double
  package let currency: String

  /// Reads `0.30EUR`, `0.30 EUR/kWh`; nil when it is no price.
  package init?(_ text: String) {
    let short = text.lowercased().hasSuffix("/kwh") ? String(text.dropLast(4)) : text
    let (number, unit) = AmountText.parts(short)
    guard let number, number >= 0, AmountText.isCurrency(unit) else { return nil }
    perKilowattHour = number
    currency = unit
  }
}

/// A number with a unit behind it.
enum AmountText {
  static func parts(_ text: String) -> (number: Double?, unit: String) {
    let text = text.drop { $0 == " " }
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-" || $0 == "+") }
    var number = digits
    var rest = text.dropFirst(digits.count)
    // `1e3kWh`
    if let e = rest.first, e == "e" || e == "E", let next = rest.dropFirst().first,
      next.isNumber || next == "-" || next == "+"
    {
      let exponent = rest.dropFirst().prefix { $0.isNumber || $0 == "-" || $0 == "+" }
      number = text.prefix(digits.count + 1 + exponent.count)
      rest = rest.dropFirst(1 + exponent.count)
    }
    let unit = rest.drop { $0 == " " }
    let value = Double(number).flatMap { $0.isFinite ? $0 : nil }
    return (value, String(unit).trimmed)
  }

  /// The number as it is written.
  static func digits(_ text: String) -> String {
    var unit = parts(text).unit[...]
    var digits = text.trimmed[...]
    while let last = unit.popLast(), digits.last == last { digits.removeLast() }
    return String(digits.filter { $0 != " " })
  }

  /// Three capital letters, as ISO 4217 writes them.
  static func isCurrency(_ text: String) -> Bool {
    text.count == 3 && text.allSatisfy { $0.isASCII && $0.isUppercase }
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self[...]
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}
