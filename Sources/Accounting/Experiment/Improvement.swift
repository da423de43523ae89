public import Quantities

/// What each gain in a metric took, all runs in between included.
public struct Improvement: Hashable, Sendable {
  public let goal: MetricGoal
  /// Runs that have the metric.
  public let runs: Int
  /// The value that gains are counted from: the first run's, or one that was given.
  public let baseline: Double
  /// Each value that was better than all before, in the order in which runs ended.
  public let records: [Record]

  public struct Record: Hashable, Sendable {
    public let number: Int64
    public let ended: Timestamp
    public let value: Double
    public let gain: Double
    /// Of all runs that ended after the record before, up to this one.
    public let energy: Energy
    /// Joules for a gain of one.
    public var joulesPerUnit: Double { energy.joules / gain }
  }

  public var best: Double { records.last?.value ?? baseline }
  public var gain: Double { goal.gain(best, over: baseline) }
  /// Of all runs of the experiment, joules for a gain of one; nil where nothing was gained.
  public let joulesPerUnit: Double?

  /// One run of the experiment, with or without the metric.
  public struct Trial: Sendable {
    public let number: Int64
    public let ended: Timestamp
    public let energy: Energy
    public let value: Double?

    public init(number: Int64, ended: Timestamp, energy: Energy, value: Double?) {
      self.number = number
      self.ended = ended
      self.energy = energy
      self.value = value
    }
  }

  /// Nil where no run has the metric.
  /// - Parameter baseline: what gains are counted from; the first run's value when nil.
  public init?(_ trials: [Trial], goal: MetricGoal, baseline: Double? = nil) {
    let trials = trials.sorted { ($0.ended, $0.number) < ($1.ended, $1.number) }
    var reference = baseline
    var first = baseline
    var since = Energy.zero
    var records: [Record] = []
    var count = 0
    for trial in trials {
      since += trial.energy
      guard let value = trial.value else { continue }
      count += 1
      guard let best = reference else {
        // The first run is where gains begin.
        reference = value
        first = value
        since = .zero
        continue
      }
      guard goal.isBetter(value, best) else { continue }
      records.append(
        Record(
          number: trial.number, ended: trial.ended, value: value,
          gain: goal.gain(value, over: best),
          energy: since))
      reference = value
      since = .zero
    }
    guard count > 0, let first, let last = reference else { return nil }
    self.goal = goal
    self.runs = count
    self.baseline = first
    self.records = records
    let gain = goal.gain(last, over: first)
    let total = trials.map(\.energy.joules).reduce(0, +)
    joulesPerUnit = gain > 0 ? total / gain : nil
  }
}
