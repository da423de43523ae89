/// A best value inside a range: `low ≤ value ≤ high`, all in the same quantity.
///
/// The range says where the truth lies as far as we can tell; sums add ends to ends, which is right
/// for errors that move together and cautious for those that do not.
public struct Estimate<Value: Quantity>: Hashable, Codable, Sendable {
  public let value: Value
  public let low: Value
  public let high: Value

  /// The range is widened where needed, so that it always holds the best value.
  public init(_ value: Value, low: Value, high: Value) {
    self.value = value
    self.low = min(low, value)
    self.high = max(high, value)
  }

  /// A value known exactly.
  public init(exactly value: Value) { self.init(value, low: value, high: value) }

  public static var zero: Self { Self(exactly: .zero) }

  public static func + (a: Self, b: Self) -> Self {
    Self(a.value + b.value, low: a.low + b.low, high: a.high + b.high)
  }

  /// Scales by a number that is never negative.
  public static func * (a: Self, factor: Double) -> Self {
    Self(a.value * factor, low: a.low * factor, high: a.high * factor)
  }
}

/// A number without a unit: a ratio, a count, a PUE.
public struct Ratio: Quantity {
  public let base: Double
  public init(base: Double) { self.base = base }
  public init(_ value: Double) { base = value }
}

public func * (energy: Estimate<Energy>, ratio: Estimate<Ratio>) -> Estimate<Energy> {
  product(energy, ratio) { $0 * $1.base }
}

public func * (
  energy: Estimate<Energy>, intensity: Estimate<CarbonIntensity>
) -> Estimate<Emissions> {
  product(energy, intensity, by: *)
}

/// The product of two ranges. Both factors may be taken at their ends because a footprint never
/// multiplies two negative ones.
private func product<A: Quantity, B: Quantity, C: Quantity>(
  _ a: Estimate<A>, _ b: Estimate<B>, by multiply: (A, B) -> C
) -> Estimate<C> {
  let ends = [
    multiply(a.low, b.low), multiply(a.low, b.high), multiply(a.high, b.low),
    multiply(a.high, b.high),
  ]
  let value = multiply(a.value, b.value)
  return Estimate(
    value, low: ends.reduce(value) { min($0, $1) }, high: ends.reduce(value) { max($0, $1) })
}
