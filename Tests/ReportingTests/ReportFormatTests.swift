import Accounting
import Foundation
import JoulebookTesting
import Quantities
import Reporting
import Testing

/// Every format keeps the contract.
@Suite struct ReportFormatTests {
  @Test(arguments: ReportFormats.all.map(\.name))
  func `a report format keeps its contract`(name: String) throws {
    let reading = try #require(Self.readings[name], "\(name) has no reading")
    let broken = try ReportFormatContract.violations(of: ReportFormats.named(name), reading)
    #expect(broken == [])
  }

  @Test(.timeLimit(.minutes(1)), arguments: ReportFormats.all.map(\.name))
  func `five hundred hostile names stay names`(name: String) throws {
    let reading = try #require(Self.readings[name])
    let names = HostileNames.some(500).dropFirst(HostileNames.known.count)
    let broken = try ReportFormatContract.violations(
      of: ReportFormats.named(name), reading, tenAtATime: Array(names))
    #expect(broken == [])
  }

  @Test(arguments: ReportFormats.all.map(\.name))
  func `a name of a megabyte stays a name`(name: String) throws {
    let reading = try #require(Self.readings[name])
    let long = String(repeating: "<b>|&\\\"{x}\n", count: 100_000)
    let broken = try ReportFormatContract.violations(
      of: ReportFormats.named(name), reading,
      tenAtATime: [long] + Array(repeating: "short", count: 9))
    #expect(broken == [])
  }

  @Test func `a format that is not there is refused with those that are`() {
    let problem = #expect(throws: Problem.self) { try ReportFormats.named("xml") }
    #expect(problem?.exit == .usage && problem?.why.contains("cyclonedx") == true)
  }

