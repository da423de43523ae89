import Accounting

extension Validation {
  private static let own = "joulebook-checks"

  /// Measuring, made up to have exact answers.
  static let measurementRows: [ValidationRow] = [
    ValidationRow(
      "V114", own, "Trapezoid rule on a ramp",
      .formula("Σ ½ (P₁ + P₂) Δt") {
        let samples = [
          PowerSamples.Sample(watts: 100, seconds: 0), .init(watts: 200, seconds: 10),
          .init(watts: 300, seconds: 30),
        ]
        return [
          "trapezoid": PowerSamples.trapezoidJoules(samples),
          "left": PowerSamples.leftRectangleJoules(samples),
        ]
      },
      [
        Expectation("J", "trapezoid", 6500), Expectation("J, left rectangle", "left", 5000),
      ], origin: .exact),
    ValidationRow(
      "V115", own, "A RAPL counter that turned",
      .formula("c₂ − c₁ + range") {
        [
          "uj": Double(
            PowerSamples.counterMicrojoules(
              from: 262_000_000_000, to: 500_000, range: 262_143_328_850))
        ]
      }, [Expectation("J", "uj", per: 1e6, 143.828_85)], origin: .exact),
    ValidationRow(
      "V116", own, "Carbon-free energy by the hour",
      .formula("Σ met ÷ Σ load") {
        let load = [10.0, 10, 10, 10]
        let contracted = [14.0, 6, 0, 12]
        return [
          "hourly": CarbonFree.hourlyScore(
            load: load, contracted: contracted, gridShare: [0.3, 0.5, 0.2, 0.4]),
          "yearly": CarbonFree.volumeShare(load: load, contracted: contracted),
        ]
      },
      [
        Expectation("share", "hourly", 0.75), Expectation("share by volume", "yearly", 0.8),
      ], origin: .exact),
  ]
}
