import Quantities

/// Numbers as they stand on axes.
enum AxisText {
  static func linear(_ value: Double, decimals: Int, _ numbers: Scale.Numbers) -> String {
    switch numbers {
    case .years: value.text(decimals: 0)
    case .dates: DateTicks.moment(value)
    case .percent: (value * 100).text(decimals: decimals) + " %"
    case .plain:
      abs(value) >= 1e7 ? value.shortText(digits: 4) : grouped(value.text(decimals: decimals))
    }
  }

  static func logarithmic(_ mantissa: Double, _ exponent: Int) -> String {
    if (-3...5).contains(exponent) {
      return grouped((mantissa * power(exponent)).text(decimals: max(0, -exponent)))
    }
    let raised = "10" + String(exponent).map { superscripts[$0].map(String.init) ?? "" }.joined()
    return mantissa == 1 ? raised : "\(Int(mantissa))·\(raised)"
  }

  /// 10^exponent, exact where a Double can be.
  static func power(_ exponent: Int) -> Double {
    var power = 1.0
    for _ in 0..<abs(exponent) { power *= 10 }
    return exponent < 0 ? 1 / power : power
  }

  /// With a comma before each three digits: `12,500`.
  static func grouped(_ text: String) -> String {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let digits = Array(parts[0].drop { $0 == "-" })
    guard digits.count > 3 else { return minus(text) }
    var whole = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { whole += "," }
      whole.append(digit)
    }
    let rest = parts.count > 1 ? "." + parts[1] : ""
    return (text.hasPrefix("-") ? "−" : "") + whole + rest
  }

  private static func minus(_ text: String) -> String {
    text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }

  private static let superscripts: [Character: Character] = [
    "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷",
    "8": "⁸", "9": "⁹",
  ]
}
