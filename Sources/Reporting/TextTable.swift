/// Rows in aligned columns, two spaces apart.
package struct TextTable {
  package let columns: [Column]
  /// The first is the head of a table that has one.
  package private(set) var rows: [[String]] = []

  package enum Column { case left, right }

  package init(_ columns: [Column]) { self.columns = columns }

  package mutating func add(_ cells: [String]) { rows.append(cells.map(\.printable)) }

  /// One text per row, without blanks at the end.
  package var lines: [String] {
    let widths = columns.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = columns.indices.map { column in
        let blank = String(repeating: " ", count: widths[column] - row[column].count)
        return switch columns[column] {
        case .left: row[column] + blank
        case .right: blank + row[column]
        }
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
