import Accounting
import Quantities

/// An experiment with the keys of its JSON form.
struct ExperimentMessage: Encodable {
  let schema = 1
  let title: String
  let rows: [Row]
  let searchRatio: Double?
  let currency: String
  let lostJoules: Double
  let evidenceMix: [String: Double]
  let budget: Budget?
  let improvement: Gain?
  let stopRules: [Rule]
  let costliest: [Trial]
  let notes: [String]

  enum CodingKeys: String, CodingKey {
    case schema, title, rows, currency, budget, improvement, costliest, notes
    case searchRatio = "search_ratio"
    case lostJoules = "unsuccessful_energy_joules"
    case evidenceMix = "evidence_mix"
    case stopRules = "stop_rules"
  }

  init(_ report: ExperimentReport) {
    title = report.title
    rows = report.rows.map { Row(kind: $0.kind.rawValue, name: $0.name, $0.total, report.prices) }
    searchRatio = report.ratio
    currency = report.prices.currency
    lostJoules = report.whole.lost.joules
    evidenceMix = Dictionary(
      uniqueKeysWithValues: report.whole.byEvidence.mix.map { ($0.key.rawValue, $0.value) })
    budget = report.budget.map(Budget.init)
    improvement = report.improvement.map { Gain($0, names: report.names) }
    stopRules = report.stopRules.map(Rule.init)
    costliest = report.costliest.map { Trial($0, name: report.names[$0.number] ?? "") }
    notes = report.notes
  }

  struct Row: Encodable {
    let kind: String
    let name: String
    let runs: Int
    let done: Int
    let failed: Int
    let killed: Int
    let unknown: Int
    let nested: Int
    let from: Timestamp?
    let to: Timestamp?
    let seconds: Double
    let deviceSeconds: Double
    let energy: Double
    let energyLow: Double
    let energyHigh: Double
    let facilityEnergy: Double
    let emissions: Double
    let emissionsLow: Double
    let emissionsHigh: Double
    let devicesLow: Double?
    let devicesHigh: Double?
    let electricity: Double?

    enum CodingKeys: String, CodingKey {
      case kind, name, runs, done, failed, killed, unknown, nested, from, to, seconds
      case deviceSeconds = "device_seconds"
      case energy = "energy_joules"
      case energyLow = "energy_low_joules"
      case energyHigh = "energy_high_joules"
      case facilityEnergy = "facility_energy_joules"
      case emissions = "emissions_grams"
      case emissionsLow = "emissions_low_grams"
      case emissionsHigh = "emissions_high_grams"
      case devicesLow = "devices_cost_low"
      case devicesHigh = "devices_cost_high"
      case electricity = "electricity_cost"
    }

    init(
      kind: String, name: String, _ total: ExperimentTotal, _ prices: ExperimentReport.Prices?
    ) {
      self.kind = kind
      self.name = name
      runs = total.runs
      done = total.done
      failed = total.failed
      killed = total.killed
      unknown = total.unknown
      nested = total.nested
      from = total.from
      to = total.to
      seconds = total.seconds
      deviceSeconds = total.deviceSeconds
      energy = total.energy.value.joules
      energyLow = total.energy.low.joules
      energyHigh = total.energy.high.joules
      facilityEnergy = total.facilityEnergy.value.joules
      emissions = total.emissions.value.grams
      emissionsLow = total.emissions.low.grams
      emissionsHigh = total.emissions.high.grams
      devicesLow = prices?.devices(total)?.low
      devicesHigh = prices?.devices(total)?.high
      electricity = prices?.electricity(total)
    }
  }

  struct Budget: Encodable {
    let text: String
    let kind: String
    let limit: Double
    let spent: Double
    let left: Double

    init(_ budget: ExperimentReport.Budget) {
      text = budget.text
      kind = budget.kind.rawValue
      limit = budget.limit
      spent = budget.spent
      left = budget.left
    }
  }

  struct Gain: Encodable {
    let metric: String
    let maximises: Bool
    let runs: Int
    let baseline: Double
    let best: Double
    let joulesPerUnit: Double?
    let records: [Record]

    enum CodingKeys: String, CodingKey {
      case metric, maximises, runs, baseline, best, records
      case joulesPerUnit = "energy_joules_per_unit"
    }

    init(_ found: Improvement, names: [Int64: String]) {
      metric = found.goal.name
      maximises = found.goal.maximises
      runs = found.runs
      baseline = found.baseline
      best = found.best
      joulesPerUnit = found.joulesPerUnit
      records = found.records.map { Record($0, name: names[$0.number] ?? "") }
    }

    struct Record: Encodable {
      let run: String
      let ended: Timestamp
      let value: Double
      let gain: Double
      let energyJoules: Double
      let joulesPerUnit: Double

      enum CodingKeys: String, CodingKey {
        case run, ended, value, gain
        case energyJoules = "energy_joules"
        case joulesPerUnit = "energy_joules_per_unit"
      }

      init(_ record: Improvement.Record, name: String) {
        run = name
        ended = record.ended
        value = record.value
        gain = record.gain
        energyJoules = record.energy.joules
        joulesPerUnit = record.joulesPerUnit
      }
    }
  }

  struct Rule: Encodable {
    let rule: String
    let basis: String
    let trials: Int
    let without: Int
    let stopped: Int
    let savedJoules: Double
    let savedDeviceSeconds: Double
    let best: Double
    let bestKept: Double

    enum CodingKeys: String, CodingKey {
      case rule, basis, trials, without, stopped, best
      case savedJoules = "saved_energy_joules"
      case savedDeviceSeconds = "saved_device_seconds"
      case bestKept = "best_kept"
    }

    init(_ result: StopRuleResult) {
      rule = result.rule
      basis = result.basis.rawValue
      trials = result.trials
      without = result.without
      stopped = result.stopped
      savedJoules = result.saved.joules
      savedDeviceSeconds = result.savedDeviceSeconds
      best = result.best
      bestKept = result.bestKept
    }
  }

  struct Trial: Encodable {
    let run: String
    let energyJoules: Double
    let deviceSeconds: Double
    let ending: String
    let value: Double?
    let published: Bool

    enum CodingKeys: String, CodingKey {
      case run, ending, value, published
      case energyJoules = "energy_joules"
      case deviceSeconds = "device_seconds"
    }

    init(_ trial: ExperimentReport.Trial, name: String) {
      run = name
      energyJoules = trial.energy.joules
      deviceSeconds = trial.deviceSeconds
      ending = "\(trial.ending)"
      value = trial.value
      published = trial.isPublished
    }
  }
}
