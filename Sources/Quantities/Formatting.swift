// Numbers for people: no more digits than asked for, an SI prefix that fits.

extension Double {
  /// The number with `digits` significant digits and no exponent: `1234.5` to 3 digits is `1230`.
  public func rounded(significant digits: Int) -> Double {
    guard self != 0, isFinite else { return self }
    var scale = 1.0
    var magnitude = Swift.abs(self)
    while magnitude >= 10 {
      magnitude /= 10
      scale *= 10
    }
    while magnitude < 1 {
      magnitude *= 10
      scale /= 10
    }
    // Dividing by a power of ten that is itself exact keeps 0.1 + 0.2 from showing its tail.
    var step = scale
    var inverse = 1.0
    for _ in 1..<max(digits, 1) { if step > 1 { step /= 10 } else { inverse *= 10 } }
    if step < 1 {
      inverse *= (1 / step).rounded()
      step = 1
    }
    return (self / step * inverse).rounded() * step / inverse
  }

  /// Text with at most `digits` significant digits, never in exponent form.
  public func text(significant digits: Int = 3) -> String {
    let value = rounded(significant: digits)
    guard value.isFinite else { return "unknown" }
    if value == 0 { return "0" }
    var decimals = digits - 1
    var magnitude = Swift.abs(value)
    while magnitude >= 10 {
      magnitude /= 10
      decimals -= 1
    }
    while magnitude < 1, decimals < 15 {
      magnitude *= 10
      decimals += 1
    }
    return value.text(decimals: max(0, decimals))
  }

  /// Text with exactly `decimals` places after the point.
  public func text(decimals: Int) -> String {
    guard isFinite, Swift.abs(self) < 9e15 else { return isFinite ? "\(self)" : "unknown" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (Swift.abs(self) * scale).rounded()
    guard scaled < 9e18 else { return "\(self)" }
    let digits = Int64(scaled)
    var text = String(digits)
    if decimals > 0 {
      text = String(repeating: "0", count: max(0, decimals + 1 - text.count)) + text
      text.insert(".", at: text.index(text.endIndex, offsetBy: -decimals))
    }
    return self < 0 && digits != 0 ? "-" + text : text
  }

  /// The number with the prefix that leaves one to three digits before the point.
  func prefixed(_ unit: String, digits: Int, steps: [(Double, String)]) -> String {
    let magnitude = Swift.abs(rounded(significant: digits))
    let step = steps.last { magnitude >= $0.0 } ?? steps[0]
    return "\((self / step.0).text(significant: digits)) \(step.1)\(unit)"
  }
}

extension Energy {
  /// `12.3 J`, `4.56 kJ`, `0.123 kWh`: joules below 36 kJ, kilowatt-hours from there on.
  public func text(digits: Int = 3) -> String {
    Swift.abs(joules) < 36_000
      ? joules.prefixed("J", digits: digits, steps: [(1e-3, "m"), (1, ""), (1e3, "k")])
      : kilowattHours.prefixed("Wh", digits: digits, steps: [(1e-3, ""), (1, "k"), (1e3, "M")])
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
