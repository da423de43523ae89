import Accounting
import Quantities

/// A chart to restyle: energy of the runs as bars, by component and evidence, as a Vega-Lite 5 specification.
struct VegaLiteReport: ReportFormat {
  let name = "vega-lite"
  let summary = "a Vega-Lite 5 chart of the runs' energy (kWh) by component and evidence"
  let options: Set<ReportOption> = []
  private static let shownRuns = 50

  func render(_ statement: Statement, _ context: ReportContext) -> String {
    let sheet = ReportSheet(statement, context)
    let table = statement.runTable(limit: Self.shownRuns)
    let rows = table.rows + [table.remainder].compactMap(\.self)
    return JSONText.object([
      ("$schema", "https://vega.github.io/schema/vega-lite/v5.json"),
      (
        "title",
        .object([
          ("text", .string(sheet.title)),
          (
            "subtitle",
            .string(
              "IT energy in kWh, \(statement.total.energy.text)"
                + (statement.total.energy.rangeText.isEmpty
                  ? "" : " (\(statement.total.energy.rangeText))")
                + ", \(statement.total.evidenceMix.mixText)")
          ),
        ])
      ),
      ("description", .string(sheet.sentence)),
      ("width", 640),
      ("data", .object([("values", .array(rows.flatMap(values)))])),
      ("mark", .object([("type", "bar"), ("tooltip", .bool(true))])),
      (
        "encoding",
        .object([
          (
            "y",
            .object([
              ("field", "run"), ("type", "nominal"), ("sort", .null), ("title", .null),
            ])
          ),
          (
            "x",
            .object([
              ("field", "energy_kwh"), ("type", "quantitative"), ("title", "IT energy (kWh)"),
              ("scale", .object([("zero", .bool(true))])),
            ])
          ),
          ("color", .object([("field", "component"), ("type", "nominal")])),
          (
            "opacity",
            .object([
              ("field", "evidence"), ("type", "ordinal"),
              (
                "scale",
                .object([
                  ("domain", .array(Evidence.allCases.map { .string($0.rawValue) })),
                  ("range", .array([1, .number(0.8), .number(0.55), .number(0.35)])),
                ])
              ),
            ])
          ),
        ])
      ),
      (
        "usermeta",
        .object([
          ("energy_joules", .number(statement.total.energy.value.joules)),
          ("emissions_grams", .number(statement.total.emissions.value.grams)),
          ("joulebook", .string(context.version)),
        ])
      ),
    ]).text
  }

  private func values(_ group: Statement.Group) -> [JSONText] {
    let label =
      group.key.isEmpty ? group.name : "\(group.name.cut(to: 40)) (\(group.key))"
    var sums: [Part: Energy] = [:]
    for share in group.shares {
      let lines = AccountingMethod().footprint(of: share.entry).lines
      for line in lines where !line.isBreakdown {
        let part = Part(
          component: line.attribution.device.component, evidence: line.attribution.evidence)
        sums[part, default: .zero] += line.attribution.run.value
      }
    }
    return sums.sorted { $0.key < $1.key }.map { part, energy in
      .object([
        ("run", .string(label)), ("component", .string(part.component.rawValue)),
        ("evidence", .string(part.evidence.rawValue)),
        ("energy_kwh", .number(energy.kilowattHours)),
      ])
    }
  }

  private struct Part: Hashable, Comparable {
    let component: Component
    let evidence: Evidence

    static func < (a: Part, b: Part) -> Bool {
      (a.component.rawValue, a.evidence) < (b.component.rawValue, b.evidence)
    }
  }
}
