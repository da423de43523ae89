public import Accounting

/// Scenarios side by side.
public enum EstimateTable {
  /// - Parameter left: scenarios that are not among the rows.
  public static func text(
    axes: [String], keys: [String], rows: [(values: [String], results: [Evaluation.Result])],
    left: Int, style: TextStyle
  ) -> String {
    var table = TextTable(
      axes.map { _ in TextTable.Column.left } + keys.flatMap { _ in [.right, .left] })
    let labels = keys.flatMap { key in
      [rows.first?.results.first { $0.key == key }?.label ?? key, ""]
    }
    table.add(axes + labels)
    for row in rows {
      let cells = keys.flatMap { key -> [String] in
        guard let result = row.results.first(where: { $0.key == key }) else { return ["", ""] }
        return [EstimateText.amount(result), EstimateText.range(result)]
      }
      table.add(row.values + cells)
    }
    var lines = table.lines
    if !lines.isEmpty { lines[0] = style.faint(lines[0]) }
    if left > 0 { lines.append("and \(left) scenarios more: `--format csv` or `json` has all") }
    return lines.joined(separator: "\n") + "\n"
  }
}
