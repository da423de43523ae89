public import Accounting
import Quantities

/// An experiment for a terminal.
public enum ExperimentText {
  public static func text(_ report: ExperimentReport, style: TextStyle) -> String {
    let whole = report.whole
    var lines = [style.bold(report.title.printable), "  " + counts(whole)]
    if let from = whole.from, let to = whole.to {
      lines.append("  \(day(from)) to \(day(to))")
    }
    lines += [""] + table(report, style: style)
    let summary = summary(report).map { "  " + $0.wrapped(width: 78, indent: "  ") }
    if !summary.isEmpty { lines += [""] + summary }
    lines += improvement(report, style: style)
    lines += stopping(report, style: style)
    lines += budget(report, style: style)
    lines += costliest(report, style: style)
    if !report.notes.isEmpty { lines.append("") }
    lines += report.notes.map {
      style.warning("! " + $0.asSentence.printable.wrapped(width: 78, indent: "  "))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `4,789 runs: 4,312 done, 301 failed, 176 killed`.
  package static func counts(_ total: ExperimentTotal) -> String {
    let parts = [
      (total.done, "done"), (total.failed, "failed"), (total.killed, "killed"),
      (total.unknown, "of unknown end"),
    ].filter { $0.0 > 0 }.map { "\(grouped(Double($0.0))) \($0.1)" }
    let runs = total.runs == 1 ? "1 run" : "\(grouped(Double(total.runs))) runs"
    let nested =
      total.nested > 0
      ? "; \(total.nested) of them within others, whose energy they are in already" : ""
    return "\(runs): \(parts.joined(separator: ", "))\(nested)"
  }

  // MARK: Table

  /// The layout of Strubell et al. 2019, table 4: the published model, a part, the project as a whole.
  private static func table(_ report: ExperimentReport, style: TextStyle) -> [String] {
    let lines = totalTable(report).lines
    return [style.faint(lines[0])] + lines.dropFirst()
  }

  package static func totalTable(_ report: ExperimentReport) -> TextTable {
    let hasElectricity = report.prices.perKilowattHour != nil
    let hasDevices = report.prices.perDeviceHour != nil
    var columns = ["", "Runs", "Device time", "IT energy", "At the meter", "Emissions"]
    if hasDevices { columns.append("Devices" + unit(report)) }
    if hasElectricity { columns.append("Electricity" + unit(report)) }
    var table = TextTable([.left] + columns.dropFirst().map { _ in .right })
    table.add(columns)
    for row in report.rows {
      let total = row.total
      var cells = [
        "  " + row.name.cut(to: 32), grouped(Double(total.runs)), deviceTime(total.deviceSeconds),
        total.energy.text, total.facilityEnergy.text, total.emissions.text,
      ]
      if hasDevices {
        cells.append(
          report.prices.devices(total).map {
            let (low, high) = (money($0.low), money($0.high))
            return low == high ? low : "\(low) to \(high)"
          } ?? "")
      }
      if hasElectricity { cells.append(report.prices.electricity(total).map(money) ?? "") }
      table.add(cells)
    }
    return table
  }

  private static func unit(_ report: ExperimentReport) -> String {
    report.prices.currency.isEmpty ? "" : ", \(report.prices.currency)"
  }

  /// Ranges, evidence, what went wrong, and the whole over the published run: a sentence each.
  package static func summary(_ report: ExperimentReport) -> [String] {
    let total = report.whole
    var lines: [String] = []
    let ranges = [total.energy.rangeText, total.emissions.rangeText]
    if ranges.contains(where: { !$0.isEmpty }) {
      lines.append(
        "The whole lies within \(ranges.filter { !$0.isEmpty }.joined(separator: " and ")).")
    }
    let mix = total.byEvidence.mix.mixText
    if !mix.isEmpty { lines.append("Evidence: \(mix).") }
    if total.unsuccessful > 0, total.energy.value.joules > 0 {
      let part = total.lost / total.energy.value
      lines.append(
        "\(total.lost.text()) (\(percent(part))) went into runs that did not end well.")
    }
    if let ratio = report.ratio, report.whole.runs > 1 {
      lines.append(
        "The whole took \(grouped(ratio)) times the device time of the published run.")
    }
    return lines
  }

  // MARK: Improvement

  private static func improvement(_ report: ExperimentReport, style: TextStyle) -> [String] {
    guard let found = report.improvement, let sheet = gains(report) else { return [] }
    var lines = ["", style.bold(sheet.title), "  " + sheet.finding]
    guard let table = sheet.table else { return lines }
    lines += [style.faint(table.lines[0])] + table.lines.dropFirst()
    let left = found.records.count - (table.rows.count - 1)
    if left > 0 { lines.append(style.faint("  and \(left) gains before these")) }
    return lines
  }

  /// What each gain of the metric took; nil where no metric was asked for, without a table where nothing was gained.
  package static func gains(
    _ report: ExperimentReport
  ) -> (title: String, finding: String, table: TextTable?)? {
    guard let found = report.improvement else { return nil }
    let name = found.goal.name.printable
    let title =
      "\(name), \(found.goal.maximises ? "higher" : "lower") is better, of \(found.runs) runs"
    guard let perUnit = found.joulesPerUnit else {
      return (title, "No run was better than \(number(found.baseline)).", nil)
    }
    let finding =
      "From \(number(found.baseline)) to \(number(found.best)): "
      + "\(Energy.joules(perUnit).text()) for each unit of \(name), all runs counted."
    var table = TextTable([.left, .right, .right, .right, .right])
    table.add(["  Each gain", "To", "By", "Energy since", "Per unit"])
    let shown = found.records.suffix(8)
    for record in shown {
      table.add([
        "  " + runName(record.number, report), number(record.value), number(record.gain),
        record.energy.text(), Energy.joules(record.joulesPerUnit).text(),
      ])
    }
    return (title, finding, table)
  }

  private static func stopping(_ report: ExperimentReport, style: TextStyle) -> [String] {
    guard !report.stopRules.isEmpty else { return [] }
    return ["", style.bold("What a stop rule would have saved")]
      + savings(report).map { "  " + $0.wrapped(width: 78, indent: "  ") }
  }

  /// What each stop rule would have saved, and what it would have cost in quality.
  package static func savings(_ report: ExperimentReport) -> [String] {
    report.stopRules.map { result in
      let total = max(report.whole.energy.value.joules, .leastNonzeroMagnitude)
      var sentence =
        "\(result.rule): \(result.stopped) of \(result.trials) trials stopped, "
        + "\(result.saved.text()) (\(percent(result.saved.joules / total)) of all) and "
        + "\(deviceTime(result.savedDeviceSeconds)) less; "
      sentence +=
        result.best == result.bestKept
        ? "the best trial would have gone on."
        : "the best left would be \(number(result.bestKept)) instead of \(number(result.best))."
      switch result.basis {
      case .points: sentence += " By the values that were known at each step."
      case .finalValues:
        sentence +=
          " By final values alone, as if the ranking had been known early: this is the most it could have been."
      }
      if result.without > 0 { sentence += " \(result.without) trials had no values by step." }
      return sentence
    }
  }

  // MARK: Budget

  private static func budget(_ report: ExperimentReport, style: TextStyle) -> [String] {
    guard let budget = report.budget, let text = budgetText(report) else { return [] }
    return ["", budget.left < 0 ? style.warning("  " + text) : "  " + text]
  }

  /// What of the budget is spent and left.
  package static func budgetText(_ report: ExperimentReport) -> String? {
    guard let budget = report.budget else { return nil }
    func amount(_ value: Double) -> String {
      switch budget.kind {
      case .energy: Energy.joules(value).text()
      case .emissions: Emissions.grams(value).text()
      case .money: "\(money(value)) \(report.prices.currency)"
      }
    }
    let part = percent(budget.spent / budget.limit)
    let rest =
      budget.left >= 0
      ? "\(amount(budget.left)) are left" : "over it by \(amount(-budget.left))"
    return "Budget \(budget.text): \(amount(budget.spent)) spent (\(part)), \(rest)."
  }

  private static func costliest(_ report: ExperimentReport, style: TextStyle) -> [String] {
    guard let table = costliestTable(report) else { return [] }
    return ["", style.faint(table.lines[0])] + table.lines.dropFirst()
  }

  /// The runs that took the most; nil where there is but one.
  package static func costliestTable(_ report: ExperimentReport) -> TextTable? {
    guard report.whole.runs > 1, !report.costliest.isEmpty else { return nil }
    let hasValues = report.costliest.contains { $0.value != nil }
    var table = TextTable([.left, .right, .right, .left] + (hasValues ? [.right] : []))
    table.add(
      ["  What took the most", "Energy", "Device time", "End"]
        + (hasValues ? [report.improvement?.goal.name ?? ""] : []))
    for trial in report.costliest {
      table.add(
        [
          "  " + runName(trial.number, report) + (trial.isPublished ? " (published)" : ""),
          trial.energy.text(), deviceTime(trial.deviceSeconds), word(trial.ending),
        ] + (hasValues ? [trial.value.map(number) ?? ""] : []))
    }
    return table
  }

  // MARK: Words

  static func word(_ ending: RunSummary.Ending) -> String {
    switch ending {
    case .done: "done"
    case .failed: "failed"
    case .killed: "killed"
    case .unknown: "end unknown"
    }
  }

  private static func runName(_ number: Int64, _ report: ExperimentReport) -> String {
    (report.names[number] ?? "run").cut(to: 48)
  }

  /// Device time in days from two on, in hours below.
  static func deviceTime(_ seconds: Double) -> String {
    let days = seconds / 86_400
    if days >= 2 { return "\(grouped(days)) days" }
    return "\((seconds / 3600).text(significant: 3)) h"
  }

  static func money(_ amount: Double) -> String {
    amount < 1000 ? amount.text(decimals: 2) : grouped(amount)
  }

  /// A number with at most its four leading digits exact to a unit, thousands set apart: `9,998`.
  static func grouped(_ number: Double) -> String {
    guard number >= 1000 else {
      return number == number.rounded() ? number.text(decimals: 0) : number.text(significant: 3)
    }
    return AxisText.grouped(number.text(decimals: 0))
  }

  private static func number(_ value: Double) -> String { value.shortText(digits: 5) }

  private static func percent(_ part: Double) -> String {
    part < 0.01 && part > 0 ? "under 1 %" : "\((part * 100).text(significant: 2)) %"
  }

  private static func day(_ moment: Timestamp) -> String {
    String(moment.description.prefix(10))
  }
}
