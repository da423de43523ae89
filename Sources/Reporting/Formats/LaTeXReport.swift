import Accounting
import Quantities

/// For papers: a sentence, a table and, behind `\endinput`, the sources as BibTeX. Needs no package.
struct LaTeXReport: ReportFormat {
  let name = "latex"
  let summary = "for papers: a sentence, a table, and the factors' sources as BibTeX"
  let options: Set<ReportOption> = []

  func render(_ statement: Statement, _ context: ReportContext) -> String {
    let sheet = ReportSheet(statement, context)
    let sources = Self.sources(statement)
    let cites = sources.map { Self.key($0) }.joined(separator: ",")
    var lines = [
      "% Made by Joulebook \(context.version). What stands behind \\endinput goes into a .bib file.",
      LaTeX.escaped(sheet.sentence) + "~\\cite{\(cites)}", "",
    ]
    for (index, table) in sheet.tables.enumerated() {
      lines += [
        "\\begin{table}[ht]", "\\centering",
        "\\caption{\(LaTeX.escaped("\(sheet.title), \(table.title.lowercased())"))}",
        "\\label{tab:joulebook-\(index + 1)}", "\\begin{tabular}{lrrrl}", "\\hline",
        " & Time & IT energy & Emissions & Evidence \\\\", "\\hline",
      ]
      lines += table.rows.map { row in
        let amounts = row.amounts
        let cells = [
          row.name.cut(to: 24), Duration.seconds(amounts.seconds).text, ReportSheet.energy(amounts),
          ReportSheet.emissions(amounts), ReportSheet.evidence(amounts),
        ]
        return cells.map(LaTeX.escaped).joined(separator: " & ") + " \\\\"
      }
      lines += ["\\hline", "\\end{tabular}", "\\end{table}", ""]
    }
    let unknown = sheet.notDetermined.map(\.what).joined(separator: ", ")
    lines.append(LaTeX.escaped("Not determined: \(unknown).") + " " + notes(sheet))
    lines += ["", "\\endinput", ""]
    return (lines + sources.map(Self.entry)).joined(separator: "\n")
  }

  private func notes(_ sheet: ReportSheet) -> String {
    sheet.notes.map(LaTeX.escaped).joined(separator: " ")
  }

  private static func sources(_ statement: Statement) -> [Citation] {
    var sources: [Citation] = []
    for factor in statement.factors.map(\.factor.source) where !sources.contains(factor) {
      sources.append(factor)
    }
    return sources
  }

  private static func key(_ source: Citation) -> String {
    String(source.id.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
  }

  private static func entry(_ source: Citation) -> String {
    let address = source.address.cut(to: 300).printable.filter { !"{}\\ ".contains($0) }
    return """
      @misc{\(key(source)),
        author = {{\(LaTeX.field(source.author.cut(to: 300)))}},
        title = {{\(LaTeX.field(source.title.cut(to: 300)))}},
        year = {\(source.year)},
        note = {\(LaTeX.field(source.licence.cut(to: 300)))},
        howpublished = {\\texttt{\(LaTeX.field(address))}}
      }

      """
  }
}
