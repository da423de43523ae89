public import Accounting
public import Quantities

/// A job that is to be run: its power over its time, as IT power.
public struct PlannedJob: Hashable, Sendable {
  /// A stretch of the job at one mean power.
  public struct Stage: Hashable, Sendable {
    public let name: String
    /// Length in seconds.
    public let seconds: Double
    public let power: Power

    public init(name: String = "", seconds: Double, power: Power) {
      self.name = name
      self.seconds = seconds
      self.power = power
    }
  }

  public let name: String
  public let stages: [Stage]
  /// Factor on its energy that a range stands for: 1 with the ends of the range.
  public let energyRange: Estimate<Ratio>
  /// Factor on its time.
  public let timeRange: Estimate<Ratio>
  public let evidence: Evidence
  /// Where it is taken from: `run 20261124-143012-k3f9q2, metered`.
  public let source: String

  public init(
    name: String, stages: [Stage], energyRange: Estimate<Ratio> = Estimate(exactly: Ratio(1)),
    timeRange: Estimate<Ratio> = Estimate(exactly: Ratio(1)), evidence: Evidence, source: String
  ) {
    self.name = name
    self.stages = stages.filter { $0.seconds > 0 }
    self.energyRange = energyRange
    self.timeRange = timeRange
    self.evidence = evidence
    self.source = source
  }

  /// Length in seconds.
  public var seconds: Double { stages.reduce(0) { $0 + $1.seconds } }
  /// IT energy.
  public var energy: Energy {
    .joules(stages.reduce(0) { $0 + $1.seconds * $1.power.watts })
  }
  public var peak: Power { stages.map(\.power).max() ?? .zero }

  /// The job done on other hardware, at another number of devices or under a power limit.
  /// - Parameters:
  ///   - time: factor on its time, above 0.
  ///   - power: factor on its power, above 0.
  public func scaled(time: Double, power: Double) -> PlannedJob {
    PlannedJob(
      name: name,
      stages: stages.map {
        Stage(name: $0.name, seconds: $0.seconds * time, power: $0.power * power)
      }, energyRange: energyRange, timeRange: timeRange, evidence: evidence, source: source)
  }

  /// kWh of IT energy in each slot of `seconds`, the last of them in part.
  public func profile(slot length: Double) -> [Double] {
    // A job that ends a blink after a slot's end does not take another one.
    let count = Int(((seconds - 1e-6 * length) / length).rounded(.up))
    guard count > 0, count < 10_000_000 else { return [] }
    var profile = [Double](repeating: 0, count: count)
    var begin = 0.0
    for stage in stages {
      let end = begin + stage.seconds
      var at = begin
      while at < end {
        let slot = min(Int(at / length), count - 1)
        let next = slot == count - 1 ? end : min(end, Double(slot + 1) * length)
        // A slot's end that rounding puts at where we stand would keep us there.
        guard next > at else { break }
        profile[slot] += stage.power.watts * (next - at) / 3.6e6
        at = next
      }
      begin = end
    }
    return profile
  }
}
