import Accounting
import Quantities

/// For spreadsheets: every table of the report in one, told apart by its first column. The rows of each table add up
/// to the row `total`.
struct CSVReport: ReportFormat {
  let name = "csv"
  let summary = "for spreadsheets: the total, the groups and the runs"
  let options: Set<ReportOption> = []

  func render(_ statement: Statement, _ context: ReportContext) -> String {
    var lines = [CSV.line(Self.columns)]
    lines.append(line("total", "", statement.subject, statement.total))
    for grouping in Grouping.allCases {
      lines += statement.groups(by: grouping).map {
        line(grouping.rawValue, $0.key, $0.name, $0.amounts)
      }
    }
    lines += statement.runs.map {
      line("run", $0.entry.run.id, $0.entry.run.name, $0.amounts)
    }
    return lines.joined()
  }

  private static let columns =
    [
      "table", "key", "name", "runs", "duration_seconds", "energy_joules", "energy_low_joules",
      "energy_high_joules", "facility_energy_joules", "facility_energy_low_joules",
      "facility_energy_high_joules", "emissions_grams", "emissions_low_grams",
      "emissions_high_grams",
    ] + Evidence.allCases.map { "\($0.rawValue)_part" }

  private func line(_ table: String, _ key: String, _ name: String, _ amounts: Amounts) -> String {
    let mix = amounts.evidenceMix
    let sums =
      ends(amounts.energy) + ends(amounts.facilityEnergy)
      + ends(amounts.emissions) + Evidence.allCases.map { mix[$0] ?? 0 }
    // What was not measured is empty, and not zero.
    let cells = sums.map { amounts.devices == 0 ? "" : "\($0)" }
    return CSV.line(
      [table, key.printable, name.printable, "\(amounts.runs)", "\(amounts.seconds)"] + cells)
  }

  private func ends(_ estimate: Estimate<some Quantity>) -> [Double] {
    [estimate.value.base, estimate.low.base, estimate.high.base]
  }
}
