import Accounting
import Quantities

/// For the terminal: 80 columns, the sum first.
struct TextReport: ReportFormat {
  let name = "text"
  let summary = "for the terminal; `--explain` adds the way back to raw readings"
  let options: Set<ReportOption> = [.explain]

  func render(_ statement: Statement, _ context: ReportContext) -> String {
    let sheet = ReportSheet(statement, context)
    let style = context.style
    var head = TextTable([.left, .right, .left])
    for line in sheet.headlines { head.add([line.label, line.text, line.range]) }
    var lines = [style.bold(sheet.title.printable), wrapped(sheet.lead), ""] + head.lines
    for table in sheet.tables { lines += [""] + rows(table, style) }
    lines.append("")
    lines += sheet.facts.map { fact in
      let label = fact.label + String(repeating: " ", count: 12 - fact.label.count)
      return label + fact.text.printable.wrapped(width: 68, indent: indent)
    }
    lines += sheet.notDetermined.map { item in
      "Not known   " + "\(item.what): \(item.why.asSentence)".wrapped(width: 68, indent: indent)
    }
    lines += sheet.notes.map { style.warning("! " + $0.wrapped(width: 78, indent: "  ")) }
    guard context.explains else { return lines.joined(separator: "\n") + "\n" }
    let tree = DerivationText(Derivation(of: statement), style: style).text
    return (lines + ["", tree]).joined(separator: "\n")
  }

  private let indent = String(repeating: " ", count: 12)

  private func rows(_ table: ReportSheet.Sheet, _ style: TextStyle) -> [String] {
    var text = TextTable([.left, .right, .right, .right, .right, .left])
    text.add([table.title, "Runs", "Time", "IT energy", "Emissions", "Evidence"])
    for row in table.rows {
      let amounts = row.amounts
      text.add([
        row.name.cut(to: 20), "\(amounts.runs)", Duration.seconds(amounts.seconds).text,
        ReportSheet.energy(amounts), ReportSheet.emissions(amounts), ReportSheet.evidence(amounts),
      ])
    }
    let lines = text.lines
    return [style.faint(lines[0])] + lines.dropFirst()
  }

  private func wrapped(_ text: String) -> String { text.printable.wrapped(width: 80) }
}
