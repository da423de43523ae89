public import Accounting
import Quantities

/// Two groups of runs side by side, with what can be said of the difference.
public enum ComparisonText {
  public static func text(_ comparison: Comparison, style: TextStyle) -> String {
    var lines = [side("A", comparison.a), side("B", comparison.b), ""]
    var table = TextTable([.left, .right, .right, .right, .right, .left])
    table.add(["Mean of a run", "A", "B", "B to A", "95 % interval", ""])
    for row in comparison.rows {
      table.add(cells(row))
    }
    lines += [style.faint(table.lines.first ?? "")] + table.lines.dropFirst()
    lines.append("")
    if let energy = comparison.energy {
      lines.append(style.bold(sentence(energy.difference).wrapped(width: 78)))
    }
    lines += comparison.warnings.map {
      style.warning("! " + $0.printable.wrapped(width: 78, indent: "  "))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A row in words: what, A, B, the change, its interval, the verdict.
  package static func cells(_ row: Comparison.Row) -> [String] {
    let difference = row.difference
    return [
      label(row.quantity), amount(difference.a, row.quantity), amount(difference.b, row.quantity),
      difference.relative.map(change) ?? "", interval(difference), word(difference.verdict),
    ]
  }

  /// What the energy came to, in one sentence.
  public static func sentence(_ difference: Difference) -> String {
    let change = difference.relative.map { Self.change($0) } ?? "no part of nothing"
    let interval = interval(difference)
    switch (difference.verdict, difference.basis) {
    case (.unknown, _): return "Whether B takes more or less energy than A cannot be told."
    case (.equalWithinNoise, .measurement):
      return
        "A and B take the same energy, as far as their meters can tell: \(change), within \(interval). One run each says nothing of how far runs lie apart."
    case (.equalWithinNoise, _):
      return
        "A and B take the same energy, within the noise: \(change), and anything from \(interval) fits the runs. A smaller difference would not have been seen."
    case (.more, .measurement), (.less, .measurement):
      return
        "These two runs differ by \(change), more than their meters' errors (\(interval)). Whether the next two would, one run each cannot tell."
    case (.more, _): return "B takes more energy than A: \(change), between \(interval)."
    case (.less, _): return "B takes less energy than A: \(change), between \(interval)."
    }
  }

  private static func side(_ letter: String, _ side: Comparison.Side) -> String {
    let runs = side.entries.count == 1 ? "1 run" : "\(side.entries.count) runs"
    let days = [side.entries.first, side.entries.last].compactMap {
      $0?.run.started.description.prefix(10)
    }
    let span =
      days.first == days.last ? days.first.map { "on \($0)" } : "from \(days[0]) to \(days[1])"
    return "\(letter)  \(side.name.printable), \(runs) \(span ?? "")"
  }

  static func label(_ quantity: ComparedQuantity) -> String {
    switch quantity {
    case .energy: "IT energy"
    case .time: "Time"
    case .power: "Mean power"
    case .metric(let name): name
    case .energyPerUnit(let name): "IT energy for each \(name)"
    }
  }

  private static func amount(_ value: Double, _ quantity: ComparedQuantity) -> String {
    switch quantity {
    case .energy, .energyPerUnit: Energy.joules(value).text()
    case .time:
      value < 120 ? "\(value.text(significant: 3)) s" : "\((value / 60).text(significant: 3)) min"
    case .power: Power.watts(value).text()
    case .metric: value.shortText(digits: 4)
    }
  }

  private static func change(_ part: Double) -> String {
    (part > 0 ? "+" : part < 0 ? "−" : "") + "\((abs(part) * 100).text(significant: 2)) %"
  }

  /// In percent of A.
  private static func interval(_ difference: Difference) -> String {
    guard let low = difference.low, let high = difference.high, difference.a != 0 else { return "" }
    return "\(change(low / abs(difference.a))) to \(change(high / abs(difference.a)))"
  }

  private static func word(_ verdict: Difference.Verdict) -> String {
    switch verdict {
    case .more: "more"
    case .less: "less"
    case .equalWithinNoise: "equal within noise"
    case .unknown: "cannot tell"
    }
  }
}
