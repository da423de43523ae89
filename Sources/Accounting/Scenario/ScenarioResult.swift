/// Where emissions lead, year by year, and which factor bends the curve.
public struct ScenarioResult: Hashable, Sendable {
  public let years: [Year]
  /// Of the last year over the first, along the middle of every factor; they multiply to the whole.
  public let parts: [Part]
  /// Hardware efficiency, × a year, that would have held emissions at the first year's with all else as it is.
  public let breakEven: Range

  /// Emissions over those of the first year.
  public struct Year: Hashable, Sendable {
    public let year: Int
    public let low90: Double
    public let low50: Double
    public let median: Double
    public let high50: Double
    public let high90: Double
    /// With growth alone: everything else stays as it is in the first year.
    public let ifThisGoesOn: Double

    public init(
      year: Int, low90: Double, low50: Double, median: Double, high50: Double, high90: Double,
      ifThisGoesOn: Double
    ) {
      self.year = year
      self.low90 = low90
      self.low50 = low50
      self.median = median
      self.high50 = high50
      self.high90 = high90
      self.ifThisGoesOn = ifThisGoesOn
    }
  }

  /// One factor's part in the change.
  public struct Part: Hashable, Sendable {
    public let factor: ScenarioFactor
    /// Levels of the first and the last year.
    public let first: Double
    public let last: Double
    /// By how much it multiplies emissions.
    public let multiplier: Double
    /// By how much it moves emissions, in those of the first year (logarithmic mean Divisia index, Ang 2005,
    /// equation 5); the parts add up to the change.
    public let change: Double
    /// Part of the uncertainty that it brings, 0…1: of the variance of the logarithm.
    public let uncertainty: Double

    public init(
      factor: ScenarioFactor, first: Double, last: Double, multiplier: Double, change: Double,
      uncertainty: Double
    ) {
      self.factor = factor
      self.first = first
      self.last = last
      self.multiplier = multiplier
      self.change = change
      self.uncertainty = uncertainty
    }
  }

  /// The middle of the draws and the ends of their 90 % interval.
  public struct Range: Hashable, Sendable {
    public let median: Double
    public let low90: Double
    public let high90: Double

    public init(median: Double, low90: Double, high90: Double) {
      self.median = median
      self.low90 = low90
      self.high90 = high90
    }
  }

  public init(years: [Year], parts: [Part], breakEven: Range) {
    self.years = years
    self.parts = parts
    self.breakEven = breakEven
  }

  /// The factor that takes most off, nil where none takes any.
  public var bending: Part? {
    parts.filter { $0.multiplier < 1 }.min { $0.multiplier < $1.multiplier }
  }
}
