/// A physical amount kept in one base unit, so that a joule is never added to a watt.
///
/// Conforming types hold a single `Double` in their base unit; the only algebra between different
/// quantities is what `Algebra.swift` lists.
public protocol Quantity: Hashable, Comparable, AdditiveArithmetic, Codable, Sendable {
  /// The amount in the base unit of the quantity.
  var base: Double { get }
  /// Makes a quantity from an amount in its base unit.
  init(base: Double)
}

extension Quantity {
  public static var zero: Self { Self(base: 0) }

  public static func + (a: Self, b: Self) -> Self { Self(base: a.base + b.base) }
  public static func - (a: Self, b: Self) -> Self { Self(base: a.base - b.base) }
  public static func * (a: Self, factor: Double) -> Self { Self(base: a.base * factor) }
  public static func * (factor: Double, a: Self) -> Self { Self(base: a.base * factor) }
  public static func / (a: Self, divisor: Double) -> Self { Self(base: a.base / divisor) }
  public static func / (a: Self, b: Self) -> Double { a.base / b.base }
  public static func < (a: Self, b: Self) -> Bool { a.base < b.base }
  public static prefix func - (a: Self) -> Self { Self(base: -a.base) }

  public init(from decoder: any Decoder) throws {
    self.init(base: try decoder.singleValueContainer().decode(Double.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(base)
  }
}
