import Accounting
package import Auditing
import Quantities
import ReferenceData

extension Catalogue {
  /// Reference figures for the rules of an audit. Devices and models of the document are looked up once.
  package func auditFacts(for document: AuditDocument) -> AuditFacts {
    let claims = document.all
    let devices = Self.lookedUp(claims.compactMap { $0[.device] }) { name in
      acceleratorFamily(named: name).map {
        AuditFacts.Device(
          name: $0.name, boardWatts: $0.boardWatts, densePeaks: $0.densePeaks,
          embodied: $0.embodiedKilograms.map { $0 * 1000 })
      }
    }
    let macs = Self.lookedUp(claims.filter { $0[.flop] != nil }.map(\.modelName)) {
      imageModelMACs(named: $0)
    }
    let parameters = Self.lookedUp(claims.filter { $0[.parameters] != nil }.map(\.modelName)) {
      modelParameters(named: $0)
    }
    let currentYear = Int(version.prefix(4)) ?? 2026
    var grids: [String: AuditFacts.Grid] = [:]
    for (name, year) in claims.compactMap({ claim in
      claim[.place].map { ($0, claim.year ?? currentYear) }
    }) where grids["\(name)/\(year)"] == nil {
      grids["\(name)/\(year)"] = auditGrid(name, year)
    }
    return AuditFacts(
      device: { devices[$0] },
      grid: { [grids] in grids["\($0)/\($1)"] },
      macs: { macs[$0] },
      parameters: { parameters[$0] },
      comparators: comparators.map {
        AuditFacts.Comparator(
          name: $0.name, group: $0.group, grams: $0.grams, source: $0.source, year: $0.year,
          isStale: $0.isStale)
      },
      published: publishedFigures.compactMap { figure in
        let (measure, scale): (Measure, Double) =
          switch figure.column {
          case "mwh": (.energy, 3.6e9)
          case "tonnes": (.emissions, 1e6)
          case _: (.deviceTime, 3600)
          }
        return AuditFacts.Published(
          name: figure.name, measure: measure, value: figure.value * scale,
          isHypothetical: figure.isExtrapolated, source: figure.source)
      },
      constants: lawConstants.map {
        AuditFacts.Constant(name: $0.name, value: $0.value, unit: $0.unit)
      },
      worldDefaults: Self.handedDownAverages + worldAverages, estimators: Self.estimators,
      currentYear: currentYear)
  }

  private func auditGrid(_ name: String, _ year: Int) -> AuditFacts.Grid? {
    guard let place = try? place(named: name) else { return nil }
    let factor = factor(of: place, year: year).factor
    let intensity = factor.intensity
    return AuditFacts.Grid(
      name: factor.name, isWorld: factor.region == world.key,
      low: intensity.low.gramsPerKilowattHour, value: intensity.value.gramsPerKilowattHour,
      high: intensity.high.gramsPerKilowattHour, year: factor.year)
  }

  private static func lookedUp<Value>(
    _ names: [String], _ find: (String) -> Value?
  ) -> [String: Value] {
    Dictionary(
      Set(names).compactMap { name in find(name).map { (name, $0) } }, uniquingKeysWith: { $1 })
  }

  /// Averages that tools brought along and whose year nobody names any more (`Docs/Audit.md`).
  private static let handedDownAverages: [(intensity: Double, name: String)] = [
    (475, "the world average of 2018 (IEA)"), (436, "the world average of 2022 as tools give it"),
    (442, "the world average of 2019 as tools give it"),
    (432, "an average of the OECD that an online calculator gives"),
    (432.73, "the US average that Strubell 2019 used"),
  ]

  /// Programs that compute what they give from sizes and times.
  private static let estimators = [
    "EcoLogits", "LLMCarbon", "Green Algorithms", "ML CO2 Impact", "mlco2",
    "MachineLearning Impact",
    "Machine Learning Impact calculator", "Impact Framework", "Cloud Carbon Footprint", "Boavizta",
    "Teads", "Experiment Impact Tracker estimate",
  ]
}
