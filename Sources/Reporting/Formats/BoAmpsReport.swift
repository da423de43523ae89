import Accounting
import Quantities

/// A report by the schema of BoAmps (Boavizta): energy in kWh under `powerConsumption`, as its schema has it.
///
/// What the schema requires and the ledger does not hold is marked as such in `taskDescription`, and the report is a
/// draft until somebody fills it in.
struct BoAmpsReport: ReportFormat {
  let name = "boamps"
  let summary = "a draft by the schema of BoAmps (Boavizta), kWh"
  let options: Set<ReportOption> = [.model, .activity]

  func render(_ statement: Statement, _ context: ReportContext) -> String {
    let total = statement.total
    return JSONText.object(
      [
        (
          "header",
          .object([
            ("formatVersion", "0.1"),
            (
              "formatVersionSpecificationUri",
              "https://github.com/Boavizta/BoAmps/tree/main/model"
            ),
            ("reportId", .string(ReportID(statement, salt: name).uuid)),
            ("reportDatetime", .string(Self.moment(context.created))),
            ("reportStatus", "draft"),
          ])
        ),
        (
          "task",
          .object([
            ("taskStage", .string(stage(statement, context))),
            ("taskFamily", "not recorded"),
            (
              "algorithms",
              .array([.object(context.model.map { [("algorithmName", .string($0))] } ?? [])])
            ),
            ("dataset", .array([.object([("dataUsage", "input"), ("dataType", "other")])])),
            ("taskDescription", .string(description(statement))),
          ])
        ),
        (
          "measures",
          .array([
            .object(
              [
                ("measurementMethod", .string("joulebook")),
                ("version", .string(context.version)),
              ] + tracking(statement) + [
                ("powerConsumption", .number(total.energy.value.kilowattHours)),
                ("measurementDuration", .number(total.seconds)),
              ]
                + (statement.span.map {
                  [("measurementDateTime", .string(Self.moment($0.start)))]
                } ?? []))
          ])
        ),
        ("infrastructure", infrastructure(statement)),
      ] + environment(statement) + quality(total.energy)
    ).text
  }

  private func stage(_ statement: Statement, _ context: ReportContext) -> String {
    if let activity = context.activity {
      return activity.rawValue.filter(\.isLetter)
    }
    return statement.groups(by: .stage).map(\.key).joined(separator: "+")
  }

  private func description(_ statement: Statement) -> String {
    let total = statement.total
    let mix = total.evidenceMix.mixText
    return
      "IT energy of \(total.runs) run\(total.runs == 1 ? "" : "s") of \(statement.subject): "
      + "\(total.energy.text)\(total.energy.rangeText.isEmpty ? "" : " (\(total.energy.rangeText))"), "
      + "\(mix.isEmpty ? "nothing booked" : mix); at the meter \(total.facilityEnergy.text); "
      + "\(total.emissions.text). To be filled in by you: task family, algorithm and data set are not in the "
      + "ledger; dataUsage and dataType are placeholders."
  }

  private func tracking(_ statement: Statement) -> [(key: String, value: JSONText)] {
    func sensors(_ component: Component) -> String {
      Set(
        statement.runs.flatMap { row in
          row.footprint.lines.map(\.attribution.device).filter { $0.component == component }
            .map(\.sensor)
        }
      ).sorted().joined(separator: ", ")
    }
    return [("cpuTrackingMode", sensors(.cpu)), ("gpuTrackingMode", sensors(.gpu))]
      .filter { !$0.1.isEmpty }.map { ($0.0, .string($0.1)) }
  }

  private func infrastructure(_ statement: Statement) -> JSONText {
    let places = statement.runs.map { $0.entry.site.place ?? "" }
    let clouds = places.filter { $0.contains("/") }
    let providers = Set(clouds.compactMap { $0.split(separator: "/").first.map(String.init) })
    var counts: [(type: String, names: Set<String>)] = [("cpu", []), ("gpu", []), ("ram", [])]
    var others: Set<String> = []
    for row in statement.runs {
      for device in row.footprint.lines.filter({ !$0.isBreakdown }).map(\.attribution.device) {
        let name = "\(row.entry.run.machine)/\(device.name)"
        switch device.component {
        case .cpu: counts[0].names.insert(name)
        case .gpu: counts[1].names.insert(name)
        case .memory: counts[2].names.insert(name)
        case .system, .other: others.insert(name)
        }
      }
    }
    let found = (counts + [("other", others)]).filter { !$0.names.isEmpty }
    let components = found.isEmpty ? [("other", Set<String>())] : found
    return .object(
      [
        (
          "infraType",
          clouds.isEmpty ? "other" : clouds.count == places.count ? "publicCloud" : "other"
        )
      ]
        + (providers.count == 1 && clouds.count == places.count
          ? [("cloudProvider", .string(providers.first ?? ""))] : [])
        + [
          (
            "components",
            .array(
              components.map {
                .object([
                  ("componentType", .string($0.0)), ("nbComponent", .number(Double($0.1.count))),
                ])
              })
          )
        ])
  }

  private func environment(_ statement: Statement) -> [(key: String, value: JSONText)] {
    guard statement.factors.count == 1, let factor = statement.factors.first?.factor else {
      return []
    }
    return [
      (
        "environment",
        .object([
          ("country", .string(factor.name)),
          ("location", .string(factor.region)),
          (
            "powerSourceCarbonIntensity", .number(factor.intensity.value.gramsPerKilowattHour)
          ),
        ])
      )
    ]
  }

  /// By the bounds that the schema gives: within 10, 25 or 50 %.
  private func quality(_ energy: Estimate<Energy>) -> [(key: String, value: JSONText)] {
    guard energy.value.joules > 0 else { return [] }
    let error = max(energy.high - energy.value, energy.value - energy.low) / energy.value
    let words = [(0.1, "high"), (0.25, "medium"), (0.5, "low")]
    return words.first { error <= $0.0 }.map { [("quality", .string($0.1))] } ?? []
  }

  private static func moment(_ timestamp: Timestamp) -> String {
    let text = timestamp.description
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
  }
}

/// An identifier that is the same for the same runs.
struct ReportID {
  let uuid: String

  /// RFC 9562, version 8: 122 bits of two FNV-1a sums over the ids.
  init(_ statement: Statement, salt: String) {
    func sum(_ start: UInt64) -> UInt64 {
      var hash = start
      for text in [salt] + statement.runs.map(\.entry.run.id) {
        for byte in text.utf8 + [0] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      }
      return hash
    }
    let high = sum(0xcbf2_9ce4_8422_2325) & 0xffff_ffff_ffff_0fff | 0x8000
    let low = sum(0x6c62_272e_07bb_0142) & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
    func hex(_ value: UInt64, _ width: Int) -> String {
      let digits = String(value, radix: 16)
      return String(repeating: "0", count: width - digits.count) + digits
    }
    uuid = [
      hex(high >> 32, 8), hex(high >> 16 & 0xffff, 4), hex(high & 0xffff, 4), hex(low >> 48, 4),
      hex(low & 0xffff_ffff_ffff, 12),
    ].joined(separator: "-")
  }
}
