package import Accounting

extension Catalogue {
  /// Measured rows of a model: those whose name holds all its words, on one device where that is given.
  package func inferenceRows(model: String, device: String?) -> [CatalogueEntry] {
    let schema = Schema(of: "inference")
    let wanted = model.folded
    let gpu = device.flatMap { acceleratorRow(named: $0)?.row.key }
    let all = self.rows("inference")
    // The whole name, with or without its publisher, before a part of one.
    let named = all.filter {
      $0["name"].folded == wanted
        || $0["name"].split(separator: "/").last.map { String($0).folded } == wanted
    }
    let rows = (named.isEmpty ? all.filter { $0["name"].folded.contains(wanted) } : named)
      .filter { row in
        guard device != nil else { return true }
        return gpu != nil && acceleratorRow(named: row["gpu"])?.row.key == gpu
      }
    return rows.map { entry($0, schema: schema) }
  }

  /// All rows of a table as they are shown.
  package func entries(_ table: String) throws(Problem) -> [CatalogueEntry] {
    let schema = try schema(of: table)
    return rows(table).map { entry($0, schema: schema) }
  }
}
