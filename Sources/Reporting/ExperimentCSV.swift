public import Accounting
import Quantities

/// An experiment's rows for spreadsheets.
public enum ExperimentCSV {
  public static func text(_ report: ExperimentReport) -> String {
    let header = [
      "kind", "name", "runs", "done", "failed", "killed", "unknown", "nested", "device_seconds",
      "energy_joules", "energy_low_joules", "energy_high_joules", "facility_energy_joules",
      "emissions_grams", "emissions_low_grams", "emissions_high_grams", "devices_cost_low",
      "devices_cost_high", "electricity_cost", "currency",
    ]
    return CSV.line(header)
      + report.rows.map { row in
        let total = row.total
        let devices = report.prices.devices(total)
        let counts = [
          total.runs, total.done, total.failed, total.killed, total.unknown, total.nested,
        ]
        let amounts: [Double?] = [
          total.deviceSeconds, total.energy.value.joules, total.energy.low.joules,
          total.energy.high.joules, total.facilityEnergy.value.joules, total.emissions.value.grams,
          total.emissions.low.grams, total.emissions.high.grams, devices?.low, devices?.high,
          report.prices.electricity(total),
        ]
        return CSV.line(
          [row.kind.rawValue, row.name] + counts.map { "\($0)" }
            + amounts.map { $0.map { "\($0.rounded(significant: 12))" } ?? "" }
            + [report.prices.currency])
      }.joined()
  }
}
