// The products and quotients between different quantities. What is not here has no meaning.

extension Duration {
  /// The span in seconds.
  public var seconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}

public func * (power: Power, span: Duration) -> Energy { .joules(power.watts * span.seconds) }
public func * (span: Duration, power: Power) -> Energy { power * span }
public func / (energy: Energy, span: Duration) -> Power { .watts(energy.joules / span.seconds) }
public func * (energy: Energy, intensity: CarbonIntensity) -> Emissions {
  .grams(energy.kilowattHours * intensity.gramsPerKilowattHour)
}
