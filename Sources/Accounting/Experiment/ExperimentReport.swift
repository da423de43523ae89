public import Quantities

/// A set of runs and what it came to: every run beside the one that is published.
public struct ExperimentReport: Sendable {
  /// What the runs have in common: `project lisa`, `tag sweep=lr`.
  public var title: String
  /// The published run, parts that were asked for, and the whole, in this order.
  public var rows: [Row]
  public var prices = Prices()
  public var budget: Budget?
  public var improvement: Improvement?
  public var stopRules: [StopRuleResult] = []
  /// The runs that took the most, the largest first.
  public var costliest: [Trial] = []
  /// Booked energy of every run that is no part of another, the largest first.
  public var energies: [Trial] = []
  public var names: [Int64: String] = [:]
  public var notes: [String] = []

  public struct Row: Sendable {
    public var kind: Kind
    public var name: String
    public var total: ExperimentTotal

    public enum Kind: String, Sendable { case published, part, whole }

    public init(kind: Kind, name: String, total: ExperimentTotal) {
      self.kind = kind
      self.name = name
      self.total = total
    }
  }

  /// What things cost; nil where nobody said.
  public struct Prices: Hashable, Sendable {
    public var currency = ""
    public var perKilowattHour: Double?
    /// Of an hour of one device, the low and the high end.
    public var perDeviceHour: (low: Double, high: Double)? {
      get { deviceLow.flatMap { low in deviceHigh.map { (low, $0) } } }
      set {
        deviceLow = newValue?.low
        deviceHigh = newValue?.high
      }
    }
    private var deviceLow: Double?
    private var deviceHigh: Double?

    public init() {}

    public func electricity(_ total: ExperimentTotal) -> Double? {
      perKilowattHour.map { $0 * total.facilityEnergy.value.kilowattHours }
    }

    public func devices(_ total: ExperimentTotal) -> (low: Double, high: Double)? {
      let hours = total.deviceSeconds / 3600
      return perDeviceHour.map { ($0.low * hours, $0.high * hours) }
    }
  }

  /// What may be used, what was, and what is left, all in one unit.
  public struct Budget: Hashable, Sendable {
    public var text: String
    public var kind: Kind
    public var limit: Double
    public var spent: Double
    public var left: Double { limit - spent }

    public enum Kind: String, Sendable {
      /// Joules at the facility's meter.
      case energy
      /// Grams of CO2e.
      case emissions
      case money
    }

    public init(text: String, kind: Kind, limit: Double, spent: Double) {
      self.text = text
      self.kind = kind
      self.limit = limit
      self.spent = spent
    }
  }

  /// One run, in what a list or a chart shows of it.
  public struct Trial: Hashable, Sendable {
    public var number: Int64
    public var ending: RunSummary.Ending
    public var energy: Energy
    public var deviceSeconds: Double
    public var value: Double?
    public var isPublished: Bool

    public init(
      number: Int64, ending: RunSummary.Ending, energy: Energy, deviceSeconds: Double,
      value: Double?, isPublished: Bool
    ) {
      self.number = number
      self.ending = ending
      self.energy = energy
      self.deviceSeconds = deviceSeconds
      self.value = value
      self.isPublished = isPublished
    }
  }

  public init(title: String, rows: [Row]) {
    self.title = title
    self.rows = rows
  }

  public var whole: ExperimentTotal { rows.last?.total ?? ExperimentTotal() }
  public var published: ExperimentTotal? { rows.first { $0.kind == .published }?.total }

  /// How many times the published run's device time the whole took; nil without one.
  public var ratio: Double? {
    guard let published, published.deviceSeconds > 0 else { return nil }
    return whole.deviceSeconds / published.deviceSeconds
  }
}
