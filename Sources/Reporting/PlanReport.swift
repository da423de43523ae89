public import Accounting
public import Quantities

/// Ranked plans of a job as they are handed to people and programs: schema 1.
public struct PlanReport: Hashable, Sendable {
  public let job: Job
  public let release: Timestamp
  public let deadline: Timestamp
  /// Now, here: what the plans are set against.
  public let baseline: Row?
  /// The best of each candidate, the least emissions first.
  public let ranked: [Row]
  /// What nothing beats in carbon, finish and money at once, the earliest first.
  public let pareto: [Row]
  /// Candidates without a plan, and why.
  public let refused: [Refusal]
  /// Unit of costs; empty where none is given.
  public let currency: String
  /// How many of the ranking are shown.
  public let limit: Int
  public let notes: [String]
  /// The best plan here, scored on what came; nil where the window has not passed.
  public let score: Score?

  /// A plan made on a forecast, and what it came to.
  public struct Score: Hashable, Sendable, Encodable {
    public let expected: Emissions
    public let came: Emissions
    /// The least that was possible, known only afterwards.
    public let best: Emissions
    public let baseline: Emissions
    /// Part of the best saving that was kept.
    public let kept: Double?

    enum CodingKeys: String, CodingKey {
      case kept
      case expected = "expected_grams"
      case came = "came_grams"
      case best = "best_grams"
      case baseline = "baseline_grams"
    }

    public init(
      expected: Emissions, came: Emissions, best: Emissions, baseline: Emissions, kept: Double?
    ) {
      self.expected = expected
      self.came = came
      self.best = best
      self.baseline = baseline
      self.kept = kept
    }
  }

  public struct Job: Hashable, Sendable {
    public let name: String
    public let seconds: Double
    /// IT energy.
    public let energy: Estimate<Energy>
    public let peak: Power
    public let evidence: Evidence
    public let source: String

    public init(
      name: String, seconds: Double, energy: Estimate<Energy>, peak: Power, evidence: Evidence,
      source: String
    ) {
      self.name = name
      self.seconds = seconds
      self.energy = energy
      self.peak = peak
      self.evidence = evidence
      self.source = source
    }
  }

  public struct Stretch: Hashable, Sendable {
    public let start: Timestamp
    public let end: Timestamp
    public let setting: String

    public init(start: Timestamp, end: Timestamp, setting: String) {
      self.start = start
      self.end = end
      self.setting = setting
    }
  }

  public struct Refusal: Hashable, Sendable {
    public let place: String
    public let hardware: String
    public let reason: String

    public init(place: String, hardware: String, reason: String) {
      self.place = place
      self.hardware = hardware
      self.reason = reason
    }
  }

  public struct Row: Hashable, Sendable {
    public let place: String
    public let placeName: String
    public let hardware: String
    /// `now`, `shifted`, `paused`, `scaled`.
    public let kind: String
    public let method: String
    public let stretches: [Stretch]
    public let latestFinish: Timestamp
    /// At the facility's meter.
    public let energy: Estimate<Energy>
    public let idleEnergy: Energy
    public let emissions: Estimate<Emissions>
    public let embodied: Estimate<Emissions>
    public let marginal: Emissions?
    public let marginalSource: String
    public let cost: Double?
    public let intensitySource: String
    /// Part of the baseline's emissions, operation and making, that it saves; nil for the baseline itself.
    public let saving: Double?

    public init(
      place: String, placeName: String, hardware: String, kind: String, method: String,
      stretches: [Stretch], latestFinish: Timestamp, energy: Estimate<Energy>, idleEnergy: Energy,
      emissions: Estimate<Emissions>, embodied: Estimate<Emissions>, marginal: Emissions?,
      marginalSource: String, cost: Double?, intensitySource: String, saving: Double?
    ) {
      self.place = place
      self.placeName = placeName
      self.hardware = hardware
      self.kind = kind
      self.method = method
      self.stretches = stretches
      self.latestFinish = latestFinish
      self.energy = energy
      self.idleEnergy = idleEnergy
      self.emissions = emissions
      self.embodied = embodied
      self.marginal = marginal
      self.marginalSource = marginalSource
      self.cost = cost
      self.intensitySource = intensitySource
      self.saving = saving
    }

    public var start: Timestamp? { stretches.first?.start }
    public var finish: Timestamp? { stretches.last?.end }
    /// Operation and making.
    public var total: Estimate<Emissions> { emissions + embodied }
  }

  public init(
    job: Job, release: Timestamp, deadline: Timestamp, baseline: Row?, ranked: [Row],
    pareto: [Row], refused: [Refusal], currency: String, limit: Int, notes: [String],
    score: Score? = nil
  ) {
    self.job = job
    self.release = release
    self.deadline = deadline
    self.baseline = baseline
    self.ranked = ranked
    self.pareto = pareto
    self.refused = refused
    self.currency = currency
    self.limit = limit
    self.notes = notes
    self.score = score
  }

