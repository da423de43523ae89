/// What the catalogue knows of a place's electricity, handed in because providers do not know the catalogue.
package struct IntensityFacts: Hashable, Sendable {
  /// One figure for the year.
  package struct Yearly: Hashable, Sendable {
    package var zone: String
    /// g CO2e/kWh.
    package var value: Double
    package var low: Double
    package var high: Double
    package var year: Int
    /// `life-cycle` or `direct`.
    package var basis: String
    package var source: String

    package init(
      zone: String, value: Double, low: Double, high: Double, year: Int, basis: String,
      source: String
    ) {
      self.zone = zone
      self.value = value
      self.low = low
      self.high = high
      self.year = year
      self.basis = basis
      self.source = source
    }
  }

  /// Means of the same month and hour of earlier years, in g CO2e/kWh.
  package struct Usual: Hashable, Sendable {
    package var zone: String
    /// `2021-2024`.
    package var years: String
    /// By month from January, then by hour of the day in UTC.
    package var mean: [[Double]]
    /// What 10 % and 90 % of hours lie below.
    package var p10: [[Double]]
    package var p90: [[Double]]
    package var source: String

    package init(
      zone: String, years: String, mean: [[Double]], p10: [[Double]], p90: [[Double]],
      source: String
    ) {
      self.zone = zone
      self.years = years
      self.mean = mean
      self.p10 = p10
      self.p90 = p90
      self.source = source
    }
  }

  /// What a kWh from a fuel emits, in g CO2e.
  package struct Fuel: Hashable, Sendable {
    package var direct: Double?
    package var lifeCycle: Double

    package init(direct: Double?, lifeCycle: Double) {
      self.direct = direct
      self.lifeCycle = lifeCycle
    }
  }

  package var yearly: Yearly?
  /// By basis.
  package var usual: [String: Usual]
  /// By name: `coal`, `gas`, `wind-offshore`.
  package var fuels: [String: Fuel]

  package init(
    yearly: Yearly? = nil, usual: [String: Usual] = [:], fuels: [String: Fuel] = [:]
  ) {
    self.yearly = yearly
    self.usual = usual
    self.fuels = fuels
  }
}
