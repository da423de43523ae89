import Accounting
import Quantities

/// X44: a stored product is the product of its stored factors.
struct ProductAudit: Audit {
  let check = "X44"

  /// A column that follows from others of its row, and by how much it may be rounded.
  private struct Rule: Sendable {
    let table: String
    let column: String
    let tolerance: Double
    let product: @Sendable (Row) -> Double?
  }

  private static let rules: [Rule] = [
    Rule(table: "ai_and_compute", column: "training_flop", tolerance: 1e-5) {
      $0.number("petaflop_s_days").map { $0 * PetaflopDay.flop }
    },
    Rule(table: "strubell_consumption", column: "kg", tolerance: 1e-4) {
      $0.number("pounds").map { $0 * 0.453_592_37 }
    },
    // Strubell et al. 2019, equation 1: PUE 1.58.
    Rule(table: "strubell_models", column: "computed_kwh_pue", tolerance: 1e-5) { row in
      guard let watts = row.number("watts"), let hours = row.number("hours") else { return nil }
      return 1.58 * watts * hours / 1000
    },
    // Equation 2: 0.954 lb per kilowatt-hour.
    Rule(table: "strubell_models", column: "computed_pounds", tolerance: 1e-5) {
      $0.number("computed_kwh_pue").map { $0 * 0.954 }
    },
    Rule(table: "strubell_mix", column: "sum_percent", tolerance: 1e-9) { row in
      ["renewables_percent", "gas_percent", "coal_percent", "nuclear_percent"]
        .compactMap { row.number($0) }.reduce(0, +)
    },
  ]

  func findings(in catalogue: Catalogue) -> [Finding] {
    Self.rules.flatMap { rule in
      catalogue.rows(rule.table).compactMap { row in
        guard let stored = row.number(rule.column), let product = rule.product(row),
          abs(stored - product) > abs(product) * rule.tolerance
        else { return nil }
        return Finding(
          table: rule.table, key: row.key,
          text: "\(rule.column) is \(stored.text()), its factors make \(product.text())")
      }
    }
  }
}
