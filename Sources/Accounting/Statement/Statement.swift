public import Quantities

/// Entries of a run, a project, a tag or a period, added up so that each joule counts once.
///
/// A run whose command was started by another run of the same statement is listed and not counted: the other one
/// books its energy as well. Rows of every table, the named remainder included, add up to the total.
public struct Statement: Hashable, Sendable {
  /// What is stated, in words: `run train`, `project demo`, `all runs`.
  public let subject: String
  /// Runs that count, in the order of their start.
  public let runs: [Row]
  /// Runs inside other ones.
  public let parts: [Row]
  /// Ids of runs whose entries are damaged and which are in no sum.
  public let unreadable: [String]
  public let total: Amounts

  /// A run and what it comes to.
  public struct Row: Hashable, Sendable {
    public let entry: Entry
    public let footprint: Footprint
    public let amounts: Amounts

    init(_ entry: Entry) {
      self.entry = entry
      footprint = AccountingMethod().footprint(of: entry)
      amounts = Amounts(footprint, seconds: entry.run.seconds)
    }
  }

  public init(subject: String, entries: [Entry], unreadable: [String] = []) {
    let byID = Dictionary(entries.map { ($0.run.id, $0.run) }) { first, _ in first }
    func isPart(_ run: Run) -> Bool {
      run.parent.flatMap { byID[$0] }.map(run.isPart) ?? false
    }
    self.subject = subject
    runs = entries.filter { !isPart($0.run) }.map(Row.init)
    parts = entries.filter { isPart($0.run) }.map(Row.init)
    self.unreadable = unreadable
    total = runs.map(\.amounts).reduce(.zero, +)
  }

  /// Beginning of the first and end of the last run; nil where there is none.
  public var span: (start: Timestamp, end: Timestamp)? {
    let all = runs + parts
    guard let start = all.map(\.entry.run.started).min(),
      let end = all.map(\.entry.run.ended).max()
    else { return nil }
    return (start, end)
  }

  /// Versions of Joulebook that booked the runs.
  public var versions: [String] { Set(runs.map(\.entry.version)).sorted() }
}

/// What runs, or parts of them, come to. Adding up adds ends of ranges to ends.
public struct Amounts: Hashable, Sendable {
  public let runs: Int
  /// Devices that were measured or modelled, once per run; with none the sums are unknown and not zero.
  public let devices: Int
  public let seconds: Double
  /// IT energy.
  public let energy: Estimate<Energy>
  /// Energy at the facility's meter.
  public let facilityEnergy: Estimate<Energy>
  public let emissions: Estimate<Emissions>
  /// The IT energy by evidence, as far as it is above zero.
  public let byEvidence: [Evidence: Energy]

  public static var zero: Amounts {
    Amounts(
      runs: 0, devices: 0, seconds: 0, energy: .zero, facilityEnergy: .zero, emissions: .zero,
      byEvidence: [:])
  }

  public static func + (a: Amounts, b: Amounts) -> Amounts {
    Amounts(
      runs: a.runs + b.runs, devices: a.devices + b.devices, seconds: a.seconds + b.seconds,
      energy: a.energy + b.energy,
      facilityEnergy: a.facilityEnergy + b.facilityEnergy, emissions: a.emissions + b.emissions,
      byEvidence: a.byEvidence.merging(b.byEvidence, uniquingKeysWith: +))
  }

  /// Part of the energy by evidence, 0…1; empty when nothing was booked.
  public var evidenceMix: [Evidence: Double] {
    let all = byEvidence.values.reduce(.zero, +)
    return all.joules > 0 ? byEvidence.mapValues { $0 / all } : [:]
  }

  init(
    runs: Int, devices: Int, seconds: Double, energy: Estimate<Energy>,
    facilityEnergy: Estimate<Energy>,
    emissions: Estimate<Emissions>, byEvidence: [Evidence: Energy]
  ) {
    self.runs = runs
    self.devices = devices
    self.seconds = seconds
    self.energy = energy
    self.facilityEnergy = facilityEnergy
    self.emissions = emissions
    self.byEvidence = byEvidence
  }

  /// A whole run.
  init(_ footprint: Footprint, seconds: Double) {
    let shares = footprint.lines.filter { !$0.isBreakdown }.map(\.attribution)
    self.init(
      runs: 1, devices: shares.count, seconds: seconds, energy: footprint.energy,
      facilityEnergy: footprint.facilityEnergy, emissions: footprint.emissions,
      byEvidence: Self.byEvidence(shares))
  }

  /// Some devices of a run; the same factors hold for them as for the whole.
  init(_ shares: [Attribution], of entry: Entry) {
    let energy = shares.map(\.run).reduce(.zero, +)
    let facility = energy * entry.site.pue.ratio
    self.init(
      runs: 1, devices: shares.count, seconds: entry.run.seconds, energy: energy,
      facilityEnergy: facility,
      emissions: facility * entry.site.factor.intensity, byEvidence: Self.byEvidence(shares))
  }

  private static func byEvidence(_ shares: [Attribution]) -> [Evidence: Energy] {
    shares.reduce(into: [:]) { sums, share in
      if share.run.value.joules > 0 { sums[share.evidence, default: .zero] += share.run.value }
    }
  }
}
