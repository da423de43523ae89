package import Accounting
import Quantities

extension Catalogue {
  /// Basis of every row in the table of grids.
  static let gridBasis = "life-cycle, production, location-based, yearly average"

  /// The factor of a region given as `DE`, `DEU`, `Germany` or `world`, in any case.
  package func factor(region: String) throws(Problem) -> EmissionFactor {
    let wanted = region.trimmed
    if let row = grid(wanted), let factor = factor(row) { return factor }
    let nearest = suggestions(for: wanted)
    throw Problem(
      "Unknown region `\(wanted)`.",
      why: "The catalogue holds \(Table("grids").rows.reduce(0) { count, _ in count + 1 }) "
        + "countries by ISO 3166 code or English name, and `WORLD`.",
      fix: nearest.isEmpty
        ? "Give a country code such as `DE`, or `WORLD` for the world average."
        : "Did you mean \(nearest.map { "`\($0)`" }.joined(separator: ", "))?", exit: .usage)
  }

  /// The factor for the world as a whole.
  package var worldAverage: EmissionFactor {
    if let row = Table("grids").find("WORLD"), let factor = factor(row) { return factor }
    // A test holds that the row is there.
    return EmissionFactor(
      region: "WORLD", name: "World", intensity: .zero, year: 0, basis: "", source: citation(""))
  }

  /// Region codes and names, for help and completions.
  package var regions: [(code: String, name: String)] {
    Table("grids").rows.map { ($0["region"], $0["name"]) }
  }

  private func grid(_ wanted: String) -> Row? {
    let code = wanted.uppercased()
    if let row = Table("grids").find(code) { return row }
    let name = wanted.lowercased()
    return Table("grids").rows.first {
      $0["alpha3"] == code || $0["name"].lowercased() == name
    }
  }

  private func factor(_ row: Row) -> EmissionFactor? {
    estimate(row, "intensity_g_per_kwh", low: "low_g_per_kwh", high: "high_g_per_kwh").map {
      EmissionFactor(
        region: row["region"], name: row["name"], intensity: $0, year: Int(row["year"]) ?? 0,
        basis: Self.gridBasis, source: citation(row["source"]))
    }
  }

  /// Up to three regions whose name, or whose code, is nearest to what was typed.
  private func suggestions(for wanted: String) -> [String] {
    let typed = wanted.lowercased()
    let country = wanted.prefix { $0 != "-" && $0 != "_" }.uppercased()
    if country.count < wanted.count, Table("grids").find(country) != nil { return [country] }
    let ranked = Table("grids").rows.map { row -> (distance: Int, code: String) in
      let name = row["name"].lowercased()
      let near =
        typed.count > 3 && name.contains(typed)
        ? 1
        : typed.count <= 3
          ? min(
            distance(typed, row["region"].lowercased()), distance(typed, row["alpha3"].lowercased())
          )
          : distance(typed, name)
      return (near, row["region"])
    }
    let limit = max(1, typed.count / 3)
    return ranked.filter { $0.distance <= limit }.sorted { $0 < $1 }.prefix(3).map(\.code)
  }
}
