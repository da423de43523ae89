/// Greenhouse-gas emissions, in grams of CO2 equivalent.
public struct Emissions: Quantity {
  public let grams: Double
  public var base: Double { grams }
  public init(base: Double) { grams = base }

  public static func grams(_ amount: Double) -> Emissions { Emissions(base: amount) }
}

/// How much carbon a kilowatt-hour carries, in grams of CO2 equivalent per kWh.
public struct CarbonIntensity: Quantity {
  public let gramsPerKilowattHour: Double
  public var base: Double { gramsPerKilowattHour }
  public init(base: Double) { gramsPerKilowattHour = base }

  public static func gramsPerKilowattHour(_ amount: Double) -> CarbonIntensity {
    CarbonIntensity(base: amount)
  }
}
