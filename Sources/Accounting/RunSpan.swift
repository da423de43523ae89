public import Quantities

/// What a run books between two moments: its recorded spans cut there, each in proportion to time.
///
/// The values of spans that tile the run add up to the run's own.
public struct RunSpan: Hashable, Sendable {
  /// Seconds after the run's start, inside the run.
  public let start: Double
  public let end: Double
  /// Seconds of it for which readings are there.
  public let covered: Double
  public let energy: Estimate<Energy>
  public let facilityEnergy: Estimate<Energy>
  public let emissions: Estimate<Emissions>
  /// By device, breakdowns left out.
  public let devices: [Attribution]

  public var seconds: Double { end - start }
  /// Mean over the time that is covered; nil where none is.
  public var power: Power? { Self.power(energy.value, covered) }

  public struct Part: Hashable, Sendable {
    public let component: Component
    public let energy: Estimate<Energy>
    public let power: Power?
    /// Weakest evidence among its devices.
    public let evidence: Evidence
  }

  /// - Parameters:
  ///   - start: seconds after the run's start; put inside the run where it is not.
  ///   - end: the run's end when nil.
  public init(_ entry: Entry, from start: Double = 0, to end: Double? = nil) {
    let run = entry.run
    let spans = entry.spansOrWhole
    let last = max(run.seconds, spans.last?.end ?? 0)
    let from = min(max(start, 0), last)
    let to = min(max(end ?? last, from), last)
    var totals = run.devices.map { _ in Tally() }
    var covered = 0.0
    for span in spans where span.end > span.start {
      let cut = min(span.end, to) - max(span.start, from)
      guard cut > 0 else { continue }
      covered += cut
      let part = cut / (span.end - span.start)
      for index in totals.indices where index < span.tallies.count {
        totals[index] += part == 1 ? span.tallies[index] : span.tallies[index] * part
      }
    }
    // The whole run is what its receipt says, to the last bit.
    if from == 0, to == last { totals = run.devices.map(\.total) }
    self.start = from
    self.end = to
    self.covered = covered
    devices = entry.attributions(of: totals)
    energy = devices.map(\.run).reduce(.zero, +)
    facilityEnergy = energy * entry.site.pue.ratio
    emissions = facilityEnergy * entry.site.factor.intensity
  }

  /// By component, in the order of the vocabulary; together they are the span's energy.
  public var parts: [Part] {
    Component.allCases.compactMap { component in
      let own = devices.filter { $0.device.component == component }
      guard !own.isEmpty else { return nil }
      let energy = own.map(\.run).reduce(.zero, +)
      return Part(
        component: component, energy: energy, power: Self.power(energy.value, covered),
        evidence: own.map(\.evidence).max() ?? .assumed)
    }
  }

  private static func power(_ energy: Energy, _ seconds: Double) -> Power? {
    seconds > 0 ? .watts(energy.joules / seconds) : nil
  }
}

extension Entry {
  /// The run's spans; one over the whole where power over time is not known.
  public var spansOrWhole: [Run.Span] {
    guard run.spans.isEmpty, run.seconds > 0, !run.devices.isEmpty else { return run.spans }
    return [Run.Span(start: 0, end: run.seconds, tallies: run.devices.map(\.total))]
  }

  /// Tallies by device, in the order of the run's, shared by the entry's policy; breakdowns left out.
  public func attributions(of tallies: [Tally]) -> [Attribution] {
    zip(run.devices, tallies).compactMap { record, tally in
      guard record.device.partOf == nil else { return nil }
      return Attribution(record.over(tally), policy: policy)
    }
  }
}
