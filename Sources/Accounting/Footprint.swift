public import Quantities

/// A run's energy and emissions: lines by device that add up to the totals.
public struct Footprint: Hashable, Sendable {
  public let lines: [Line]
  /// IT energy booked to the run.
  public let energy: Estimate<Energy>
  /// Energy at the facility's meter: IT energy × PUE, applied once, here.
  public let facilityEnergy: Estimate<Energy>
  public let emissions: Estimate<Emissions>
  /// Energy that the run does not book, by pool.
  public let own: Energy
  public let idle: Energy
  public let unexplained: Energy
  /// What the machine drew, all pools.
  public let machine: Energy
  /// Share of the run's energy by evidence, 0…1; empty when nothing was booked.
  public let evidenceMix: [Evidence: Double]

  public struct Line: Hashable, Sendable {
    public let attribution: Attribution
    /// True when another line already contains this one.
    public var isBreakdown: Bool { attribution.device.partOf != nil }
  }
}

/// The method: energy of the devices → shares → facility → emissions.
///
/// `emissions = Σ run energy × PUE × carbon intensity`, each with its range (Strubell et al. 2019,
/// eq. 1, with the power draw metered where a sensor exists).
public struct AccountingMethod: Sendable {
  public init() {}

  public func footprint(of entry: Entry) -> Footprint {
    let lines = entry.run.devices.map {
      Footprint.Line(attribution: Attribution($0, policy: entry.policy))
    }
    let counted = lines.filter { !$0.isBreakdown }.map(\.attribution)
    let energy = counted.map(\.run).reduce(.zero, +)
    let facility = energy * entry.site.pue.ratio
    let positive = counted.map { max($0.run.value.joules, 0) }.reduce(0, +)
    var mix: [Evidence: Double] = [:]
    for attribution in counted where positive > 0 {
      let part = max(attribution.run.value.joules, 0) / positive
      if part > 0 { mix[attribution.evidence, default: 0] += part }
    }
    return Footprint(
      lines: lines, energy: energy, facilityEnergy: facility,
      emissions: facility * entry.site.factor.intensity,
      own: counted.map(\.own).reduce(.zero, +), idle: counted.map(\.idle).reduce(.zero, +),
      unexplained: counted.map(\.unexplained).reduce(.zero, +),
      machine: counted.map(\.total).reduce(.zero, +), evidenceMix: mix)
  }
}
