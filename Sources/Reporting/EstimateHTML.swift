import Accounting
import Quantities

/// Estimates as a page that stands alone: results with their intervals, then the way back.
public enum EstimateHTML {
  public static func page(_ reports: [EstimateReport], total: EstimateReport?) -> String {
    let all = reports + [total].compactMap(\.self)
    let title = all.count == 1 ? all[0].title : "\(reports.count) estimates"
    let body = all.map { section($0, hasHeading: all.count > 1) }.joined(separator: "\n")
    return HTMLPage.page(title: title, body: body)
  }

  private static func section(_ report: EstimateReport, hasHeading: Bool) -> String {
    var parts: [String] = []
    if hasHeading { parts.append("<h2>\(HTMLPage.escaped(report.title))</h2>") }
    let inRows = Set(report.rows.flatMap(\.keys))
    let rows = report.results.filter { !inRows.contains($0.key) || report.rows.isEmpty }.map {
      "<tr>\(cell($0.label))\(cell(EstimateText.amount($0), isNumber: true))"
        + "\(cell(EstimateText.range($0)))</tr>"
    }
    let head = "<tr><th></th><th></th><th>90 % interval</th></tr>"
    parts.append("<table>\(head)\(rows.joined(separator: "\n"))</table>")
    if !report.rows.isEmpty {
      let titles = report.filledColumns.filter { $0 < report.rowTitles.count }.map {
        "<th>\(HTMLPage.escaped(report.rowTitles[$0]))</th>"
      }.joined()
      let lines = report.rows.map { row in
        let cells = report.filledColumns.map { column in
          let result = column < row.keys.count ? report[row.keys[column]] : nil
          return cell(result.map { EstimateText.amount($0) } ?? "", isNumber: true)
        }
        return "<tr>\(cell(row.name))\(cells.joined())</tr>"
      }
      parts.append("<table><tr><th></th>\(titles)</tr>\(lines.joined(separator: "\n"))</table>")
    }
    let sentences = report.scopes + EstimateText.widths(report) + report.equivalences
    parts += sentences.map { "<p class=\"faint\">\(HTMLPage.escaped($0))</p>" }
    parts += report.warnings.map { "<p>! \(HTMLPage.escaped($0.asSentence))</p>" }
    if let derivation = report.derivation { parts.append(DerivationHTML.tree(derivation)) }
    return parts.joined(separator: "\n")
  }

  private static func cell(_ text: String, isNumber: Bool = false) -> String {
    "<td\(isNumber ? " class=\"n\"" : "")>\(HTMLPage.escaped(text))</td>"
  }
}
