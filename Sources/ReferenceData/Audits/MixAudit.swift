import Quantities

/// X04: shares of a mix add up to the whole, to 2 points.
struct MixAudit: Audit {
  let check = "X04"

  /// Tables of mixes, each with the columns that are parts of one whole.
  private static let tables = ["mix", "strubell_mix"]

  func findings(in catalogue: Catalogue) -> [Finding] {
    Self.tables.flatMap { table -> [Finding] in
      let shares = Schema(of: table).columns.filter {
        $0.unit == "%" && $0.range != .bound && $0.name != "sum_percent"
      }
      return catalogue.rows(table).compactMap { row in
        let values = shares.compactMap { row.number($0.name) }
        let sum = values.reduce(0, +)
        guard !values.isEmpty, abs(sum - 100) > 2 else { return nil }
        return Finding(table: table, key: row.key, text: "shares add up to \(sum.text()) %")
      }
    }
  }
}
