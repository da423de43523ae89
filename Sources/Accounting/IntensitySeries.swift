public import Quantities

/// Carbon intensity of the electricity of a place, slot by slot: slots of one length, end to end, in UTC.
///
/// Nothing in it is shifted or filled in silently: a slot of which nothing is known holds NaN and is listed in
/// `gaps`. Values are in g CO2e/kWh.
public struct IntensitySeries: Hashable, Sendable {
  /// What the numbers say: average of all generation, for reports, or what one kWh more causes, for decisions.
  public enum Signal: String, Hashable, Sendable, CaseIterable { case average, marginal }

  /// How the numbers came about.
  public enum Kind: Hashable, Sendable {
    /// What the grid operator or a service published afterwards.
    case history
    /// What was expected at `issued`.
    case forecast(issued: Timestamp)
    /// Means of the same month and hour of earlier years.
    case usual
    /// One figure for the year.
    case yearly
  }

  /// Zone as the source names it: `DE`, `US-CAL-CISO`.
  public let zone: String
  /// Start of the first slot.
  public let start: Timestamp
  /// Length of a slot in seconds: 300 to 86,400.
  public let slotSeconds: Int
  /// g CO2e/kWh of each slot; NaN where nothing is known.
  public let values: [Double]
  /// Interval that holds the truth in 80 of 100 cases, slot by slot; nil where the source gives none.
  public let low: [Double]?
  public let high: [Double]?
  public let signal: Signal
  /// `life-cycle` or `direct`.
  public let basis: String
  public let kind: Kind
  /// Who says so, for people: `Electricity Maps, forecast`.
  public let source: String

  public init(
    zone: String, start: Timestamp, slotSeconds: Int, values: [Double], low: [Double]? = nil,
    high: [Double]? = nil, signal: Signal = .average, basis: String = "life-cycle",
    kind: Kind = .history, source: String
  ) {
    self.zone = zone
    self.start = start
    self.slotSeconds = slotSeconds
    self.values = values
    self.low = low?.count == values.count ? low : nil
    self.high = high?.count == values.count ? high : nil
    self.signal = signal
    self.basis = basis
    self.kind = kind
    self.source = source
  }

  public var count: Int { values.count }
  /// End of the last slot.
  public var end: Timestamp { start(ofSlot: count) }

  public func start(ofSlot index: Int) -> Timestamp {
    Timestamp(nanoseconds: start.nanoseconds + Int64(index) * nanosecondsPerSlot)
  }

  /// Index of the slot that holds the moment; nil outside the series.
  public func slot(at moment: Timestamp) -> Int? {
    let offset = moment.nanoseconds - start.nanoseconds
    guard offset >= 0 else { return nil }
    let index = Int(offset / nanosecondsPerSlot)
    return index < count ? index : nil
  }

  /// Intensity at a moment; nil where it is not known.
  public func intensity(at moment: Timestamp) -> CarbonIntensity? {
    guard let index = slot(at: moment), values[index].isFinite else { return nil }
    return .gramsPerKilowattHour(values[index])
  }

  /// Runs of slots of which nothing is known.
  public var gaps: [Range<Int>] {
    var gaps: [Range<Int>] = []
    for (index, value) in values.enumerated() where !value.isFinite {
      if let last = gaps.last, last.upperBound == index {
        gaps[gaps.count - 1] = last.lowerBound..<index + 1
      } else {
        gaps.append(index..<index + 1)
      }
    }
    return gaps
  }

  /// The slots that lie in `[from, to)` in whole or in part; empty where they do not meet.
  public func sliced(from: Timestamp, to: Timestamp) -> IntensitySeries {
    let first = max(0, Self.floorDivide(from.nanoseconds - start.nanoseconds, nanosecondsPerSlot))
    let last = min(
      Int64(count),
      -Self.floorDivide(-(to.nanoseconds - start.nanoseconds), nanosecondsPerSlot))
    let range = Int(min(first, Int64(count)))..<Int(max(min(first, Int64(count)), last))
    return IntensitySeries(
      zone: zone, start: start(ofSlot: range.lowerBound), slotSeconds: slotSeconds,
      values: Array(values[range]), low: low.map { Array($0[range]) },
      high: high.map { Array($0[range]) }, signal: signal, basis: basis, kind: kind,
      source: source)
  }

  private var nanosecondsPerSlot: Int64 { Int64(slotSeconds) * 1_000_000_000 }

  private static func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
    a >= 0 ? a / b : -((-a + b - 1) / b)
  }
}
