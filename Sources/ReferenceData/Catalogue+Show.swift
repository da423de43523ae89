package import Accounting

extension Catalogue {
  /// Every table in a line.
  package var tables: [CatalogueTable] {
    table("tables").rows.map { row in
      let user = userTables[row.key].map { Array($0.rows) } ?? []
      return CatalogueTable(
        name: row.key, title: row["title"],
        rows: table(row.key).rows.reduce(0) { count, _ in count + 1 }, userRows: user.count,
        licence: row["licence"], about: row["about"])
    }
  }

  /// Name, kind, unit and meaning of a table's columns; of a table that is not there a `Problem`.
  func schema(of table: String) throws(Problem) -> Schema {
    let schema = Schema(of: table)
    guard schema.columns.isEmpty else { return schema }
    let nearest = tableNames.filter {
      distance(table, $0) <= max(2, table.count / 3) || $0.contains(table)
    }
    throw Problem(
      "The catalogue has no table `\(table)`.",
      why: "It has \(tableNames.count) tables.",
      fix: nearest.isEmpty
        ? "Run `joulebook catalog list` to see them."
        : "Did you mean \(nearest.prefix(4).map { "`\($0)`" }.joined(separator: ", "))?",
      exit: .usage)
  }

  /// The row of a table that `name` means: its key, a natural name, or the newest year of a place.
  package func entry(_ table: String, _ name: String) throws(Problem) -> CatalogueEntry {
    let schema = try schema(of: table)
    return entry(try row(in: table, named: name, schema: schema), schema: schema)
  }

  func entry(_ row: Row, schema: Schema) -> CatalogueEntry {
    let ends = schema.rangeEnds
    let shown = schema.columns.filter { column in
      !row[column.name].isEmpty && ![.key, .source, .rule].contains(column.kind)
        && !ends.contains(column.name) && column.name != "year"
    }
    let ids = row["source"].split(separator: " ").map(String.init)
    return CatalogueEntry(
      table: row.table, title: table("tables").find(row.table)?["title"] ?? row.table,
      key: row.key, year: row["year"], cells: shown.map { cell(row, $0) },
      sources: ids.map { id in
        var citation = citation(id)
        citation.userTable = row.place
        return citation
      }, notes: notes(on: row), rivals: rivals(of: row), userTable: row.place)
  }

  private func cell(_ row: Row, _ column: Schema.Column) -> CatalogueEntry.Cell {
    guard column.isMeasured, let range = row.range(of: column) else {
      return CatalogueEntry.Cell(
        column: column.name, text: row[column.name], meaning: column.meaning)
    }
    return CatalogueEntry.Cell(
      column: column.name, text: row[column.name], value: range.value, low: range.low,
      high: range.high, unit: column.unit, rangeReason: range.how, meaning: column.meaning)
  }

  /// What is disputed about a row of the catalogue's own; a user's row is the user's affair.
  func notes(on row: Row) -> [CatalogueEntry.Note] {
    guard row.file == nil else { return [] }
    return table("notes").rows(under: "\(row.table):\(row.key)#").map { note in
      CatalogueEntry.Note(
        column: note["column"], text: note["note"],
        value: note["value"].isEmpty ? "" : "\(note["value"]) \(note["unit"])".trimmed,
        source: citation(of: note).text, check: note["check"])
    }
  }

  /// Other rows that answer the same question: the same comparator by another source, the same place in
  /// another table of factors, and the catalogue's own row under a user's.
  private func rivals(of row: Row) -> [CatalogueEntry.Rival] {
    var rows: [Row] = []
    if row.file != nil, let own = table(row.table).find(row.key) { rows.append(own) }
    let place = row["place"]
    if Self.gridTables.contains(row.table), !place.isEmpty {
      for table in Self.gridTables where table != row.table {
        let found = self.rows(table, under: place + "/")
        let sameYear = found.first { $0["year"] == row["year"] }
        rows += [sameYear ?? found.max { $0["year"] < $1["year"] }].compactMap(\.self)
      }
    } else if let slash = row.key.firstIndex(of: "/"), !Schema(of: row.table).isLong {
      rows += self.rows(row.table, under: row.key[...slash].description)
        .filter { $0.key != row.key }
    }
    return rows.prefix(12).map { rival in
      CatalogueEntry.Rival(
        table: rival.table, key: rival.key, text: brief(rival), source: citation(of: rival).text)
    }
  }

  static let gridTables = factorTables + ["grids_marginal"]

  /// The first number of a row with its unit, and the words that tell its basis.
  private func brief(_ row: Row) -> String {
    let schema = Schema(of: row.table)
    let number = schema.columns.first {
      $0.isMeasured && $0.range != .bound && !row[$0.name].isEmpty
    }
    let words = schema.columns.filter { $0.kind == .choice }.map { row[$0.name] }
      .filter { !$0.isEmpty }
    let value = number.map { "\(row[$0.name]) \($0.unit == "1" ? "" : $0.unit)".trimmed } ?? ""
    return ([value] + words).filter { !$0.isEmpty }.joined(separator: ", ")
  }
}

extension Schema {
  /// Tables in which rows that share the beginning of a key are parts of one thing, not rivals.
  var isLong: Bool {
    columns.contains { $0.name == "provider" || $0.name == "month" || $0.name == "benchmark" }
      || columns.contains { $0.kind == .place }
  }
}
