package import Accounting

extension Catalogue {
  /// Every source of the catalogue and of the user, with the sentence that its licence asks for.
  package var sources: [(citation: Citation, attribution: String)] {
    rows("sources").map { row in
      var citation = citation(row.key)
      citation.userTable = row.place
      return (citation, row["attribution"])
    }
  }

  /// Names of a table's columns; none for a table that is not there.
  package func columnNames(of table: String) -> [String] {
    self.table(table).columns + (userTables[table] == nil ? [] : ["user_table"])
  }

  /// All keys of a table, in order.
  package func keys(of table: String) -> [String] { rows(table).map(\.key) }

  /// All cells of a table, row by row, in the order of `columnNames`.
  package func cells(of table: String) -> [[String]] {
    let names = self.table(table).columns
    return rows(table).map { row in
      names.map { row[$0] } + (userTables[table] == nil ? [] : [row.place ?? ""])
    }
  }
}
