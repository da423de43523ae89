package import Quantities

/// A figure of the catalogue with its date.
package struct DatedFigure: Hashable, Sendable {
  package let key: String
  package let name: String
  package let date: Timestamp
  package let domain: String
  /// What it counts, where that differs from row to row.
  package let unit: String
  package let value: Double
}

extension Catalogue {
  /// The figures of a column that have a date. Where a table has the year alone, its middle is taken.
  /// - Parameters:
  ///   - unit: the column that says what a row counts.
  ///   - only: cells that a row must have.
  package func datedFigures(
    _ table: String, _ column: String, unit: String = "",
    only: [(column: String, cell: String)] = []
  ) -> [DatedFigure] {
    rows(table).compactMap { row in
      guard let value = row.number(column), only.allSatisfy({ row[$0.column] == $0.cell }) else {
        return nil
      }
      let text = row["published"].isEmpty ? row["year"] + "-07-01" : row["published"]
      guard let date = Timestamp(text) else { return nil }
      return DatedFigure(
        key: row.key, name: row["name"], date: date, domain: row["domain"], unit: row[unit],
        value: value)
    }
  }
}
