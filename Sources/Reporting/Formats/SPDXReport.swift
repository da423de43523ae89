import Accounting
import Quantities

/// SPDX 3.0.1 as JSON-LD: an AI package with its energy by activity, in kWh at the facility's meter.
///
/// SPDX knows training, fine-tuning and inference; energy of other stages stands in the comment.
struct SPDXReport: ReportFormat {
  let name = "spdx"
  let summary = "SPDX 3.0.1 JSON-LD: the energy of an AI package (kWh)"
  let options: Set<ReportOption> = [.model, .activity]

  func render(_ statement: Statement, _ context: ReportContext) -> String {
    let root = "urn:uuid:\(ReportID(statement, salt: name).uuid)"
    let split = ReportActivities(statement, context)
    let slots: [(String, ReportActivity)] = [
      ("ai_trainingEnergyConsumption", .training), ("ai_finetuningEnergyConsumption", .fineTuning),
      ("ai_inferenceEnergyConsumption", .inference),
    ]
    let energies = slots.compactMap { slot, activity in
      split.sums[activity].map { amounts in (slot, JSONText.array([description(amounts)])) }
    }
    let energy: [(key: String, value: JSONText)] =
      energies.isEmpty
      ? []
      : [
        ("ai_energyConsumption", .object([("type", "ai_EnergyConsumption")] + energies))
      ]
    // SPDX's moments have no fraction.
    let created = String(context.created.description.prefix(19)) + "Z"
    func element(
      _ type: String, _ id: String, _ members: [(key: String, value: JSONText)]
    ) -> JSONText {
      .object(
        [
          ("type", .string(type)), ("spdxId", .string("\(root)#\(id)")),
          ("creationInfo", "_:creationinfo"),
        ] + members)
    }
    let model = context.model ?? statement.subject
    return JSONText.object([
      ("@context", "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"),
      (
        "@graph",
        .array([
          .object([
            ("type", "CreationInfo"), ("@id", "_:creationinfo"), ("specVersion", "3.0.1"),
            ("created", .string(created)),
            ("createdBy", .array([.string("\(root)#agent")])),
            ("createdUsing", .array([.string("\(root)#tool")])),
          ]),
          element("SoftwareAgent", "agent", [("name", "Joulebook")]),
          element("Tool", "tool", [("name", .string("Joulebook \(context.version)"))]),
          element(
            "SpdxDocument", "document",
            [
              ("name", .string("Energy of \(model)")),
              ("profileConformance", .array(["core"])),
              ("rootElement", .array([.string("\(root)#model")])),
              ("element", .array([.string("\(root)#model")])),
            ]),
          element(
            "ai_AIPackage", "model",
            [
              ("name", .string(model)),
              ("software_primaryPurpose", "model"),
              ("comment", .string(comment(statement, context, split))),
            ] + energy),
        ])
      ),
    ]).text
  }

  private func description(_ amounts: Amounts) -> JSONText {
    .object([
      ("type", "ai_EnergyConsumptionDescription"),
      ("ai_energyQuantity", .number(amounts.facilityEnergy.value.kilowattHours)),
      ("ai_energyUnit", "kilowattHour"),
    ])
  }

  private func comment(
    _ statement: Statement, _ context: ReportContext, _ split: ReportActivities
  ) -> String {
    let rest = split.other.map {
      " Not in the fields, since SPDX has none for these stages: \($0.facilityEnergy.text) of "
        + "\($0.runs) run\($0.runs == 1 ? "" : "s")."
    }
    return ReportSheet(statement, context).sentence + (rest ?? "")
      + " All of it: \(statement.total.facilityEnergy.value.kilowattHours) kWh, "
      + "\(statement.total.emissions.value.grams) g CO2e."
  }
}

/// Sums by activity, by what was given or by the stages' names.
struct ReportActivities {
  private(set) var sums: [ReportActivity: Amounts] = [:]
  /// Of runs whose stage is none of the activities; nil when there are none.
  private(set) var other: Amounts?

  init(_ statement: Statement, _ context: ReportContext) {
    for row in statement.runs {
      if let activity = ReportActivity(stage: row.entry.run.stage) ?? context.activity {
        sums[activity, default: .zero] = sums[activity, default: .zero] + row.amounts
      } else {
        other = (other ?? .zero) + row.amounts
      }
    }
  }
}
