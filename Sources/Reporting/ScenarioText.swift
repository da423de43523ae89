import Accounting
package import Quantities

/// A scenario for people: the finding, year by year, what bends the curve, every assumption.
public enum ScenarioText {
  public static func text(_ report: ScenarioReport, style: TextStyle) -> String {
    var lines = [style.bold(report.finding.printable.wrapped(width: 78)) + "."]
    lines.append("")
    lines += years(report, style)
    lines.append("")
    lines += parts(report, style)
    lines.append("")
    lines.append(breakEven(report).wrapped(width: 78))
    lines += [
      "", style.faint("Assumptions"),
      "  "
        + "\(report.from): \(report.base.largeText), \(report.baseSource)".printable.wrapped(
          width: 76, indent: "    "),
    ]
    lines += report.assumptions.map {
      "  "
        + "\($0.factor.meaning): \($0.text). \($0.source)".printable.asSentence.wrapped(
          width: 76, indent: "    ")
    }
    lines += report.notes.map {
      style.warning("! " + $0.printable.wrapped(width: 78, indent: "  "))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func years(_ report: ScenarioReport, _ style: TextStyle) -> [String] {
    let lines = yearTable(report).lines
    return [style.faint(lines[0])] + lines.dropFirst()
  }

  /// Every year, or every so many of a long time.
  package static func yearTable(_ report: ScenarioReport) -> TextTable {
    var table = TextTable([.left, .right, .left, .right])
    table.add(["Year", "Emissions", "90 % of draws", "If this goes on"])
    let all = report.result.years
    let step = max(1, Int((Double(all.count - 1) / 10).rounded(.up)))
    for (index, year) in all.enumerated() where index % step == 0 || index == all.count - 1 {
      table.add([
        "\(year.year)", report.emissions(year.median).largeText,
        year.low90 == year.high90
          ? ""
          : "\(report.emissions(year.low90).largeText) to \(report.emissions(year.high90).largeText)",
        report.emissions(year.ifThisGoesOn).largeText,
      ])
    }
    return table
  }

  private static func parts(_ report: ScenarioReport, _ style: TextStyle) -> [String] {
    let lines = partTable(report).lines
    return [style.faint(lines[0])] + lines.dropFirst() + [bending(report)]
  }

  /// What bends the curve most.
  package static func bending(_ report: ScenarioReport) -> String {
    report.result.bending.map { "The curve is bent most by \($0.factor.meaning)." }
      ?? "Nothing bends the curve."
  }

  package static func partTable(_ report: ScenarioReport) -> TextTable {
    var table = TextTable([.left, .right, .right, .right])
    table.add([
      "What makes it, \(report.from) to \(report.to)", "Emissions ×", "Moves it by", "Of the range",
    ])
    for part in report.result.parts {
      let moved = report.emissions(abs(part.change)).largeText
      table.add([
        part.factor.meaning, "× \(part.multiplier.shortText(digits: 3))",
        part.change == 0 ? "0" : (part.change > 0 ? "+" : "−") + moved,
        part.uncertainty < 1e-6
          ? ""
          : part.uncertainty < 0.01
            ? "under 1 %" : "\((part.uncertainty * 100).text(significant: 2)) %",
      ])
    }
    return table
  }

  package static func breakEven(_ report: ScenarioReport) -> String {
    let range = report.result.breakEven
    let assumed = report.result.parts.first { $0.factor == .hardware }
    let yearly = assumed.map { part in
      part.multiplier > 0 ? root(1 / part.multiplier, report.to - report.from) : 1
    }
    guard range.median > 1 else {
      return "Emissions would not grow even with the hardware of \(report.from)."
    }
    let interval =
      range.low90 == range.high90
      ? "" : " (90 %: \(range.low90.text(significant: 3)) to \(range.high90.text(significant: 3)))"
    let beside = yearly.map { "; assumed are × \($0.text(significant: 3))" } ?? ""
    return
      "To hold emissions at those of \(report.from), hardware would have to become × \(range.median.text(significant: 3)) better each year\(interval)\(beside)."
  }

  /// The n-th root, by halving: no numerics are needed for the text alone.
  private static func root(_ value: Double, _ n: Int) -> Double {
    var (low, high) = (0.0, max(1, value))
    for _ in 0..<100 {
      let middle = (low + high) / 2
      var power = 1.0
      for _ in 0..<n { power *= middle }
      if power < value { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}

extension Emissions {
  /// From a thousand tonnes on in kt, Mt and Gt: what the world's largest runs may come to.
  package var largeText: String {
    let tonnes = grams / 1e6
    switch abs(tonnes) {
    case ..<999.5: return text()
    case ..<999.5e3: return "\((tonnes / 1e3).text(significant: 3)) kt CO2e"
    case ..<999.5e6: return "\((tonnes / 1e6).text(significant: 3)) Mt CO2e"
    case _: return "\((tonnes / 1e9).text(significant: 3)) Gt CO2e"
    }
  }
}
