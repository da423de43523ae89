// Numbers for people: no more digits than asked for, an SI prefix that fits.

extension Double {
  /// The number with `digits` significant digits: `1234.5` to 3 digits is `1230`.
  public func rounded(significant digits: Int) -> Double {
    guard self != 0, isFinite else { return self }
    let decimals = max(digits, 1) - 1 - firstPlace
    // Powers of ten are exact up to 10²²; dividing by one keeps 0.1 + 0.2 from showing its tail.
    let scale = Self.powerOfTen(Swift.abs(decimals))
    return decimals >= 0 ? (self * scale).rounded() / scale : (self / scale).rounded() * scale
  }

  /// Text with at most `digits` significant digits, never in exponent form.
  public func text(significant digits: Int = 3) -> String {
    let value = rounded(significant: digits)
    guard value.isFinite else { return "unknown" }
    return value == 0 ? "0" : value.text(decimals: max(0, max(digits, 1) - 1 - value.firstPlace))
  }

  /// Text with exactly `decimals` places after the point, never in exponent form.
  public func text(decimals: Int) -> String {
    guard isFinite else { return "unknown" }
    var scaled = Swift.abs(self) * Self.powerOfTen(decimals)
    // A Double has 17 digits; what lies behind them is filled with zeros.
    var zeros = 0
    while scaled >= 1e17 {
      scaled /= 10
      zeros += 1
    }
    let digits = Int64(scaled.rounded())
    var text = String(digits) + String(repeating: "0", count: zeros)
    if decimals > 0 {
      text = String(repeating: "0", count: max(0, decimals + 1 - text.count)) + text
      text.insert(".", at: text.index(text.endIndex, offsetBy: -decimals))
    }
    return self < 0 && digits != 0 ? "-" + text : text
  }

  /// Decimal place of the first digit: 0 for 1…9, 1 for 10…99, -1 for 0.1…0.9.
  private var firstPlace: Int {
    let magnitude = Swift.abs(self)
    var place = 0
    while magnitude >= Self.powerOfTen(place + 1) { place += 1 }
    while place <= 0, magnitude * Self.powerOfTen(-place) < 1 { place -= 1 }
    return place
  }

  private static func powerOfTen(_ exponent: Int) -> Double {
    var power = 1.0
    for _ in 0..<exponent { power *= 10 }
    return power
  }

  /// The number with the prefix that leaves one to three digits before the point.
  func prefixed(_ unit: String, digits: Int, steps: [(Double, String)]) -> String {
    let magnitude = Swift.abs(rounded(significant: digits))
    let fitting = steps.last { magnitude >= $0.0 } ?? steps[0]
    let step = magnitude == 0 ? (1, steps.first { $0.0 == 1 }?.1 ?? "") : fitting
    return "\((self / step.0).text(significant: digits)) \(step.1)\(unit)"
  }
}

extension Energy {
  /// `12.3 J`, `4.56 kJ`, `0.123 kWh`, `1.29 GWh`: joules below 36 kJ, watt-hours from there on.
  public func text(digits: Int = 3) -> String {
    Swift.abs(joules) < 36_000
      ? joules.prefixed("J", digits: digits, steps: [(1e-3, "m"), (1, ""), (1e3, "k")])
      : kilowattHours.prefixed(
        "Wh", digits: digits,
        steps: [(1e-3, ""), (1, "k"), (1e3, "M"), (1e6, "G"), (1e9, "T")])
  }

  /// The amount in the unit that `whole` is shown in, so that parts can be added up by a reader.
  public func text(like whole: Energy, digits: Int = 4) -> String {
    let unit = whole.text(digits: digits).split(separator: " ").last.map(String.init) ?? "J"
    let scales = [
      "mJ": 1e-3, "J": 1, "kJ": 1e3, "Wh": 3600, "kWh": 3.6e6, "MWh": 3.6e9, "GWh": 3.6e12,
      "TWh": 3.6e15,
    ]
    return "\((joules / (scales[unit] ?? 1)).text(significant: digits)) \(unit)"
  }
}

extension Power {
  public func text(digits: Int = 3) -> String {
    watts.prefixed("W", digits: digits, steps: [(1e-3, "m"), (1, ""), (1e3, "k"), (1e6, "M")])
  }
}

extension Emissions {
  public func text(digits: Int = 3) -> String {
    grams.prefixed(
      " CO2e", digits: digits, steps: [(1e-3, "mg"), (1, "g"), (1e3, "kg"), (1e6, "t")])
  }
}

extension Double {
  /// Up to `digits` significant digits without needless zeros; from 10⁹ on and below 10⁻⁴ with an exponent: `3.146e23`.
  public func shortText(digits: Int = 6) -> String {
    guard isFinite else { return "unknown" }
    guard self != 0 else { return "0" }
    let magnitude = Swift.abs(self)
    guard magnitude >= 1e9 || magnitude < 1e-4 else {
      return Self.withoutZeros(text(significant: digits))
    }
    var exponent = 0
    var scaled = magnitude
    while scaled >= 10 {
      scaled /= 10
      exponent += 1
    }
    while scaled < 1 {
      scaled *= 10
      exponent -= 1
    }
    if scaled.rounded(significant: digits) >= 10 {
      scaled /= 10
      exponent += 1
    }
    let sign = self < 0 ? "-" : ""
    return "\(sign)\(Self.withoutZeros(scaled.text(significant: digits)))e\(exponent)"
  }

  private static func withoutZeros(_ text: String) -> String {
    guard text.contains(".") else { return text }
    return String(text.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed())
  }
}
