public import Quantities

/// What the metered runs of a build took: written by one build and read by the next, keys stable.
public struct BuildFigures: Hashable, Codable, Sendable {
  public var schema = 1
  /// What was metered, in words: `make test`.
  public var subject: String
  public var commit: String?
  public var branch: String?
  public var job: String?
  /// The newest last.
  public var runs: [BuildRun]

  public init(
    subject: String, commit: String? = nil, branch: String? = nil, job: String? = nil,
    runs: [BuildRun]
  ) {
    self.subject = subject
    self.commit = commit
    self.branch = branch
    self.job = job
    self.runs = runs
  }

  /// `main at 1a2b3c4`; empty where neither is known.
  public var place: String {
    [branch, commit.map { String($0.prefix(7)) }].compactMap(\.self).filter { !$0.isEmpty }
      .joined(separator: " at ")
  }
}

/// One metered run of a build.
public struct BuildRun: Hashable, Codable, Sendable {
  public var id: String
  public var started: Timestamp
  public var seconds: Double
  public var energyJoules: Double
  public var energyLowJoules: Double
  public var energyHighJoules: Double
  public var facilityEnergyJoules: Double
  public var emissionsGrams: Double
  public var machine: String
  /// Part of the energy that was read from sensors, 0…1; shares of such readings included.
  public var meteredPart: Double
  public var succeeded: Bool

  enum CodingKeys: String, CodingKey {
    case id, started, machine, succeeded
    case seconds = "duration_seconds"
    case energyJoules = "energy_joules"
    case energyLowJoules = "energy_low_joules"
    case energyHighJoules = "energy_high_joules"
    case facilityEnergyJoules = "facility_energy_joules"
    case emissionsGrams = "emissions_grams"
    case meteredPart = "metered_part"
  }

  public init(_ entry: Entry) {
    let footprint = AccountingMethod().footprint(of: entry)
    id = entry.run.id
    started = entry.run.started
    seconds = entry.run.seconds
    energyJoules = footprint.energy.value.joules
    energyLowJoules = footprint.energy.low.joules
    energyHighJoules = footprint.energy.high.joules
    facilityEnergyJoules = footprint.facilityEnergy.value.joules
    emissionsGrams = footprint.emissions.value.grams
    machine = entry.run.machine
    meteredPart =
      (footprint.evidenceMix[.metered] ?? 0) + (footprint.evidenceMix[.attributed] ?? 0)
    succeeded = (entry.run.exitCode ?? 0) == 0 && entry.run.signal == nil
  }

  fileprivate var range: ClosedRange<Double> { energyLowJoules...energyHighJoules }
}

/// A build set against the one that it is based on.
public struct BuildComparison: Hashable, Sendable {
  public let base: BuildFigures?
  public let head: BuildFigures
  /// Energy for a run; nil without a base.
  public let energy: Difference?
  public let time: Difference?
  public let warnings: [String]

  public init(base: BuildFigures?, head: BuildFigures) {
    self.base = base
    self.head = head
    let (a, b) = (base?.runs ?? [], head.runs)
    energy = Difference(
      a.map(\.energyJoules), b.map(\.energyJoules), ranges: (a.map(\.range), b.map(\.range)))
    time = Difference(a.map(\.seconds), b.map(\.seconds))
    warnings = base == nil ? [] : Self.warnings(a, b)
  }

  private static func warnings(_ a: [BuildRun], _ b: [BuildRun]) -> [String] {
    var warnings: [String] = []
    if Set(a.map(\.machine)) != Set(b.map(\.machine)) {
      warnings.append("The two were metered on different machines.")
    }
    func metered(_ runs: [BuildRun]) -> Double {
      let sum = runs.reduce(0) { $0 + max(0, $1.energyJoules) }
      return sum > 0
        ? runs.reduce(0) { $0 + max(0, $1.energyJoules) * $1.meteredPart } / sum : 0
    }
    let (ofA, ofB) = (metered(a), metered(b))
    if min(ofA, ofB) < 0.5 {
      warnings.append(
        "Most of the energy was modelled: a model shows no difference that it has no input for."
      )
    } else if abs(ofA - ofB) > 0.1 {
      warnings.append("More of one was metered than of the other.")
    }
    if a.contains(where: { !$0.succeeded }) || b.contains(where: { !$0.succeeded }) {
      warnings.append("Not every run ended well.")
    }
    return warnings
  }

  /// Mean energy of a run of the head, in joules.
  public var headEnergy: Energy { .joules(Self.mean(head.runs.map(\.energyJoules))) }
  public var headFacilityEnergy: Energy {
    .joules(Self.mean(head.runs.map(\.facilityEnergyJoules)))
  }
  public var headEmissions: Emissions { .grams(Self.mean(head.runs.map(\.emissionsGrams))) }
  public var baseEmissions: Emissions? {
    base.flatMap { $0.runs.isEmpty ? nil : .grams(Self.mean($0.runs.map(\.emissionsGrams))) }
  }

  private static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }
}
