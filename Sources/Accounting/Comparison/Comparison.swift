import Quantities

/// Two runs, or two groups of them, side by side.
public struct Comparison: Sendable {
  public let a: Side
  public let b: Side
  public let rows: [Row]
  /// What makes the comparison unfair, each a sentence.
  public let warnings: [String]

  /// Runs of one kind.
  public struct Side: Sendable {
    public let name: String
    public let entries: [Entry]

    public init(name: String, entries: [Entry]) {
      self.name = name
      self.entries = entries.sorted { ($0.run.started, $0.run.id) < ($1.run.started, $1.run.id) }
    }
  }

  public struct Row: Sendable {
    public let quantity: ComparedQuantity
    public let difference: Difference
    /// Runs that have the quantity.
    public let counts: (a: Int, b: Int)
  }

  /// - Parameter metric: of tags `metric.NAME` and marks; compared itself, and the energy for a unit of it.
  public init(_ a: Side, _ b: Side, metric: String?) {
    self.a = a
    self.b = b
    let quantities =
      [ComparedQuantity.energy, .time, .power]
      + (metric.map { [.metric($0), .energyPerUnit($0)] } ?? [])
    let (samplesA, samplesB) = (a.entries.map(RunSample.init), b.entries.map(RunSample.init))
    rows = quantities.compactMap { quantity in
      let valuesA = samplesA.compactMap(quantity.value)
      let valuesB = samplesB.compactMap(quantity.value)
      let ranges =
        quantity == .energy ? (samplesA.map(\.energyRange), samplesB.map(\.energyRange)) : nil
      return Difference(valuesA, valuesB, ranges: ranges).map {
        Row(quantity: quantity, difference: $0, counts: (valuesA.count, valuesB.count))
      }
    }
    warnings = ComparisonFairness(a: a, b: b).warnings
  }

  public var energy: Row? { rows.first }
}

/// What of runs is set side by side.
public enum ComparedQuantity: Hashable, Sendable {
  /// IT energy booked, in joules.
  case energy
  /// Length, in seconds.
  case time
  /// Mean power booked, in watts.
  case power
  case metric(String)
  /// Joules for a unit of a metric.
  case energyPerUnit(String)

  func value(_ sample: RunSample) -> Double? {
    switch self {
    case .energy: return sample.joules
    case .time: return sample.seconds
    case .power: return sample.seconds > 0 ? sample.joules / sample.seconds : nil
    case .metric(let name): return sample.metrics[name]?.last
    case .energyPerUnit(let name):
      guard let value = sample.metrics[name]?.last, value > 0 else { return nil }
      return sample.joules / value
    }
  }
}

/// What of one run is compared, worked out once.
struct RunSample {
  let joules: Double
  let energyRange: ClosedRange<Double>
  let seconds: Double
  let metrics: [String: MetricSeries]

  init(_ entry: Entry) {
    let energy = AccountingMethod().footprint(of: entry).energy
    joules = energy.value.joules
    energyRange = energy.low.joules...energy.high.joules
    seconds = entry.run.seconds
    metrics = MetricSeries.all(of: entry)
  }
}
