/// What searches come to that were described rather than run.
public enum SearchCost {
  /// Device-hours of a search of so many steps, when one training takes `stepsPerRun` in `hoursPerRun` on `devices`
  /// (Strubell et al. 2019, section 3; Patterson et al. 2021, appendix C).
  public static func deviceHours(
    steps: Double, stepsPerRun: Double, hoursPerRun: Double, devices: Double = 1
  ) -> Double {
    steps / stepsPerRun * hoursPerRun * devices
  }
}

/// What a figure that was printed implies of what was not.
public enum ImpliedFigure {
  /// kWh that a bill buys at a price per kWh (Strubell et al. 2019, table 4, at 0.12 USD).
  public static func kilowattHours(bill: Double, pricePerKilowattHour: Double) -> Double {
    bill / pricePerKilowattHour
  }

  /// Grams of CO2e per kWh that emissions over an energy imply.
  public static func gramsPerKilowattHour(grams: Double, kilowattHours: Double) -> Double {
    grams / kilowattHours
  }

  /// Months that so many devices need for an energy at a power each, PUE included in the power.
  public static func months(
    kilowattHours: Double, kilowattsPerDevice: Double, devices: Double
  ) -> Double {
    kilowattHours / kilowattsPerDevice / devices / 24 / UnitConversion.daysPerMonth
  }

  /// PUE of a facility whose overhead is a share of all its energy.
  public static func pue(overheadShare: Double) -> Double { 1 / (1 - overheadShare) }
}
