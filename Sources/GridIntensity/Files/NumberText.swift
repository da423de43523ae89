/// Reads decimal numbers from bytes.
enum NumberText {
  enum Cell: Hashable {
    case value(Double)
    /// Empty, `NaN`, `null` and their like.
    case none
    case malformed
  }

  static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, decimalComma: Bool
  ) -> Cell {
    if range.isEmpty { return .none }
    var mantissa: UInt64 = 0
    var digits = 0
    var decimals = 0
    var index = range.lowerBound
    var isAfterPoint = false
    let isNegative = bytes[index] == UInt8(ascii: "-")
    if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }
    while index < range.upperBound {
      let byte = bytes[index]
      if byte &- 48 <= 9 {
        mantissa = mantissa &* 10 &+ UInt64(byte &- 48)
        digits += 1
        if isAfterPoint { decimals += 1 }
      } else if !isAfterPoint, byte == 0x2E || (decimalComma && byte == 0x2C) {
        isAfterPoint = true
      } else {
        return slowly(bytes, range, decimalComma: decimalComma)
      }
      index += 1
    }
    // Up to 15 digits and 22 decimals the quotient is the nearest Double (Clinger 1990).
    guard digits > 0, digits <= 15, decimals <= 22 else {
      return slowly(bytes, range, decimalComma: decimalComma)
    }
    let value = Double(mantissa) / powers[decimals]
    return .value(isNegative ? -value : value)
  }

  private static func slowly(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, decimalComma: Bool
  ) -> Cell {
    let text = String(decoding: bytes[range], as: UTF8.self)
    if ["nan", "na", "n/a", "null", "none", "-", "?", "n/e"].contains(text.lowercased()) {
      return .none
    }
    let plain = decimalComma ? String(text.map { $0 == "," ? "." : $0 }) : text
    guard let value = Double(plain), value.isFinite else { return .malformed }
    return .value(value)
  }

  private static let powers: [Double] = {
    var powers = [1.0]
    for _ in 0..<22 { powers.append(powers[powers.count - 1] * 10) }
    return powers
  }()
}
