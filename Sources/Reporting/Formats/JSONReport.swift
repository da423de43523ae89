import Accounting
import Quantities

/// For programs: schema 1, published as `Docs/schemas/report.schema.json`.
struct JSONReport: ReportFormat {
  let name = "json"
  let summary = "for programs, by a published schema"
  let options: Set<ReportOption> = []

  func render(_ statement: Statement, _ context: ReportContext) -> String {
    let span = statement.span
    return JSONText.object([
      ("schema", 1),
      ("subject", .string(statement.subject)),
      ("created", .string(context.created.description)),
      ("joulebook", .string(context.version)),
      (
        "period",
        .object([
          ("start", span.map { .string($0.start.description) } ?? .null),
          ("end", span.map { .string($0.end.description) } ?? .null),
        ])
      ),
      ("total", amounts(statement.total)),
      (
        "groups",
        .object(
          Grouping.allCases.map { grouping in
            (grouping.rawValue, .array(statement.groups(by: grouping).map(group)))
          })
      ),
      (
        "runs",
        .array(
          statement.runs.map { run($0, isCounted: true) }
            + statement.parts.map { run($0, isCounted: false) })
      ),
      ("unreadable", .array(statement.unreadable.map { .string($0) })),
      ("factors", .array(statement.factors.map(factor))),
      ("pues", .array(statement.pues.map(pue))),
      (
        "not_determined",
        .array(
          ReportLimits.notDetermined.map {
            .object([("what", .string($0.what)), ("why", .string($0.why))])
          })
      ),
    ]).text
  }

  /// Null where nothing was measured: that is not zero.
  private func amounts(_ amounts: Amounts) -> JSONText {
    func number(_ value: Double) -> JSONText { amounts.devices == 0 ? .null : .number(value) }
    return .object([
      ("runs", .number(Double(amounts.runs))),
      ("devices", .number(Double(amounts.devices))),
      ("duration_seconds", .number(amounts.seconds)),
      ("energy_joules", number(amounts.energy.value.joules)),
      ("energy_low_joules", number(amounts.energy.low.joules)),
      ("energy_high_joules", number(amounts.energy.high.joules)),
      ("facility_energy_joules", number(amounts.facilityEnergy.value.joules)),
      ("facility_energy_low_joules", number(amounts.facilityEnergy.low.joules)),
      ("facility_energy_high_joules", number(amounts.facilityEnergy.high.joules)),
      ("emissions_grams", number(amounts.emissions.value.grams)),
      ("emissions_low_grams", number(amounts.emissions.low.grams)),
      ("emissions_high_grams", number(amounts.emissions.high.grams)),
      (
        "evidence_mix",
        .object(
          amounts.evidenceMix.sorted { $0.key < $1.key }.map {
            ($0.key.rawValue, .number($0.value))
          }
        )
      ),
    ])
  }

  private func group(_ group: Statement.Group) -> JSONText {
    .object([
      ("key", .string(group.key)), ("name", .string(group.name)),
      ("amounts", amounts(group.amounts)),
    ])
  }

  private func run(_ row: Statement.Row, isCounted: Bool) -> JSONText {
    let run = row.entry.run
    let site = row.entry.site
    return .object([
      ("id", .string(run.id)),
      ("name", .string(run.name)),
      ("project", .string(run.project)),
      ("stage", .string(run.stage)),
      (
        "tags",
        .object(run.tags.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
      ),
      ("started", .string(run.started.description)),
      ("ended", .string(run.ended.description)),
      ("place", .string(site.place ?? site.factor.region)),
      ("pue", .number(site.pue.ratio.value.base)),
      ("intensity_grams_per_kwh", .number(site.factor.intensity.value.gramsPerKilowattHour)),
      ("source", .string(site.factor.source.id)),
      ("counted", .bool(isCounted)),
      ("parent", run.parent.map { .string($0) } ?? .null),
      ("gaps", .number(Double(run.gaps.count))),
      ("amounts", amounts(row.amounts)),
    ])
  }

  private func factor(_ used: Statement.Factor) -> JSONText {
    let factor = used.factor
    let source = factor.source
    return .object([
      ("region", .string(factor.region)),
      ("name", .string(factor.name)),
      ("year", .number(Double(factor.year))),
      ("basis", .string(factor.basis)),
      ("intensity_grams_per_kwh", .number(factor.intensity.value.gramsPerKilowattHour)),
      ("intensity_low_grams_per_kwh", .number(factor.intensity.low.gramsPerKilowattHour)),
      ("intensity_high_grams_per_kwh", .number(factor.intensity.high.gramsPerKilowattHour)),
      ("facility_energy_joules", .number(used.amounts.facilityEnergy.value.joules)),
      (
        "source",
        .object([
          ("id", .string(source.id)), ("author", .string(source.author)),
          ("title", .string(source.title)), ("year", .number(Double(source.year))),
          ("licence", .string(source.licence)), ("address", .string(source.address)),
          ("user_table", source.userTable.map { .string($0) } ?? .null),
        ])
      ),
    ])
  }

  private func pue(_ pue: PUE) -> JSONText {
    .object([
      ("value", .number(pue.ratio.value.base)), ("low", .number(pue.ratio.low.base)),
      ("high", .number(pue.ratio.high.base)), ("origin", .string(pue.origin)),
    ])
  }
}
