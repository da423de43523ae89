public import Accounting
import Bookkeeping
import Quantities
public import Reporting

extension Joulebook {
  /// The launch that `reference` names, by its own id or by the number of its Slurm job; nil when there is none of
  /// several parts.
  /// - Parameter catalogue: the version whose factors are used; as booked when it is nil.
  public func launch(_ reference: String, catalogue: String? = nil) throws(Problem) -> LaunchAnswer?
  {
    let ledger = try ledger()
    for key in [LaunchTags.launch, LaunchTags.job] {
      let found = try ledger.entries(LedgerQuery(tags: [key: reference], omitsSpans: true))
      // Job numbers begin again on every cluster: two launches of one number are not one.
      let ids = Set(found.compactMap { $0.run.tags[LaunchTags.launch] })
      guard found.count > 1, ids.count == 1, let id = ids.first else { continue }
      var parts: [Entry] = []
      for entry in found { parts.append(try view(entry, version: catalogue)) }
      return Launch(id: id, parts: parts).map(LaunchAnswer.init)
    }
    return nil
  }

  /// With all parts of the launches of which one is among `entries`, wherever they are in the ledger.
  func completing(_ entries: [Entry], in ledger: Ledger) throws(Problem) -> [Entry] {
    var all = entries
    var known = Set(entries.map(\.run.id))
    for id in Set(entries.compactMap { $0.run.tags[LaunchTags.launch] }).sorted() {
      for part in try ledger.entries(
        LedgerQuery(tags: [LaunchTags.launch: id], omitsSpans: true))
      where known.insert(part.run.id).inserted { all.append(part) }
    }
    return all
  }
}

/// A launch: its sum and its parts.
public struct LaunchAnswer: Answer {
  public let launch: Launch

  init(_ launch: Launch) { self.launch = launch }

  public func text(style: TextStyle) -> String { LaunchText(launch, style: style).text }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(1, forKey: .schema)
    try LaunchMessage(launch).encode(to: encoder)
    try keys.encode(launch.parts.map { Receipt($0) }, forKey: .parts)
  }

  enum CodingKeys: String, CodingKey { case schema, parts }
}

/// A launch's sums with the keys of their JSON form.
struct LaunchMessage: Encodable {
  let launch: String
  let name: String
  let project: String
  let runs: [String]
  let nodes: Int
  let ranks: Int
  let started: Timestamp
  let ended: Timestamp
  let durationSeconds: Double
  let exitCode: Int?
  let signal: Int?
  let energyJoules: Double
  let energyLowJoules: Double
  let energyHighJoules: Double
  let facilityEnergyJoules: Double
  let emissionsGrams: Double
  let emissionsLowGrams: Double
  let emissionsHighGrams: Double
  let evidenceMix: [String: Double]

  enum CodingKeys: String, CodingKey {
    case launch, name, project, runs, nodes, ranks, started, ended, signal
    case durationSeconds = "duration_seconds"
    case exitCode = "exit_code"
    case energyJoules = "energy_joules"
    case energyLowJoules = "energy_low_joules"
    case energyHighJoules = "energy_high_joules"
    case facilityEnergyJoules = "facility_energy_joules"
    case emissionsGrams = "emissions_grams"
    case emissionsLowGrams = "emissions_low_grams"
    case emissionsHighGrams = "emissions_high_grams"
    case evidenceMix = "evidence_mix"
  }

  init(_ whole: Launch) {
    let sum = whole.sum
    launch = whole.id
    name = whole.name
    project = whole.project
    runs = whole.parts.map(\.run.id)
    nodes = whole.machines
    ranks = whole.ranks
    started = whole.started
    ended = whole.ended
    durationSeconds = whole.seconds
    exitCode = whole.telling.exitCode
    signal = whole.telling.signal
    energyJoules = sum.energy.value.joules
    energyLowJoules = sum.energy.low.joules
    energyHighJoules = sum.energy.high.joules
    facilityEnergyJoules = sum.facilityEnergy.value.joules
    emissionsGrams = sum.emissions.value.grams
    emissionsLowGrams = sum.emissions.low.grams
    emissionsHighGrams = sum.emissions.high.grams
    evidenceMix = Dictionary(
      uniqueKeysWithValues: sum.evidenceMix.map { ($0.key.rawValue, $0.value) })
  }
}
