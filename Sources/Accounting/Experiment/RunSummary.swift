public import Quantities

/// What an entry comes to in a few numbers, for sums over very many runs.
///
/// All of it is worked out from the entry by its own policy. Carbon is not among it: it is energy times what the
/// entry's site says, and a better factor restates it.
public struct RunSummary: Hashable, Sendable {
  public var started: Timestamp
  public var ended: Timestamp
  public var ending: Ending
  /// Length in seconds.
  public var seconds: Double
  /// Seconds of accelerators that the run used or held; of a run without one, its length.
  public var deviceSeconds: Double
  /// IT energy booked to the run.
  public var energy: Estimate<Energy>
  /// Its best value by evidence.
  public var byEvidence: EnergyByEvidence
  public var own: Energy
  public var idle: Energy
  public var unexplained: Energy

  /// How a run ended.
  public enum Ending: Int, CaseIterable, Sendable {
    /// With exit code 0.
    case done = 0
    /// With another exit code.
    case failed = 1
    /// By a signal.
    case killed = 2
    /// Joulebook did not see the end.
    case unknown = 3
  }

  public init(
    started: Timestamp, ended: Timestamp, ending: Ending, seconds: Double, deviceSeconds: Double,
    energy: Estimate<Energy>, byEvidence: EnergyByEvidence, own: Energy, idle: Energy,
    unexplained: Energy
  ) {
    self.started = started
    self.ended = ended
    self.ending = ending
    self.seconds = seconds
    self.deviceSeconds = deviceSeconds
    self.energy = energy
    self.byEvidence = byEvidence
    self.own = own
    self.idle = idle
    self.unexplained = unexplained
  }

  public init(_ entry: Entry) {
    let run = entry.run
    let footprint = AccountingMethod().footprint(of: entry)
    let counted = footprint.lines.filter { !$0.isBreakdown }.map(\.attribution)
    self.init(
      started: run.started, ended: run.ended, ending: Ending(run), seconds: run.seconds,
      deviceSeconds: Self.deviceSeconds(entry), energy: footprint.energy,
      byEvidence: counted.reduce(into: EnergyByEvidence()) { $0[$1.evidence] += $1.run.value },
      own: footprint.own, idle: footprint.idle, unexplained: footprint.unexplained)
  }

  private static func deviceSeconds(_ entry: Entry) -> Double {
    let gpus = entry.run.devices.filter { $0.device.component == .gpu && $0.device.partOf == nil }
    guard !gpus.isEmpty else { return entry.run.seconds }
    return gpus.reduce(0) { sum, record in
      switch entry.policy {
      case .byUse: sum + record.total.runSeconds
      case .byReservation: sum + record.total.seconds * record.reserved
      case .wholeMachine: sum + record.total.seconds
      }
    }
  }
}

extension RunSummary.Ending {
  public init(_ run: Run) {
    if run.signal != nil {
      self = .killed
    } else if let code = run.exitCode {
      self = code == 0 ? .done : .failed
    } else {
      self = .unknown
    }
  }
}
