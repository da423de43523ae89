public import Quantities

/// A stretch of a run at one mean power.
public struct PowerStretch: Hashable, Sendable {
  /// Seconds after the run's start.
  public let start: Double
  public let end: Double
  /// IT energy that the run books in it, by its policy.
  public let energy: Energy

  public var seconds: Double { end - start }
  public var power: Power { .watts(seconds > 0 ? energy.joules / seconds : 0) }

  public init(start: Double, end: Double, energy: Energy) {
    self.start = start
    self.end = end
    self.energy = energy
  }
}

extension Entry {
  /// The run's own power over its time, span by span; its energies add up to the footprint's.
  public var powerCurve: [PowerStretch] {
    run.spans.map { span in
      var joules = 0.0
      for (record, tally) in zip(run.devices, span.tallies) where record.device.partOf == nil {
        joules += Attribution(record.over(tally), policy: policy).run.value.joules
      }
      return PowerStretch(start: span.start, end: span.end, energy: .joules(joules))
    }
  }
}