  /// A line per plan: the baseline, then the ranking.
  public var csv: String {
    let header = [
      "rank", "place", "hardware", "kind", "start", "finish", "latest_finish", "pauses",
      "energy_joules", "energy_low_joules", "energy_high_joules", "emissions_grams",
      "emissions_low_grams", "emissions_high_grams", "embodied_grams", "marginal_grams", "cost",
      "saving", "intensity_source",
    ]
    let rows =
      [baseline].compactMap(\.self).map { ("baseline", $0) }
      + ranked.enumerated().map { ("\($0 + 1)", $1) }
    return CSV.line(header)
      + rows.map { rank, row in
        let pauses = row.kind == "scaled" ? 0 : max(0, row.stretches.count - 1)
        let words = [
          rank, row.place, row.hardware, row.kind, row.start?.description ?? "",
          row.finish?.description ?? "", row.latestFinish.description, "\(pauses)",
        ]
        let numbers: [Double?] = [
          row.energy.value.joules, row.energy.low.joules, row.energy.high.joules,
          row.emissions.value.grams, row.emissions.low.grams, row.emissions.high.grams,
          row.embodied.value.grams, row.marginal?.grams, row.cost, row.saving,
        ]
        return CSV.line(
          words + numbers.map { $0.map { $0.shortText(digits: 9) } ?? "" } + [row.intensitySource])
      }.joined()
  }
}

extension PlanReport: Encodable {
  enum CodingKeys: String, CodingKey {
    case schema, job, release, deadline, baseline, ranked, pareto, refused, currency, notes, score
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(1, forKey: .schema)
    try keys.encode(job, forKey: .job)
    try keys.encode(release, forKey: .release)
    try keys.encode(deadline, forKey: .deadline)
    try keys.encode(baseline, forKey: .baseline)
    try keys.encode(ranked, forKey: .ranked)
    try keys.encode(pareto, forKey: .pareto)
    try keys.encode(refused, forKey: .refused)
    try keys.encode(currency, forKey: .currency)
    try keys.encode(notes, forKey: .notes)
    try keys.encodeIfPresent(score, forKey: .score)
  }
}

extension PlanReport.Job: Encodable {
  enum CodingKeys: String, CodingKey {
    case name, evidence, source
    case seconds = "duration_seconds"
    case energy = "energy_joules"
    case low = "energy_low_joules"
    case high = "energy_high_joules"
    case peak = "peak_watts"
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(name, forKey: .name)
    try keys.encode(seconds, forKey: .seconds)
    try keys.encode(energy.value, forKey: .energy)
    try keys.encode(energy.low, forKey: .low)
    try keys.encode(energy.high, forKey: .high)
    try keys.encode(peak, forKey: .peak)
    try keys.encode(evidence, forKey: .evidence)
    try keys.encode(source, forKey: .source)
  }
}

extension PlanReport.Stretch: Encodable {}
extension PlanReport.Refusal: Encodable {}

extension PlanReport.Row: Encodable {
  enum CodingKeys: String, CodingKey {
    case place, hardware, kind, method, start, finish, stretches, cost, saving
    case placeName = "place_name"
    case latestFinish = "latest_finish"
    case energy = "energy_joules"
    case energyLow = "energy_low_joules"
    case energyHigh = "energy_high_joules"
    case idle = "idle_energy_joules"
    case emissions = "emissions_grams"
    case emissionsLow = "emissions_low_grams"
    case emissionsHigh = "emissions_high_grams"
    case embodied = "embodied_grams"
    case marginal = "marginal_emissions_grams"
    case marginalSource = "marginal_source"
    case intensitySource = "intensity_source"
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(place, forKey: .place)
    try keys.encode(placeName, forKey: .placeName)
    try keys.encode(hardware, forKey: .hardware)
    try keys.encode(kind, forKey: .kind)
    try keys.encode(method, forKey: .method)
    try keys.encode(start, forKey: .start)
    try keys.encode(finish, forKey: .finish)
    try keys.encode(latestFinish, forKey: .latestFinish)
    try keys.encode(stretches, forKey: .stretches)
    try keys.encode(energy.value, forKey: .energy)
    try keys.encode(energy.low, forKey: .energyLow)
    try keys.encode(energy.high, forKey: .energyHigh)
    try keys.encode(idleEnergy, forKey: .idle)
    try keys.encode(emissions.value, forKey: .emissions)
    try keys.encode(emissions.low, forKey: .emissionsLow)
    try keys.encode(emissions.high, forKey: .emissionsHigh)
    try keys.encode(embodied.value, forKey: .embodied)
    try keys.encode(marginal, forKey: .marginal)
    try keys.encode(marginalSource, forKey: .marginalSource)
    try keys.encode(cost, forKey: .cost)
    try keys.encode(saving, forKey: .saving)
    try keys.encode(intensitySource, forKey: .intensitySource)
  }
}
