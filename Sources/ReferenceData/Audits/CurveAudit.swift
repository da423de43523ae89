/// X25: power does not fall as load rises; where it was measured, by no more than 5 %.
struct CurveAudit: Audit {
  let check = "X25"

  private static let tables = ["curves", "power_curves", "cpu_load_watts"]

  func findings(in catalogue: Catalogue) -> [Finding] {
    Self.tables.flatMap { table -> [Finding] in
      // Load points in the order of their columns: `at_0_percent`, `at_10_percent` …
      let points = Schema(of: table).columns.filter { $0.name.hasPrefix("at_") }
      let tolerance = points.contains { $0.unit == "W" } ? 1.05 : 1
      return catalogue.rows(table).compactMap { row in
        let values = points.compactMap { row.number($0.name) }
        guard zip(values, values.dropFirst()).contains(where: { $0 > $1 * tolerance }) else {
          return nil
        }
        return Finding(table: table, key: row.key, text: "power falls as load rises")
      }
    }
  }
}
