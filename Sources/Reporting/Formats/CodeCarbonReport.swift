import Accounting
import Quantities

/// The columns of CodeCarbon 3's `emissions.csv`, one line per run: kWh, kg, W, s. As in CodeCarbon, energy is at the
/// meter: PUE is in every energy and power column. What the ledger does not hold is empty.
struct CodeCarbonReport: ReportFormat {
  let name = "codecarbon"
  let summary = "rows with the columns of CodeCarbon's emissions.csv (kWh, kg)"
  let options: Set<ReportOption> = []

  func render(_ statement: Statement, _ context: ReportContext) -> String {
    let rows = statement.runs.map { row in
      Self.columns.map { Self.value($0, row, context).printable }
    }
    return ([Self.columns] + rows).map(CSV.line).joined()
  }

  static let columns = [
    "timestamp", "project_name", "run_id", "experiment_id", "duration", "emissions",
    "emissions_rate", "cpu_power", "gpu_power", "ram_power", "cpu_energy", "gpu_energy",
    "ram_energy", "energy_consumed", "water_consumed", "country_name", "country_iso_code",
    "region", "cloud_provider", "cloud_region", "os", "python_version", "codecarbon_version",
    "cpu_count", "cpu_model", "gpu_count", "gpu_model", "longitude", "latitude",
    "ram_total_size", "tracking_mode", "cpu_utilization_percent", "gpu_utilization_percent",
    "ram_utilization_percent", "ram_used_gb", "on_cloud", "pue", "wue",
  ]

  private static func value(
    _ column: String, _ row: Statement.Row, _ context: ReportContext
  ) -> String {
    let run = row.entry.run
    let site = row.entry.site
    let amounts = row.amounts
    let sums = ["emissions", "emissions_rate", "energy_consumed"]
    if amounts.devices == 0, sums.contains(column) { return "" }
    let cloud = site.place.flatMap { place -> (String, String)? in
      let parts = place.split(separator: "/", maxSplits: 1).map(String.init)
      return parts.count == 2 ? (parts[0], parts[1]) : nil
    }
    switch column {
    case "timestamp": return String(run.ended.description.prefix(19))
    case "project_name": return run.project
    case "run_id": return run.id
    case "experiment_id": return run.tags["experiment"] ?? ""
    case "duration": return "\(run.seconds)"
    case "emissions": return "\(amounts.emissions.value.grams / 1000)"
    case "emissions_rate":
      return run.seconds > 0 ? "\(amounts.emissions.value.grams / 1000 / run.seconds)" : ""
    case "cpu_power": return power(row, .cpu)
    case "gpu_power": return power(row, .gpu)
    case "ram_power": return power(row, .memory)
    case "cpu_energy": return energy(row, .cpu).map { "\($0.kilowattHours)" } ?? ""
    case "gpu_energy": return energy(row, .gpu).map { "\($0.kilowattHours)" } ?? ""
    case "ram_energy": return energy(row, .memory).map { "\($0.kilowattHours)" } ?? ""
    case "energy_consumed": return "\(amounts.facilityEnergy.value.kilowattHours)"
    case "country_name": return cloud == nil ? site.factor.name : ""
    case "region": return cloud == nil ? site.factor.region : ""
    case "cloud_provider": return cloud?.0 ?? ""
    case "cloud_region": return cloud?.1 ?? ""
    case "codecarbon_version": return "joulebook \(row.entry.version)"
    case "gpu_count":
      let gpus = row.footprint.lines.filter {
        !$0.isBreakdown && $0.attribution.device.component == .gpu
      }
      return "\(gpus.count)"
    case "tracking_mode":
      switch row.entry.policy {
      case .byUse, .byReservation: return "process"
      case .wholeMachine: return "machine"
      }
    case "on_cloud": return cloud == nil ? "N" : "Y"
    case "pue": return "\(site.pue.ratio.value.base)"
    default: return ""
    }
  }

  /// Energy at the meter; nil where the run has no such device.
  private static func energy(_ row: Statement.Row, _ component: Component) -> Energy? {
    let shares = row.footprint.lines.filter {
      !$0.isBreakdown && $0.attribution.device.component == component
    }
    guard !shares.isEmpty else { return nil }
    let energy = shares.map(\.attribution.run.value).reduce(.zero, +)
    return energy * row.entry.site.pue.ratio.value.base
  }

  private static func power(_ row: Statement.Row, _ component: Component) -> String {
    guard let energy = energy(row, component), row.entry.run.seconds > 0 else { return "" }
    return "\(energy.joules / row.entry.run.seconds)"
  }
}