  @Test(arguments: ReportFormats.all.map(\.name))
  func `a report reads like its golden`(name: String) throws {
    let format = try ReportFormats.named(name)
    let text = try format.report(ReportFormatContract.many, ReportFormatContract.context)
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Goldens/report.\(name)")
    if ProcessInfo.processInfo.environment["JOULEBOOK_WRITE_GOLDENS"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(text == (try String(contentsOf: file, encoding: .utf8)))
  }

  // Sums as they are printed, and sums as numbers.

  private static func printed(_ text: String, _ statement: Statement) -> Bool {
    text.contains(statement.total.emissions.text)
      && text.contains(statement.total.facilityEnergy.text)
  }

  private static func isNear(_ a: Double?, _ b: Double) -> Bool {
    a.map { abs($0 - b) <= abs(b) * 1e-12 } ?? false
  }

  private static func object(_ text: String) -> [String: Any] {
    (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] ?? [:]
  }

  private static let kwh = 3.6e6

  static let readings: [String: ReportFormatContract.Reading] = [
    "text": .init(
      units: ["CO2e"], hasEvidence: false, structure: { _ in [] }, agrees: printed),
    "markdown": .init(
      units: ["CO2e"], hasEvidence: true, structure: { ReportStructure.markdown($0) },
      agrees: printed),
    "html": .init(
      units: ["CO2e"], hasEvidence: true, structure: { ReportStructure.html($0) },
      agrees: printed),
    "latex": .init(
      units: ["CO$_2$e"], hasEvidence: true, structure: { ReportStructure.latex($0) },
      agrees: { printed($0.replacing("CO$_2$e", with: "CO2e"), $1) }),
    "sci": .init(
      units: ["g CO2e/kWh"], hasEvidence: true, structure: { _ in [] }, agrees: printed),
    "ghg": .init(
      units: ["CO2e"], hasEvidence: true, structure: { ReportStructure.markdown($0) },
      agrees: printed),
    "json": .init(
      units: ["emissions_grams"], hasEvidence: true, structure: { ReportStructure.json($0) },
      agrees: { text, statement in
        let total = object(text)["total"] as? [String: Any]
        return total?["energy_joules"] as? Double == statement.total.energy.value.joules
          && total?["emissions_grams"] as? Double == statement.total.emissions.value.grams
      }),
    "csv": .init(
      units: ["emissions_grams"], hasEvidence: true, structure: { ReportStructure.csv($0) },
      agrees: { text, statement in
        let rows = ReportStructure.csvRows(text)
        guard let column = rows.first?.firstIndex(of: "emissions_grams") else { return false }
        // The rows of each table add up to the total.
        return Set(rows.dropFirst().map { $0[0] }).allSatisfy { table in
          let sum = rows.filter { $0[0] == table }.compactMap { Double($0[column]) }.reduce(0, +)
          return isNear(sum, statement.total.emissions.value.grams)
        }
      }),
    "codecarbon": .init(
      units: ["energy_consumed"], hasEvidence: false, structure: { ReportStructure.csv($0) },
      agrees: { text, statement in
        let rows = ReportStructure.csvRows(text)
        func sum(_ name: String) -> Double? {
          rows.first?.firstIndex(of: name).map { column in
            rows.dropFirst().compactMap { Double($0[column]) }.reduce(0, +)
          }
        }
        return isNear(sum("emissions"), statement.total.emissions.value.grams / 1000)
          && isNear(sum("energy_consumed"), statement.total.facilityEnergy.value.joules / kwh)
      }),
    "model-card": .init(
      units: ["CO2e"], hasEvidence: true, structure: { ReportStructure.modelCard($0) },
      agrees: { text, statement in
        let line = text.split(separator: "\n").first { $0.hasPrefix("  emissions: ") }
        let grams = (line?.dropFirst("  emissions: ".count)).flatMap { Double($0) }
        let total = statement.total.emissions
        return grams == total.value.grams.rounded(significant: total.digits)
          && printed(text, statement)
      }),
    "boamps": .init(
      units: ["powerConsumption"], hasEvidence: true, structure: { ReportStructure.json($0) },
      agrees: { text, statement in
        let measures = object(text)["measures"] as? [[String: Any]]
        return isNear(
          measures?.first?["powerConsumption"] as? Double,
          statement.total.energy.value.joules / kwh)
      }),
    "spdx": .init(
      units: ["kilowattHour", "kWh"], hasEvidence: true, structure: { ReportStructure.json($0) },
      agrees: { text, statement in
        let graph = object(text)["@graph"] as? [[String: Any]]
        let model = graph?.first { $0["type"] as? String == "ai_AIPackage" }
        return (model?["comment"] as? String)?.contains(
          "\(statement.total.facilityEnergy.value.kilowattHours) kWh") ?? false
      }),
    "cyclonedx": .init(
      units: ["tCO2eq"], hasEvidence: true, structure: { ReportStructure.json($0) },
      agrees: { text, statement in
        let component = (object(text)["components"] as? [[String: Any]])?.first
        let card = component?["modelCard"] as? [String: Any]
        let considerations = card?["considerations"] as? [String: Any]
        let environment = considerations?["environmentalConsiderations"] as? [String: Any]
        let consumptions = environment?["energyConsumptions"] as? [[String: Any]] ?? []
        let tonnes = consumptions.compactMap {
          ($0["co2CostEquivalent"] as? [String: Any])?["value"] as? Double
        }.reduce(0, +)
        return isNear(tonnes, statement.total.emissions.value.grams / 1e6)
      }),
    "vega-lite": .init(
      units: ["kWh"], hasEvidence: true, structure: { ReportStructure.json($0) },
      agrees: { text, statement in
        let data = object(text)["data"] as? [String: Any]
        let values = data?["values"] as? [[String: Any]] ?? []
        let sum = values.compactMap { $0["energy_kwh"] as? Double }.reduce(0, +)
        return isNear(sum, statement.total.energy.value.joules / kwh)
      }),
  ]
}

/// The page stands alone.
@Suite struct HTMLReportTests {
  @Test func `the page asks for nothing from elsewhere and runs no script`() throws {
    let page = try ReportFormats.named("html").report(
      ReportFormatContract.many, ReportFormatContract.context
    )
    // Textures of charts are in the page itself.
    .replacing("url(#", with: "")
    for word in ["<script", "<link", "<iframe", "<img", " src=", " href=", "url(", "@import"] {
      #expect(!page.contains(word), "\(word)")
    }
  }

  @Test func `every figure opens to its origin`() throws {
    let page = try ReportFormats.named("html").report(
      ReportFormatContract.one, ReportFormatContract.context)
    // Three sums, and energy and emissions of three components.
    #expect(page.matches(of: /<details class="figure">/).count == 9)
    #expect(page.contains("closing counter value") && page.contains("Sample 2025"))
  }

  @Test func `twenty-five runs are twenty rows and one for the others`() throws {
    let entries = (0..<25).map { index in
      SampleEntries.entry(
        id: "20261124-14\(1000 + index)-aaaaaa", after: .seconds(100 * index),
        seconds: Double(10 + index))
    }
    let statement = Statement(subject: "many", entries: entries)
    let table = statement.runTable(limit: 20)
    let others = try #require(table.remainder)
    #expect(table.rows.count == 20 && others.name == "5 other runs")
    let sum = table.rows.map(\.amounts.energy.value.joules).reduce(0, +)
    let total = statement.total.energy.value.joules
    #expect(abs(sum + others.amounts.energy.value.joules - total) < total * 1e-12)
    #expect(others.amounts.seconds == 60)
    let page = try ReportFormats.named("html").report(statement, ReportFormatContract.context)
    #expect(page.contains("5 other runs"))
  }
}
