public import Quantities

/// A value as somebody gave it to an estimator.
public struct Given: Hashable, Sendable {
  public let text: String
  /// Who gave it: `--hours`, `sweep.yaml:3`.
  public let origin: String

  public init(_ text: String, origin: String) {
    self.text = text
    self.origin = origin
  }

  /// The number, or nil when the text is none.
  ///
  /// `300` is exact; `250..350` a 90 % interval; `300(250..400)` a best value in one; `300~1.5` known to a factor of
  /// 1.5; `tri(1,2,3)`, `uniform(1,2)` and `[1,2,2,3]` are distributions. `175B`, `1.3M` and `2k` are short for powers
  /// of ten, and `60%` for 0.6.
  public var distribution: Distribution? { Self.distribution(text) }

  static func distribution(_ text: String) -> Distribution? {
    let text = text.filter { $0 != " " && $0 != "_" }
    if let inner = inside(text, "tri(", ")") {
      let values = inner.split(separator: ",").compactMap { number($0) }
      guard values.count == 3, values == values.sorted() else { return nil }
      return .triangular(low: values[0], mode: values[1], high: values[2])
    }
    if let inner = inside(text, "uniform(", ")") {
      let values = inner.split(separator: ",").compactMap { number($0) }
      guard values.count == 2, values[0] <= values[1] else { return nil }
      return .uniform(low: values[0], high: values[1])
    }
    if let inner = inside(text, "[", "]") {
      let parts = inner.split(separator: ",")
      let values = parts.compactMap { number($0) }
      guard !values.isEmpty, values.count == parts.count else { return nil }
      return .empirical(values.sorted())
    }
    if let sign = text.firstIndex(of: "~") {
      guard let value = number(text[..<sign]),
        let factor = number(text[text.index(after: sign)...]),
        factor >= 1, value > 0
      else { return nil }
      return .within(factor: factor, of: value)
    }
    if text.hasSuffix(")"), let open = text.firstIndex(of: "(") {
      guard let value = number(text[..<open]),
        let (low, high) = ends(text[text.index(after: open)...].dropLast()), low <= value,
        value <= high
      else { return nil }
      return .range(value, low: low, high: high)
    }
    if let (low, high) = ends(text[...]) {
      guard low > 0, low <= high else { return nil }
      return .range((low * high).squareRoot(), low: low, high: high)
    }
    return number(text[...]).map { .exact($0) }
  }

  private static func inside(_ text: String, _ open: String, _ close: String) -> Substring? {
    text.hasPrefix(open) && text.hasSuffix(close)
      ? text.dropFirst(open.count).dropLast(close.count) : nil
  }

  private static func ends(_ text: Substring) -> (Double, Double)? {
    guard let dots = text.firstRange(of: ".."), let low = number(text[..<dots.lowerBound]),
      let high = number(text[dots.upperBound...])
    else { return nil }
    return (low, high)
  }

  /// `1.5e9`, `175B`, `60%`.
  static func number(_ text: Substring) -> Double? {
    let scales: [Character: Double] = [
      "%": 0.01, "k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "G": 1e9, "T": 1e12,
    ]
    guard let last = text.last else { return nil }
    let value =
      scales[last].flatMap { scale in Double(text.dropLast()).map { $0 * scale } }
      ?? Double(text)
    return value.flatMap { $0.isFinite ? $0 : nil }
  }
}
