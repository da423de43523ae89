/// Power, in watts.
public struct Power: Quantity {
  public let watts: Double
  public var base: Double { watts }
  public init(base: Double) { watts = base }

  public static func watts(_ amount: Double) -> Power { Power(base: amount) }
}
