public import Quantities

/// What a run cost, as handed to people and programs: schema 1, keys stable.
public struct Receipt: Hashable, Codable, Sendable {
  public let schema: Int
  public let id: String
  public let name: String
  public let project: String
  public let tags: [String: String]
  public let command: [String]
  public let started: Timestamp
  public let ended: Timestamp
  public let durationSeconds: Double
  public let exitCode: Int?
  public let signal: Int?
  public let host: String
  public let region: String
  public let pue: Double
  public let energyJoules: Double
  public let energyLowJoules: Double
  public let energyHighJoules: Double
  public let facilityEnergyJoules: Double
  public let emissionsGrams: Double
  public let emissionsLowGrams: Double
  public let emissionsHighGrams: Double
  public let components: [Line]
  public let evidenceMix: [String: Double]
  public let cpuSeconds: Double
  public let gaps: [Gap]
  public let own: Own
  public let warnings: [String]
  public let acting: ActingReceipt?
  /// What serving took; only on receipts of jobs that counted requests or tokens.
  public let service: ServiceReceipt?
  /// What another tool said of the run; the key is there only where one did.
  public let reported: ReportedFigure?

  public struct Line: Hashable, Codable, Sendable {
    public let component: Component
    public let device: String
    public let sensor: String
    public let evidence: Evidence
    public let energyJoules: Double
    public let energyLowJoules: Double
    public let energyHighJoules: Double

    enum CodingKeys: String, CodingKey {
      case component, device, sensor, evidence
      case energyJoules = "energy_joules"
      case energyLowJoules = "energy_low_joules"
      case energyHighJoules = "energy_high_joules"
    }
  }

  /// What Joulebook itself used.
  public struct Own: Hashable, Codable, Sendable {
    public let cpuSeconds: Double
    public let energyJoules: Double

    enum CodingKeys: String, CodingKey {
      case cpuSeconds = "cpu_seconds"
      case energyJoules = "energy_joules"
    }
  }

  enum CodingKeys: String, CodingKey {
    case schema, id, name, project, tags, command, started, ended, signal, host, region, pue
    case components, gaps, warnings, acting, service, reported
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
    case cpuSeconds = "cpu_seconds"
    case own = "self"
  }

  public init(_ entry: Entry) {
    let run = entry.run
    let footprint = AccountingMethod().footprint(of: entry)
    schema = 1
    id = run.id
    name = run.name
    project = run.project
    tags = run.tags
    command = run.command
    started = run.started
    ended = run.ended
    durationSeconds = run.seconds
    exitCode = run.exitCode
    signal = run.signal
    host = run.host
    region = entry.site.factor.region
    pue = entry.site.pue.ratio.value.base
    energyJoules = footprint.energy.value.joules
    energyLowJoules = footprint.energy.low.joules
    energyHighJoules = footprint.energy.high.joules
    facilityEnergyJoules = footprint.facilityEnergy.value.joules
    emissionsGrams = footprint.emissions.value.grams
    emissionsLowGrams = footprint.emissions.low.grams
    emissionsHighGrams = footprint.emissions.high.grams
    components = footprint.lines.filter { !$0.isBreakdown }.map { line in
      let share = line.attribution
      return Line(
        component: share.device.component, device: share.device.name,
        sensor: share.device.sensor, evidence: share.evidence,
        energyJoules: share.run.value.joules, energyLowJoules: share.run.low.joules,
        energyHighJoules: share.run.high.joules)
    }
    evidenceMix = Dictionary(
      uniqueKeysWithValues: footprint.evidenceMix.map { ($0.key.rawValue, $0.value) })
    cpuSeconds = run.cpu.run
    gaps = run.gaps
    own = Own(cpuSeconds: run.cpu.own, energyJoules: footprint.own.joules)
    warnings = run.warnings
    acting = entry.acting.map(ActingReceipt.init)
    service = ServiceFootprint(entry).map(ServiceReceipt.init)
    reported = entry.reported
  }

  /// Writes every key of the schema, `null` where a value is not there; `service` only where there is one.
  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(schema, forKey: .schema)
    try keys.encode(id, forKey: .id)
    try keys.encode(name, forKey: .name)
    try keys.encode(project, forKey: .project)
    try keys.encode(tags, forKey: .tags)
    try keys.encode(command, forKey: .command)
    try keys.encode(started, forKey: .started)
    try keys.encode(ended, forKey: .ended)
    try keys.encode(durationSeconds, forKey: .durationSeconds)
    try keys.encode(exitCode, forKey: .exitCode)
    try keys.encode(signal, forKey: .signal)
    try keys.encode(host, forKey: .host)
    try keys.encode(region, forKey: .region)
    try keys.encode(pue, forKey: .pue)
    try keys.encode(energyJoules, forKey: .energyJoules)
    try keys.encode(energyLowJoules, forKey: .energyLowJoules)
    try keys.encode(energyHighJoules, forKey: .energyHighJoules)
    try keys.encode(facilityEnergyJoules, forKey: .facilityEnergyJoules)
    try keys.encode(emissionsGrams, forKey: .emissionsGrams)
    try keys.encode(emissionsLowGrams, forKey: .emissionsLowGrams)
    try keys.encode(emissionsHighGrams, forKey: .emissionsHighGrams)
    try keys.encode(components, forKey: .components)
    try keys.encode(evidenceMix, forKey: .evidenceMix)
    try keys.encode(cpuSeconds, forKey: .cpuSeconds)
    try keys.encode(gaps, forKey: .gaps)
    try keys.encode(own, forKey: .own)
    try keys.encode(warnings, forKey: .warnings)
    try keys.encode(acting, forKey: .acting)
    try keys.encodeIfPresent(service, forKey: .service)
    try keys.encodeIfPresent(reported, forKey: .reported)
  }
}
