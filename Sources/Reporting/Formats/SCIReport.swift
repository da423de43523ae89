import Accounting
import Quantities

/// The Software Carbon Intensity of ISO/IEC 21031:2024: ((E × I) + M) per R.
struct SCIReport: ReportFormat {
  let name = "sci"
  let summary =
    "Software Carbon Intensity (ISO/IEC 21031:2024); `--per` and `--embodied` give R and M"
  let options: Set<ReportOption> = [.per, .embodied]

  func render(_ statement: Statement, _ context: ReportContext) throws(Problem) -> String {
    let sheet = ReportSheet(statement, context)
    let total = statement.total
    let unit = context.unit ?? FunctionalUnit(count: Double(total.runs), name: "run")
    guard unit.count > 0, unit.count.isFinite else {
      throw Problem(
        "Cannot set the emissions against \(unit.count.shortText()) \(unit.name.printable).",
        why: "R of ISO/IEC 21031 is a number above zero.",
        fix: "Write for example `--per \"1000 images\"`.", exit: .usage)
    }
    let sum = context.embodied.map { total.emissions + $0 } ?? total.emissions
    let score = sum * (1 / unit.count)
    let mean =
      total.facilityEnergy.value.joules > 0
      ? total.emissions.value.grams / total.facilityEnergy.value.kilowattHours : .nan
    var table = TextTable([.left, .right, .left, .left])
    func add(_ label: String, _ text: String, _ range: String, _ meaning: String) {
      table.add([label, text, range, meaning])
    }
    add(
      "E", total.facilityEnergy.text, total.facilityEnergy.rangeText,
      "energy at the facility's meter")
    add("I", "\(mean.text()) g CO2e/kWh", "", "location-based, weighted by energy")
    add("O = E × I", total.emissions.text, total.emissions.rangeText, "operation")
    if let embodied = context.embodied {
      add("M", embodied.text, embodied.rangeText, "embodied, as given")
    } else {
      add("M", "not determined", "", "embodied")
    }
    add("R", unit.count.shortText(), "", unit.name.cut(to: 40))
    let name = unit.name.cut(to: 40).printable
    let label = context.embodied == nil ? "O per \(name)" : "SCI per \(name)"
    add(label, score.text, score.rangeText, "")
    let title = "Software Carbon Intensity of \(statement.subject.cut(to: 50).printable)"
    let missing =
      "Without M this is the operational part alone and not a score of the standard. Give it with "
      + "--embodied; `joulebook estimate hardware` works it out."
    let sentences =
      (context.embodied == nil ? [missing] : [])
      + ["No certificate, contract or offset is in it, as the standard asks."]
      + sheet.facts.map { "\($0.label): \($0.text)" } + sheet.notes
    return
      ([context.style.bold(title), wrapped(sheet.lead), ""] + table.lines + [""]
      + sentences.map(wrapped)).joined(separator: "\n") + "\n"
  }

  private func wrapped(_ text: String) -> String {
    text.printable.wrapped(width: 80, indent: "  ")
  }
}
