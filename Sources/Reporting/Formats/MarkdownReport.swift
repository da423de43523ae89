import Accounting
import Quantities

/// For README files, issues and wikis: GitHub's tables.
struct MarkdownReport: ReportFormat {
  let name = "markdown"
  let summary = "for README files, issues and wikis"
  let options: Set<ReportOption> = []

  func render(_ statement: Statement, _ context: ReportContext) -> String {
    let sheet = ReportSheet(statement, context)
    var lines = ["# \(Markdown.escaped(sheet.title))", "", Markdown.escaped(sheet.lead), ""]
    lines += ["| | Value | Range |", "|---|--:|---|"]
    lines += sheet.headlines.map { Markdown.row([$0.label, "**\($0.text)**", $0.range]) }
    for table in sheet.tables {
      lines += ["", "## \(table.title)", ""]
      lines += [
        "| | Runs | Time | IT energy | Range | Emissions | Range | Evidence |",
        "|---|--:|--:|--:|---|--:|---|---|",
      ]
      lines += table.rows.map { row in
        let amounts = row.amounts
        return Markdown.row([
          Markdown.escaped(row.name.cut(to: 60)), "\(amounts.runs)",
          Duration.seconds(amounts.seconds).text, ReportSheet.energy(amounts),
          amounts.energy.rangeText,
          ReportSheet.emissions(amounts), amounts.emissions.rangeText,
          ReportSheet.mix(amounts),
        ])
      }
    }
    lines += ["", "## How it is known", ""]
    lines += sheet.facts.map { "- \($0.label): \(Markdown.escaped($0.text))" }
    lines += sheet.notDetermined.map { "- Not determined: \($0.what). \($0.why.asSentence)" }
    lines += sheet.notes.map { "- Note: \(Markdown.escaped($0))" }
    return lines.joined(separator: "\n") + "\n"
  }
}
