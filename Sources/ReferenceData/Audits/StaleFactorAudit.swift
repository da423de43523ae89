/// X16: the newest factor of a country is at most four years older than the catalogue.
struct StaleFactorAudit: Audit {
  let check = "X16"

  static let oldest = 4

  func findings(in catalogue: Catalogue) -> [Finding] {
    let now = Int(Catalogue.version.prefix(4)) ?? 0
    var newest: [String: Row] = [:]
    for row in catalogue.rows("grids") where row["year"] > newest[row["place"]]?["year"] ?? "" {
      newest[row["place"]] = row
    }
    return newest.values.compactMap { row in
      guard let year = Int(row["year"]), now - year > Self.oldest else { return nil }
      return Finding(table: "grids", key: row.key, text: "the newest factor is of \(year)")
    }
  }
}
