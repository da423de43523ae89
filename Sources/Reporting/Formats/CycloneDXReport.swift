import Accounting
import Quantities

/// CycloneDX 1.6: a machine learning model with its energy by activity (kWh) and emissions (t CO2e).
struct CycloneDXReport: ReportFormat {
  let name = "cyclonedx"
  let summary = "CycloneDX 1.6 ML-BOM: energy (kWh) and emissions (tCO2eq) by activity"
  let options: Set<ReportOption> = [.model, .activity]

  func render(_ statement: Statement, _ context: ReportContext) -> String {
    let split = ReportActivities(statement, context)
    let consumptions =
      ReportActivity.allCases.compactMap { activity in
        split.sums[activity].map { consumption(activity.rawValue, $0) }
      } + [split.other.map { consumption("other", $0) }].compactMap(\.self)
    return JSONText.object([
      ("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json"),
      ("bomFormat", "CycloneDX"),
      ("specVersion", "1.6"),
      ("serialNumber", .string("urn:uuid:\(ReportID(statement, salt: name).uuid)")),
      ("version", 1),
      (
        "metadata",
        .object([
          ("timestamp", .string(context.created.description)),
          (
            "tools",
            .object([
              (
                "components",
                .array([
                  .object([
                    ("type", "application"), ("name", "joulebook"),
                    ("version", .string(context.version)),
                  ])
                ])
              )
            ])
          ),
        ])
      ),
      (
        "components",
        .array([
          .object([
            ("type", "machine-learning-model"),
            ("bom-ref", "model"),
            ("name", .string(context.model ?? statement.subject)),
            (
              "modelCard",
              .object([
                (
                  "considerations",
                  .object([
                    (
                      "environmentalConsiderations",
                      .object([
                        ("energyConsumptions", .array(consumptions)),
                        ("properties", .array(properties(statement, context))),
                      ])
                    )
                  ])
                )
              ])
            ),
          ])
        ])
      ),
    ]).text
  }

  /// The provider is required; who it was is not in the ledger.
  private func consumption(_ activity: String, _ amounts: Amounts) -> JSONText {
    let energy = JSONText.object([
      ("value", .number(amounts.facilityEnergy.value.kilowattHours)), ("unit", "kWh"),
    ])
    return .object([
      ("activity", .string(activity)),
      (
        "energyProviders",
        .array([
          .object([
            ("organization", .object([])), ("energySource", "unknown"),
            ("energyProvided", energy),
          ])
        ])
      ),
      ("activityEnergyCost", energy),
      (
        "co2CostEquivalent",
        .object([
          ("value", .number(amounts.emissions.value.grams / 1e6)), ("unit", "tCO2eq"),
        ])
      ),
      (
        "properties",
        .array([
          property("joulebook:runs", "\(amounts.runs)"),
          property("joulebook:energy-range", amounts.facilityEnergy.rangeText),
          property("joulebook:emissions-range", amounts.emissions.rangeText),
          property("joulebook:evidence", amounts.evidenceMix.mixText),
        ])
      ),
    ])
  }

  private func properties(_ statement: Statement, _ context: ReportContext) -> [JSONText] {
    let sheet = ReportSheet(statement, context)
    return sheet.facts.map {
      property("joulebook:\($0.label.lowercased().replacing(" ", with: "-"))", $0.text)
    }
      + sheet.notDetermined.map {
        property("joulebook:not-determined", "\($0.what): \($0.why)")
      } + sheet.notes.map { property("joulebook:note", $0) }
  }

  private func property(_ name: String, _ value: String) -> JSONText {
    .object([("name", .string(name)), ("value", .string(value))])
  }
}
