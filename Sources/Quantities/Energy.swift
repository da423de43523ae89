/// Energy, in joules.
public struct Energy: Quantity {
  public let joules: Double
  public var base: Double { joules }
  public init(base: Double) { joules = base }

  public static func joules(_ amount: Double) -> Energy { Energy(base: amount) }
  public static func kilowattHours(_ amount: Double) -> Energy { Energy(base: amount * 3.6e6) }
  /// The amount in kilowatt-hours; 1 kWh is exactly 3.6 MJ.
  public var kilowattHours: Double { joules / 3.6e6 }
}
