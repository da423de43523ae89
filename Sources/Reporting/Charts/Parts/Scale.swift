import RealModule

/// From values to places on the paper.
public struct Scale: Hashable, Sendable {
  public enum Kind: Hashable, Sendable { case linear, logarithmic }
  /// How the values on an axis are written.
  public enum Numbers: Hashable, Sendable {
    case plain
    /// Years and other counts that are names: no separators.
    case years
    case percent
    /// Seconds since 1970 in UTC, written as dates or hours.
    case dates
  }

  public let kind: Kind
  public let low: Double
  public let high: Double
  public var numbers = Numbers.plain
  /// Places of `low` and `high`.
  public var from = 0.0
  public var to = 1.0

  /// A scale that holds all of `values`.
  /// - Parameters:
  ///   - zero: the axis begins at zero, as bars need it.
  ///   - room: part of the span that is left free at either end.
  public static func linear(
    _ values: [Double], zero: Bool = false, room: Double = 0.04, numbers: Numbers = .plain
  ) -> Scale {
    let finite = values.filter(\.isFinite)
    var low = finite.min() ?? 0
    var high = finite.max() ?? 1
    if zero { (low, high) = (min(low, 0), max(high, 0)) }
    if low == high { (low, high) = (low - max(abs(low), 1) / 2, high + max(abs(high), 1) / 2) }
    let free = (high - low) * room
    return Scale(
      kind: .linear, low: zero && low == 0 ? 0 : low - free,
      high: zero && high == 0 ? 0 : high + free, numbers: numbers)
  }

  /// A scale of ratios that holds all of `values` above zero.
  public static func logarithmic(_ values: [Double], room: Double = 0.04) -> Scale {
    let positive = values.filter { $0 > 0 && $0.isFinite }
    var low = Double.log10(positive.min() ?? 1)
    var high = Double.log10(positive.max() ?? 10)
    if high - low < 0.2 { (low, high) = (low - 0.15, high + 0.15) }
    let free = (high - low) * room
    return Scale(
      kind: .logarithmic, low: Double.exp10(low - free), high: Double.exp10(high + free))
  }

  /// Where `value` lies; beyond the ends where it is beyond them.
  public func callAsFunction(_ value: Double) -> Double {
    switch kind {
    case .linear: from + (value - low) / (high - low) * (to - from)
    case .logarithmic:
      from + (Double.log10(max(value, .leastNormalMagnitude)) - Double.log10(low))
        / (Double.log10(high) - Double.log10(low)) * (to - from)
    }
  }

  public func holds(_ value: Double) -> Bool { value >= low && value <= high }

  /// `count` values from end to end, evenly far on the paper: what curves are drawn through.
  public func steps(_ count: Int, from start: Double? = nil, to end: Double? = nil) -> [Double] {
    let (a, b) = (start ?? low, end ?? high)
    return (0..<count).map { index in
      let part = Double(index) / Double(max(count - 1, 1))
      switch kind {
      case .linear: return a + (b - a) * part
      case .logarithmic: return Double.exp(Double.log(a) + (Double.log(b) - Double.log(a)) * part)
      }
    }
  }
}

/// A value on an axis with its text.
struct Tick: Hashable {
  let value: Double
  let text: String
}

extension Scale {
  /// Round values within the scale.
  /// - Parameter count: about how many; there may be a few more or less.
  func ticks(about count: Int = 5) -> [Tick] {
    switch kind {
    case .linear: linearTicks(about: count)
    case .logarithmic: logarithmicTicks(about: count)
    }
  }

  private func linearTicks(about count: Int) -> [Tick] {
    if numbers == .dates { return DateTicks.ticks(from: low, to: high, about: count) }
    let rough = (high - low) / Double(max(count, 1))
    let power = Double.exp10(Double.log10(rough).rounded(.down))
    var step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999 } ?? 10 * power
    if numbers == .years { step = max(step, 1) }
    let first = Int64((low / step).rounded(.up))
    let last = Int64((high / step).rounded(.down))
    guard first <= last else { return [] }
    let shown = numbers == .percent ? step * 100 : step
    let decimals = max(0, -Int(Double.log10(shown * 1.000_001).rounded(.down)))
    return (first...last).map {
      let value = Double($0) * step
      return Tick(value: value, text: AxisText.linear(value, decimals: decimals, numbers))
    }
  }

  private func logarithmicTicks(about count: Int) -> [Tick] {
    let (bottom, top) = (Double.log10(low), Double.log10(high))
    let decades = top - bottom
    if decades < 0.7 {
      let plain = Scale(kind: .linear, low: low, high: high, numbers: numbers)
      return plain.linearTicks(about: count).filter { $0.value > 0 }
    }
    let mantissas: [Double] = decades < 1.6 ? [1, 2, 5] : decades < 2.6 ? [1, 3] : [1]
    let every = max(1, Int((decades / Double(max(count, 1))).rounded()))
    var ticks: [Tick] = []
    for exponent in Int(bottom.rounded(.down))...Int(top.rounded(.up)) {
      guard exponent % every == 0 else { continue }
      for mantissa in mantissas {
        let value = mantissa * AxisText.power(exponent)
        guard value >= low * 0.999_999, value <= high * 1.000_001 else { continue }
        ticks.append(Tick(value: value, text: AxisText.logarithmic(mantissa, exponent)))
      }
    }
    return ticks
  }
}
