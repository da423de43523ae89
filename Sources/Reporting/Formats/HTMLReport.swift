import Accounting
import Quantities

/// A page in one file: every figure opens to show how it was worked out. No script, nothing from elsewhere.
struct HTMLReport: ReportFormat {
  let name = "html"
  let summary = "one page in one file, each figure opens to its origin, prints well"
  let options: Set<ReportOption> = []

  func render(_ statement: Statement, _ context: ReportContext) -> String {
    let sheet = ReportSheet(statement, context)
    var parts = ["<p>\(HTMLPage.escaped(sheet.lead))</p>"]
    let heads = sheet.headlines.map { head in
      let tree = DerivationHTML.tree(Derivation(of: statement, head.figure))
      let range = head.range.isEmpty ? "" : "<small>\(HTMLPage.escaped(head.range))</small>"
      return "<div class=\"head\"><h2>\(head.label)</h2>"
        + figure("<b>\(head.text)</b>\(range)", tree) + "</div>"
    }
    parts.append("<section class=\"heads\">\(heads.joined(separator: "\n"))</section>")
    parts.append("<p class=\"faint\">\(HTMLPage.escaped(sheet.sentence))</p>")
    parts += charts(statement).map {
      "<figure class=\"chart\">\($0.svg(styled: false))</figure>"
    }
    parts += sheet.tables.map(table)
    let facts = sheet.facts.map { "<dt>\($0.label)</dt><dd>\(HTMLPage.escaped($0.text))</dd>" }
    let unknown = sheet.notDetermined.map {
      "<dt>Not known</dt><dd>\(HTMLPage.escaped("\($0.what): \($0.why.asSentence)"))</dd>"
    }
    parts.append("<h2>How it is known</h2><dl>\((facts + unknown).joined(separator: "\n"))</dl>")
    parts += sheet.notes.map { "<p>! \(HTMLPage.escaped($0))</p>" }
    return HTMLPage.page(
      title: sheet.title, body: parts.joined(separator: "\n"),
      style: ChartStylesheet.text + "\n" + Self.style)
  }

  /// What the statement has the values for: one run over time, several side by side.
  private func charts(_ statement: Statement) -> [any Chart] {
    let whole: [any Chart] = [WaterfallChart(statement), CoverageChart(statement)]
    guard statement.runs.count > 1 else {
      let entry = statement.runs[0].entry
      // Without spans the ledger was asked for sums alone.
      return entry.run.spans.isEmpty ? whole : [PowerChart(entry)] + whole
    }
    let projects = Set(statement.runs.map(\.entry.run.project))
    return whole + [DotsChart(statement)]
      + (projects.count > 1
        ? [SmallMultiplesChart(statement, grouping: "project", key: \.project)] : [])
  }

  private func table(_ table: ReportSheet.Sheet) -> String {
    let numbers = ["Runs", "Time", "IT energy", "Emissions"]
    let head =
      "<th scope=\"col\">\(table.title == "Runs" ? "Run" : "")</th>"
      + numbers.map { "<th scope=\"col\" class=\"n\">\($0)</th>" }.joined()
      + "<th scope=\"col\">Evidence</th>"
    let isRuns = table.title == "Runs"
    let rows = table.rows.map { row in
      let amounts = row.amounts
      let id = isRuns && !row.key.isEmpty ? " id=\"\(HTMLPage.escaped(row.key))\"" : ""
      let idText = id.isEmpty ? "" : "<small>\(HTMLPage.escaped(row.key))</small>"
      let cells = [
        "<th scope=\"row\">\(HTMLPage.escaped(row.name.cut(to: 60)))\(idText)</th>",
        "<td class=\"n\">\(amounts.runs)</td>",
        "<td class=\"n\">\(Duration.seconds(amounts.seconds).text)</td>",
        "<td class=\"n\">\(figure(text(ReportSheet.energy(amounts), amounts.energy.rangeText), tree(.energy, row, isRuns)))</td>",
        "<td class=\"n\">\(figure(text(ReportSheet.emissions(amounts), amounts.emissions.rangeText), tree(.emissions, row, isRuns)))</td>",
        "<td>\(HTMLPage.escaped(ReportSheet.mix(amounts)))</td>",
      ]
      return "<tr\(id)>\(cells.joined())</tr>"
    }
    return
      "<h2>\(table.title)</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"\(table.title)\"><table><thead><tr>\(head)</tr></thead>"
      + "<tbody>\(rows.joined(separator: "\n"))</tbody></table></div>"
  }

  private func text(_ value: String, _ range: String) -> String {
    range.isEmpty ? value : "\(value)<small>\(HTMLPage.escaped(range))</small>"
  }

  /// The whole tree of a run stands in the table of runs; groups name their runs.
  private func tree(
    _ figure: Statement.Figure, _ row: Statement.Group, _ isRuns: Bool
  ) -> String {
    if isRuns, row.shares.count == 1 {
      return DerivationHTML.tree(Derivation(figure, of: row.shares[0].entry))
    }
    return DerivationHTML.tree(Derivation(figure, of: row))
  }

  private func figure(_ summary: String, _ tree: String) -> String {
    "<details class=\"figure\"><summary>\(summary)</summary>\n<div class=\"tree\">\(tree)</div></details>"
  }

  private static let style = """
    .chart{margin:1.2em 0}.chart svg{max-width:100%;height:auto}
    body{max-width:72em}h2{font-size:1.05em;margin:1.6em 0 .3em}
    .heads{display:flex;flex-wrap:wrap;gap:.5em 3em}.head h2{margin:.4em 0 0;font-weight:400}
    .head summary>b{font-size:1.6em}.figure{margin:0;border:0;padding:0}
    .figure>summary small{font-size:.8em}.tree{text-align:left;font-size:.87em;min-width:26em;max-width:44em;margin:.3em 0 .8em}
    .wide{overflow-x:auto}td,th{vertical-align:top}dl{display:grid;grid-template-columns:max-content 1fr;gap:.3em 1.2em}
    dt{color:#555}dd{margin:0;overflow-wrap:anywhere}th[scope=row]{color:inherit;overflow-wrap:break-word;min-width:5em;max-width:20em}
    thead th,td.n,.figure>summary,.figure>summary small{white-space:nowrap}.tree{white-space:normal;overflow-wrap:anywhere}
    thead th.n{text-align:right}:root{color-scheme:light dark}td:last-child{min-width:9em}
    @media(prefers-color-scheme:dark){dt{color:#aaa}}
    @media(max-width:40em){.tree{min-width:16em}dl{grid-template-columns:1fr}}
    @media print{.wide{overflow:visible}tr,.head,.chart{break-inside:avoid}h2{break-after:avoid}a{color:inherit}}

    """
}
