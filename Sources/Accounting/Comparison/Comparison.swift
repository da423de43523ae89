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
    rows = quantities.compactMap { quantity in
      let (valuesA, valuesB) = (quantity.values(of: a.entries), quantity.values(of: b.entries))
      let ranges =
        quantity == .energy
        ? (quantity.ranges(of: a.entries), quantity.ranges(of: b.entries)) : nil
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

  func values(of entries: [Entry]) -> [Double] { entries.compactMap(value) }

  private func value(_ entry: Entry) -> Double? {
    func joules() -> Double { AccountingMethod().footprint(of: entry).energy.value.joules }
    switch self {
    case .energy: return joules()
    case .time: return entry.run.seconds
    case .power: return entry.run.seconds > 0 ? joules() / entry.run.seconds : nil
    case .metric(let name): return MetricSeries.all(of: entry)[name]?.last
    case .energyPerUnit(let name):
      guard let value = MetricSeries.all(of: entry)[name]?.last, value > 0 else { return nil }
      return joules() / value
    }
  }

  func ranges(of entries: [Entry]) -> [ClosedRange<Double>] {
    entries.map {
      let energy = AccountingMethod().footprint(of: $0).energy
      return energy.low.joules...energy.high.joules
    }
  }
}
