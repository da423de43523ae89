import Accounting
import Quantities

/// What kind of amount a number is. Amounts are kept in the unit that stands beside each case.
package enum Dimension: String, Hashable, Sendable, CaseIterable {
  case energy  // J
  case power  // W
  case time  // s
  case mass  // g of CO2e
  case intensity  // g/kWh
  case volume  // L
  case waterIntensity = "water intensity"  // L/kWh
  case operations  // FLOP; a MAC is two
  case rate  // FLOP/s
  case tokens, words, bytes  // 1
  case count, ratio  // 1
  case energyPerData = "energy per data"  // J per byte
  case massRate = "mass per time"  // g/s
  case money  // US dollars
  case price  // US dollars per hour

  /// An amount in words: `1.29 GWh`, `385 g/kWh`.
  package func text(_ value: Double, digits: Int = 4) -> String {
    fullText(value, digits: digits).withoutFillingZeros
  }

  private func fullText(_ value: Double, digits: Int) -> String {
    switch self {
    case .energy: Energy(base: value).text(digits: digits)
    case .power: Power(base: value).text(digits: digits)
    case .mass: Emissions(base: value).text(digits: digits)
    case .time:
      abs(value) < 3600
        ? "\(value.text(significant: digits)) s" : "\((value / 3600).text(significant: digits)) h"
    case .intensity: "\(value.text(significant: digits)) g/kWh"
    case .volume:
      abs(value) >= 1e6
        ? "\((value / 1e6).text(significant: digits)) ML"
        : abs(value) >= 1
          ? "\(value.text(significant: digits)) L" : "\((value * 1e3).text(significant: digits)) mL"
    case .waterIntensity: "\(value.text(significant: digits)) L/kWh"
    case .operations: "\(Self.scientific(value)) FLOP"
    case .rate: "\((value / 1e12).text(significant: digits)) TFLOP/s"
    case .tokens, .words, .bytes: "\(Self.scientific(value)) \(rawValue)"
    case .count: abs(value) < 1e6 ? value.text(significant: 7) : Self.scientific(value)
    case .ratio: value.text(significant: digits)
    case .energyPerData: "\(value.text(significant: digits)) J/byte"
    case .massRate: "\(value.text(significant: digits)) g/s"
    case .money: "\(value.text(significant: digits)) USD"
    case .price: "\(value.text(significant: digits)) USD/h"
    }
  }

  /// `3.15e23`.
  package static func scientific(_ value: Double) -> String {
    guard value.isFinite, value != 0, abs(value) >= 1e6 || abs(value) < 1e-3 else {
      return value.text(significant: 4)
    }
    var mantissa = abs(value)
    var exponent = 0
    while mantissa >= 10 {
      mantissa /= 10
      exponent += 1
    }
    while mantissa < 1 {
      mantissa *= 10
      exponent -= 1
    }
    let digits = mantissa.text(significant: 4).withoutFillingZeros
    return "\(value < 0 ? "-" : "")\(digits)e\(exponent)"
  }
}

extension String {
  /// `4 kg` of `4.000 kg`: zeros behind a point that only fill places are left out.
  package var withoutFillingZeros: String {
    let number = prefix { $0.isNumber || $0 == "." || $0 == "-" }
    guard number.contains(".") else { return self }
    var short = number
    while short.hasSuffix("0") { short = short.dropLast() }
    if short.hasSuffix(".") { short = short.dropLast() }
    return String(short) + dropFirst(number.count)
  }
}
