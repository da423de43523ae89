public import Accounting

/// Where a job was and when, out of its marks.
public struct ProgressSeries: Hashable, Sendable {
  public enum Unit: String, Codable, Sendable { case epoch, step }

  public let unit: Unit
  /// Planned, in the same unit.
  public let of: Double
  /// Done, and seconds after the start, in rising order.
  public let done: [Double]
  public let at: [Double]

  /// Epochs where the job counts them against a plan, else steps; of either only what came after it last began
  /// again. Nil where neither has a plan.
  public init?(_ marks: [Mark]) {
    let epochs = Self.counted(marks, .epoch)
    let steps = Self.counted(marks, .step)
    // Steps that begin again with each epoch say little about the whole.
    if let steps, !steps.beganAgain, (epochs?.done.count ?? 0) < 4 {
      (unit, of, done, at) = (.step, steps.of, steps.done, steps.at)
    } else if let chosen = epochs ?? steps {
      (unit, of, done, at) = (epochs == nil ? .step : .epoch, chosen.of, chosen.done, chosen.at)
    } else {
      return nil
    }
  }

  private typealias Counted = (of: Double, done: [Double], at: [Double], beganAgain: Bool)

  private static func counted(_ marks: [Mark], _ unit: Unit) -> Counted? {
    var of: Double?
    var done: [Double] = []
    var at: [Double] = []
    var beganAgain = false
    for mark in marks {
      let number: Double?
      switch unit {
      case .epoch:
        number = mark.epoch
        // With both in one mark the plan is that of the steps.
        if mark.epoch != nil, mark.step == nil, let plan = mark.of { of = plan }
      case .step:
        number = mark.step
        if mark.step != nil, let plan = mark.of { of = plan }
      }
      guard var number else { continue }
      if mark.state == .begin { number = max(0, number - 1) }
      if let last = done.last, number <= last {
        if number == last { continue }
        (done, at) = ([], [])
        beganAgain = true
      }
      done.append(number)
      at.append(mark.at)
    }
    guard let of, !done.isEmpty else { return nil }
    return (of, done, at, beganAgain)
  }

  /// With the energy of each moment, and with time in which the job was paused taken out.
  ///
  /// The run's start is the first point where the first mark is about one step from it.
  public func points(
    joules: (Double) -> Double, paused: (Double) -> Double = { _ in 0 }
  ) -> [RunForecast.Point] {
    var points = zip(done, at).map {
      RunForecast.Point(done: $0, seconds: $1 - paused($1), joules: joules($1))
    }
    if let first = done.first, first > 0, done.count < 2 || first <= 1.5 * (done[1] - first) {
      points.insert(.init(done: 0, seconds: 0, joules: 0), at: 0)
    }
    return points
  }

  /// When the last planned one was done; nil when it was not.
  public var end: Double? { zip(done, at).first { $0.0 >= of }?.1 }
}
