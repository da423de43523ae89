public import Accounting
import Quantities

/// Another tool's figure beside ours, and why they differ.
public enum ReportedText {
  public static func text(_ comparison: ReportedComparison, style: TextStyle) -> String {
    let tool = comparison.figure.tool.printable
    let version = comparison.figure.version.map { " " + $0.printable } ?? ""
    var lines = [
      style.bold("\(comparison.ours.run.name.printable): \(tool)\(version) beside Joulebook")
    ]
    lines.append(
      comparison.isOwn
        ? "Nobody else metered run \(comparison.ours.run.id): the energy is \(tool)'s on both sides."
          .wrapped(width: 78)
        : "\(tool): run \(comparison.theirs.run.id); Joulebook: run \(comparison.ours.run.id)")
    lines.append("")
    var table = TextTable([.left, .right, .right, .right])
    table.add(["", tool, "Joulebook", "Joulebook to \(tool)"])
    for part in comparison.components where comparison.components.count > 1 {
      table.add([
        "  \(part.component.rawValue)", part.theirs.map { Energy.joules($0).text() } ?? "not in it",
        part.ours.map { Energy.joules($0).text() } ?? "not in it",
        ratio(part.theirs, part.ours),
      ])
    }
    for factor in comparison.factors {
      table.add([
        label(factor.kind), amount(factor.theirs, factor.kind), amount(factor.ours, factor.kind),
        ratio(factor.theirs, factor.ours),
      ])
    }
    lines += [style.faint(table.lines.first ?? "")] + table.lines.dropFirst()
    lines.append("")
    lines +=
      comparison.reasons.isEmpty
      ? ["Nothing that the records tell makes a difference."]
      : comparison.reasons.map { "- " + $0.printable.wrapped(width: 78, indent: "  ") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func label(_ kind: ReportedComparison.Factor.Kind) -> String {
    switch kind {
    case .energy: "IT energy"
    case .pue: "× PUE"
    case .intensity: "× carbon intensity"
    case .emissions: "= emissions"
    }
  }

  private static func amount(_ value: Double, _ kind: ReportedComparison.Factor.Kind) -> String {
    switch kind {
    case .energy: Energy.joules(value).text()
    case .pue: value.shortText(digits: 3)
    case .intensity: "\(value.text(significant: 3)) g/kWh"
    case .emissions: Emissions.grams(value).text()
    }
  }

  private static func ratio(_ theirs: Double?, _ ours: Double?) -> String {
    guard let theirs, let ours, theirs > 0 else { return "" }
    return "× \((ours / theirs).text(significant: 3))"
  }
}
