import Quantities

/// A unit in which the largest of some values is written well, and how much of the base unit it is.
struct AxisUnit: Hashable, Sendable {
  let name: String
  let size: Double

  /// - Parameter base: the unit of the values, as estimates and derivations name it: `J`, `W`, `g CO2e`, `s`.
  init(_ base: String, largest: Double) {
    let steps: [(Double, String)]
    switch base {
    case "J":
      // Joules below 36 kJ, watt-hours from there on, as everywhere.
      steps =
        largest < 36_000
        ? [(1e-3, "mJ"), (1, "J"), (1e3, "kJ")]
        : [(3600, "Wh"), (3.6e6, "kWh"), (3.6e9, "MWh"), (3.6e12, "GWh")]
    case "W": steps = [(1e-3, "mW"), (1, "W"), (1e3, "kW"), (1e6, "MW")]
    case "g CO2e":
      steps = [(1e-3, "mg CO2e"), (1, "g CO2e"), (1e3, "kg CO2e"), (1e6, "t CO2e")]
    case "s": steps = [(1, "s"), (60, "min"), (3600, "h"), (86_400, "d")]
    case _: steps = [(1, base)]
    }
    // One or two whole units of the next size up are read worse than dozens of this one.
    let factor = base == "s" ? 3.0 : 1
    let step =
      steps.last { largest >= $0.0 * factor } ?? (largest > 0 ? steps[0] : Self.plain(steps))
    (size, name) = step
  }

  /// A value in this unit, so that a reader can add up what stands side by side.
  func text(_ value: Double, digits: Int = 3) -> String {
    let scaled = value / size
    // Beside larger ones, a small value needs no more places than they have.
    let number = AxisText.grouped(
      abs(scaled) < 0.1 ? scaled.text(decimals: 3) : scaled.text(significant: digits))
    return name.isEmpty ? number : "\(number) \(name)"
  }

  private static func plain(_ steps: [(Double, String)]) -> (Double, String) {
    steps.first { $0.0 == 1 } ?? steps[0]
  }

  /// The end of a column's name that says this base unit: `joules`.
  static func column(_ base: String) -> String {
    switch base {
    case "J": "joules"
    case "W": "watts"
    case "g CO2e": "grams"
    case "s": "seconds"
    case "g CO2e/kWh": "grams_per_kwh"
    case "": "ratio"
    case _:
      String(
        base.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }
  }
}

extension String {
  /// Names of users as charts keep them: in pictures and tables nothing hides in them, and none is longer than a line.
  var label: String { cut(to: 80).printable }
}
