public import Accounting
public import Quantities

/// Where and on what a job could run.
public struct PlanCandidate: Hashable, Sendable {
  /// Key of the place: `DE`, `gcp/europe-north1`.
  public let place: String
  public let placeName: String
  /// What it runs on, where that differs from the job's own: `16 × h100`, `cap 250 W`.
  public let hardware: String
  /// Intensity from the release on, as far as it is known.
  public let intensity: IntensitySeries
  /// Yearly factor's range around its value, or the spread that the series itself does not tell.
  public let intensityRange: Estimate<Ratio>
  /// What one kWh more causes, g CO2e/kWh: shown apart, never added or subtracted from the average.
  public let marginal: MarginalIntensity?
  public let pue: Estimate<Ratio>
  /// Factors on the job's time and power on this hardware.
  public var timeFactor: Estimate<Ratio> = Estimate(exactly: Ratio(1))
  public var powerFactor: Estimate<Ratio> = Estimate(exactly: Ratio(1))
  /// Energy of moving the job's data here; at the place's mean intensity.
  public var transferEnergy: Estimate<Energy> = .zero
  /// Carbon of making the hardware, for each second that it is held.
  public var embodiedPerSecond: Estimate<Emissions> = .zero
  /// Money a kWh at the facility's meter, and a second that the hardware is held, and once.
  public var pricePerKilowattHour: Double?
  public var pricePerSecond: Double?
  public var priceOnce: Double = 0
  /// What a reader should know: which fallback was taken, what is assumed.
  public var notes: [String] = []

  public struct MarginalIntensity: Hashable, Sendable {
    public let series: IntensitySeries
    public let source: String

    public init(series: IntensitySeries, source: String) {
      self.series = series
      self.source = source
    }
  }

  public init(
    place: String, placeName: String, hardware: String = "", intensity: IntensitySeries,
    intensityRange: Estimate<Ratio> = Estimate(exactly: Ratio(1)),
    marginal: MarginalIntensity? = nil, pue: Estimate<Ratio>
  ) {
    self.place = place
    self.placeName = placeName
    self.hardware = hardware
    self.intensity = intensity
    self.intensityRange = intensityRange
    self.marginal = marginal
    self.pue = pue
  }

  /// The same place and hardware under another series.
  func with(_ series: IntensitySeries) -> PlanCandidate {
    var other = PlanCandidate(
      place: place, placeName: placeName, hardware: hardware, intensity: series,
      intensityRange: intensityRange, marginal: marginal, pue: pue)
    other.timeFactor = timeFactor
    other.powerFactor = powerFactor
    return other
  }

  /// Whether waiting can change anything.
  var varies: Bool {
    guard let first = intensity.values.first(where: \.isFinite) else { return false }
    return intensity.values.contains { $0.isFinite && $0 != first }
  }
}

extension IntensitySeries {
  /// Mean intensity of `count` slots of `seconds` from `start` on, weighted by time; NaN where any part is not known.
  public func means(from start: Timestamp, slotSeconds seconds: Int, count: Int) -> [Double] {
    Self.means(of: values, at: self.start, every: slotSeconds, from: start, seconds, count)
  }

  /// The same for the lower and the upper end, where the source gives them.
  public func interval(
    from start: Timestamp, slotSeconds seconds: Int, count: Int
  ) -> (low: [Double], high: [Double])? {
    guard let low, let high else { return nil }
    func means(_ values: [Double]) -> [Double] {
      Self.means(of: values, at: self.start, every: slotSeconds, from: start, seconds, count)
    }
    return (means(low), means(high))
  }

  private static func means(
    of values: [Double], at origin: Timestamp, every length: Int, from start: Timestamp,
    _ seconds: Int, _ count: Int
  ) -> [Double] {
    let offset = (start - origin).seconds
    return (0..<count).map { index in
      let begin = offset + Double(index * seconds)
      let end = begin + Double(seconds)
      guard begin > -1e-6 else { return .nan }
      var sum = 0.0
      var at = max(0, begin)
      while at < end - 1e-6 {
        // Nanoseconds in a Double of seconds may put a slot's beginning just before it.
        let slot = Int((at + 1e-6) / Double(length))
        guard slot < values.count else { return .nan }
        let next = min(end, Double(slot + 1) * Double(length))
        sum += values[slot] * (next - at)
        at = next
      }
      return sum / (end - begin)
    }
  }
}
