public import Quantities

/// What a set of runs comes to, every run counted, failed and killed ones too.
public struct ExperimentTotal: Hashable, Sendable {
  /// All runs, also those that are part of another one.
  public var runs = 0
  /// Runs that another run of the set started: their energy and time are in that run's already.
  public var nested = 0
  public var done = 0
  public var failed = 0
  public var killed = 0
  public var unknown = 0
  public var seconds = 0.0
  public var deviceSeconds = 0.0
  /// IT energy booked.
  public var energy = Estimate<Energy>.zero
  /// At the facility's meter.
  public var facilityEnergy = Estimate<Energy>.zero
  public var emissions = Estimate<Emissions>.zero
  public var byEvidence = EnergyByEvidence()
  /// IT energy of runs that did not end with exit code 0.
  public var lost = Energy.zero
  public var from: Timestamp?
  public var to: Timestamp?

  public init() {}

  /// Runs that did not end with exit code 0, as far as their end is known.
  public var unsuccessful: Int { failed + killed }
}

/// Adds summaries up. Energy is kept by site until the end, so that emissions are worked out once for each.
public struct ExperimentSum: Sendable {
  private var total = ExperimentTotal()
  private var bySite: [Int64: Estimate<Energy>] = [:]
  private var nested: [Nested] = []
  private var numbers: [Int64] = []

  private struct Nested {
    let whole: Int64
    let site: Int64
    let summary: RunSummary
  }

  public init() {}

  /// - Parameter whole: number of the run that books this one's energy as well.
  public mutating func add(
    _ summary: RunSummary, number: Int64, site: Int64, partOf whole: Int64?
  ) {
    numbers.append(number)
    total.runs += 1
    switch summary.ending {
    case .done: total.done += 1
    case .failed: total.failed += 1
    case .killed: total.killed += 1
    case .unknown: total.unknown += 1
    }
    total.from = min(total.from ?? summary.started, summary.started)
    total.to = max(total.to ?? summary.ended, summary.ended)
    if let whole {
      nested.append(Nested(whole: whole, site: site, summary: summary))
    } else {
      book(summary, site: site)
    }
  }

  /// The sum under these sites; a site that is missing leaves its energy without emissions.
  public func total(_ sites: [Int64: Site]) -> ExperimentTotal {
    var sum = self
    if !nested.isEmpty {
      let present = Set(numbers)
      for part in nested {
        if present.contains(part.whole) {
          sum.total.nested += 1
        } else {
          sum.book(part.summary, site: part.site)
        }
      }
    }
    var total = sum.total
    for (number, energy) in sum.bySite.sorted(by: { $0.key < $1.key }) {
      guard let site = sites[number] else { continue }
      let facility = energy * site.pue.ratio
      total.facilityEnergy = total.facilityEnergy + facility
      total.emissions = total.emissions + facility * site.factor.intensity
    }
    return total
  }

  private mutating func book(_ summary: RunSummary, site: Int64) {
    total.seconds += summary.seconds
    total.deviceSeconds += summary.deviceSeconds
    total.energy = total.energy + summary.energy
    total.byEvidence += summary.byEvidence
    if summary.ending != .done { total.lost += summary.energy.value }
    bySite[site, default: .zero] = bySite[site, default: .zero] + summary.energy
  }
}
