import Accounting
import Forecasting
import Quantities
import ReferenceData

/// A series with what it is of.
struct GrowthInput {
  /// As a sentence begins: `Training compute`.
  var subject: String
  var unit: String
  var source: String
  var points: [GrowthPoint]
  var domains: [String: String] = [:]
  var warnings: [String] = []
}

extension GrowthInput {
  /// A series of the catalogue.
  static func of(_ series: GrowthSeries, unit: String?, _ catalogue: Catalogue) throws(Problem)
    -> Self
  {
    switch series {
    case .compute:
      models("Training compute", "FLOP", catalogue.datedFigures("ai_models", "training_flop"))
    case .parameters:
      models("Model size", "parameters", catalogue.datedFigures("ai_models", "parameters"))
    case .data: try data(unit, catalogue)
    case .power:
      models("Training power", "W", catalogue.datedFigures("ai_models", "facility_power_watts"))
    case .cost:
      models(
        "Training cost", "USD of 2023", catalogue.datedFigures("ai_models", "cost_usd_2023"))
    case .energy:
      published(
        "Training energy", "MWh", catalogue, "mwh",
        "Training runs as published, with the year alone"
      )
    case .emissions:
      published(
        "Training emissions", "t CO2e", catalogue, "tonnes",
        "Training runs as published, with the year alone")
    case .compute2024:
      models(
        "Training compute", "FLOP", catalogue.datedFigures("ai_models_2024", "training_flop"),
        source: "Epoch AI, notable models, copy of 2024-12")
    case .openai:
      models(
        "Training compute", "petaflop/s-days",
        catalogue.datedFigures("ai_and_compute", "petaflop_s_days"),
        source: "OpenAI, AI and Compute (Amodei and Hernandez 2018)")
    }
  }

  private static func models(
    _ subject: String, _ unit: String, _ figures: [DatedFigure],
    source: String = "Epoch AI, notable models 2026-07 and large-scale models 2025-12"
  ) -> GrowthInput {
    GrowthInput(
      subject: subject, unit: unit, source: source,
      points: figures.map { GrowthPoint($0.name, $0.date, $0.value) },
      domains: Dictionary(figures.map { ($0.name, $0.domain) }) { first, _ in first })
  }

  private static func published(
    _ subject: String, _ unit: String, _ catalogue: Catalogue, _ column: String, _ source: String
  ) -> GrowthInput {
    let figures = catalogue.datedFigures(
      "training_published", column, only: [("stage", "training"), ("basis", "published")])
    var input = models(subject, unit, figures, source: source)
    input.warnings.append(
      "Their dates are years: each point stands in the middle of its year. They are what was published, not a sample."
    )
    return input
  }

  /// Sizes of training sets count different things; tokens and images are not added up.
  private static func data(_ unit: String?, _ catalogue: Catalogue) throws(Problem) -> GrowthInput {
    let figures = catalogue.datedFigures("ai_models", "dataset_size", unit: "dataset_unit")
    let units = Dictionary(grouping: figures, by: \.unit).mapValues(\.count)
    guard let unit, units[unit] != nil else {
      let known = units.sorted { $0.value > $1.value }.map { "\($0.value) in \($0.key)" }
      throw Problem(
        "Sizes of training sets are in mixed units.",
        why:
          "The catalogue has \(known.joined(separator: ", ")); no factor leads from one to the other.",
        fix: "Choose one: `--series data --unit tokens`.", exit: .usage)
    }
    return models("Training data", unit, figures.filter { $0.unit == unit })
  }
}
