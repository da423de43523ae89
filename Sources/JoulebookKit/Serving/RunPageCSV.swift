import Accounting
import Quantities
import Reporting

extension RunPage {
  /// Names of the columns of `Row.csvLine`.
  public static var csvHeader: String { CSV.line(Row.columns.map(\.name)) }
}

extension RunPage.Row {
  /// The row as comma-separated values, with the keys of its JSON form; tags in one column, `key=value` each.
  public var csvLine: String { CSV.line(Self.columns.map { $0.value(self) }) }

  fileprivate struct Column: Sendable {
    let name: String
    let value: @Sendable (RunPage.Row) -> String

    init(_ name: String, _ value: @escaping @Sendable (RunPage.Row) -> String) {
      self.name = name
      self.value = value
    }
  }

  fileprivate static let columns: [Column] =
    [
      Column("id") { $0.id },
      Column("name") { $0.name },
      Column("project") { $0.project },
      Column("tags") { row in
        row.tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ";")
      },
      Column("started") { $0.started.description },
      Column("ended") { $0.ended.description },
      Column("duration_seconds") { "\($0.seconds)" },
      Column("exit_code") { $0.exitCode.map { "\($0)" } ?? "" },
      Column("signal") { $0.signal.map { "\($0)" } ?? "" },
      Column("inside_another") { "\($0.isPart)" },
    ]
    + joules("energy") { $0.energy } + joules("facility_energy") { $0.facilityEnergy }
    + [
      Column("emissions_grams") { "\($0.emissions.value.grams)" },
      Column("emissions_low_grams") { "\($0.emissions.low.grams)" },
      Column("emissions_high_grams") { "\($0.emissions.high.grams)" },
    ]
    + Evidence.allCases.map { evidence in
      Column("\(evidence.rawValue)_part") { "\($0.byEvidence.mix[evidence] ?? 0)" }
    }

  private static func joules(
    _ name: String, _ value: @escaping @Sendable (RunPage.Row) -> Estimate<Energy>
  ) -> [Column] {
    [
      Column("\(name)_joules") { "\(value($0).value.joules)" },
      Column("\(name)_low_joules") { "\(value($0).low.joules)" },
      Column("\(name)_high_joules") { "\(value($0).high.joules)" },
    ]
  }
}
