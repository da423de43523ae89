public import Accounting
import Quantities

/// Receipts as comma-separated values (RFC 4180, but with plain line feeds): one line per run, with
/// the receipt's own keys as header. Energies by component are sums over devices.
public enum ReceiptCSV {
  public static func text(_ receipts: [Receipt]) -> String {
    let tags = Set(receipts.flatMap(\.tags.keys)).sorted()
    let columns =
      columns
      + tags.map { key in
        Column(name: "tag_\(key)") { $0.tags[key] ?? "" }
      }
    let rows = receipts.map { receipt in columns.map { $0.value(receipt) } }
    return ([columns.map(\.name)] + rows).map { CSV.line($0) }.joined()
  }

  private struct Column: Sendable {
    let name: String
    let value: @Sendable (Receipt) -> String
  }

  private static let columns: [Column] =
    [
      Column(name: "id") { $0.id },
      Column(name: "name") { $0.name },
      Column(name: "project") { $0.project },
      Column(name: "started") { $0.started.description },
      Column(name: "ended") { $0.ended.description },
      Column(name: "duration_seconds") { "\($0.durationSeconds)" },
      Column(name: "exit_code") { $0.exitCode.map { "\($0)" } ?? "" },
      Column(name: "signal") { $0.signal.map { "\($0)" } ?? "" },
      Column(name: "host") { $0.host },
      Column(name: "region") { $0.region },
      Column(name: "pue") { "\($0.pue)" },
      Column(name: "energy_joules") { "\($0.energyJoules)" },
      Column(name: "energy_low_joules") { "\($0.energyLowJoules)" },
      Column(name: "energy_high_joules") { "\($0.energyHighJoules)" },
      Column(name: "facility_energy_joules") { "\($0.facilityEnergyJoules)" },
      Column(name: "emissions_grams") { "\($0.emissionsGrams)" },
      Column(name: "emissions_low_grams") { "\($0.emissionsLowGrams)" },
      Column(name: "emissions_high_grams") { "\($0.emissionsHighGrams)" },
      Column(name: "cpu_seconds") { "\($0.cpuSeconds)" },
    ]
    + Component.allCases.map { component in
      Column(name: "\(component.rawValue)_energy_joules") { receipt in
        let lines = receipt.components.filter { $0.component == component }
        return lines.isEmpty ? "" : "\(lines.map(\.energyJoules).reduce(0, +))"
      }
    }
    + Evidence.allCases.map { evidence in
      Column(name: "\(evidence.rawValue)_part") { "\($0.evidenceMix[evidence.rawValue] ?? 0)" }
    }
}
