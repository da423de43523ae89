package import Accounting
import Quantities

/// How forecasts would have done: for a terminal, and as tables of a page.
package enum BacktestText {
  // MARK: Text

  package static func text(_ reports: [BacktestReport], style: TextStyle) -> String {
    reports.map { block($0, style: style) }.joined(separator: "\n\n") + "\n"
  }

  private static func block(_ report: BacktestReport, style: TextStyle) -> String {
    var lines = [
      style.bold("\(report.zone), \(span(report))"),
      "\(report.issues) forecasts, \(every(report)); mean \(number(report.mean)) g CO2e/kWh.",
      "\(report.method) Learnt anew every \(days(report.refitDays)).".keptWithin(100, indent: 0),
      "",
      "Mean absolute error in g CO2e/kWh, and how often the 80 % interval held:",
    ]
    var table = TextTable([.left] + Array(repeating: .right, count: 7))
    table.add(["Ahead", "Ours", "Persistence", "Yesterday", "Last week", "Usual", "Held", "Width"])
    for horizon in report.horizons {
      table.add(cells("1 to \(horizon.hours) h", horizon.through))
      table.add(cells("at \(horizon.hours) h", horizon.exactly))
    }
    lines += [style.faint(table.lines[0])] + table.lines.dropFirst()
    if let saving = report.saving { lines += [""] + saved(saving, style: style) }
    let worse = report.horizons.filter { !$0.through.isBest }
    if !worse.isEmpty {
      lines += [
        "",
        style.warning(
          "A plain forecast erred less up to "
            + worse.map { "\($0.hours) h" }.joined(separator: ", ") + "."),
      ]
    }
    return lines.joined(separator: "\n")
  }

  private static func cells(_ name: String, _ scores: BacktestReport.Scores) -> [String] {
    [name, number(scores.forecast), number(scores.persistence), number(scores.yesterday)]
      + [number(scores.lastWeek), scores.climatology.map(number) ?? "–"]
      + [percent(scores.coverage), number(scores.width)]
  }

  private static func saved(_ saving: BacktestReport.Saving, style: TextStyle) -> [String] {
    var table = TextTable([.left, .right, .right, .right])
    table.add(["Start", "g CO2e/kWh", "Saved", "Of the best"])
    func row(_ name: String, _ value: Double, _ kept: Double?) {
      let share = saving.now > 0 ? 1 - value / saving.now : 0
      table.add([name, number(value), percent(share), kept.map(percent) ?? ""])
    }
    row("at once", saving.now, nil)
    row("as last week would have it", saving.lastWeek, saving.keptLastWeek)
    row("as the forecast has it", saving.forecast, saving.kept)
    row("best, known only afterwards", saving.oracle, nil)
    return [
      "A job of \(saving.jobHours) h in a window of \(saving.windowHours) h, \(saving.releases) releases, scored on what came:",
      style.faint(table.lines[0]),
    ] + table.lines.dropFirst() + [
      "Not knowing what comes costs \(number(saving.regret)) g CO2e/kWh; \(percent(saving.worse)) of the plans were worse "
        .keptWithin(100, indent: 0) + "than at once."
    ]
      + (saving.keptAnew.map {
        ["Planned anew each hour until it starts, it keeps \(percent($0)) of the best saving."]
      } ?? [])
  }

  // MARK: Page

  /// Tables of Markdown: errors by horizon, intervals, savings.
  package static func page(_ reports: [BacktestReport]) -> String {
    var lines: [String] = []
    if let first = reports.first {
      lines += ["\(span(first)), \(every(first)), learnt anew every \(days(first.refitDays)).", ""]
    }
    lines += errors(reports) + [""] + intervals(reports)
    if reports.contains(where: { $0.saving != nil }) { lines += [""] + savings(reports) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func errors(_ reports: [BacktestReport]) -> [String] {
    [
      "Mean absolute error in g CO2e/kWh over all hours up to the horizon, and of the hour at the horizon alone:",
      "",
    ]
      + header([
        "Zone", "Mean", "Horizon", "Ours", "Persistence", "Yesterday", "Last week", "Usual",
        "Ours, at", "Persistence, at", "Last week, at",
      ])
      + reports.flatMap { report in
        report.horizons.map { horizon in
          row(
            [report.zone, number(report.mean)]
              + cells("\(horizon.hours) h", horizon.through).dropLast(2)
              + [
                horizon.exactly.forecast, horizon.exactly.persistence, horizon.exactly.lastWeek,
              ].map(number))
        }
      }
  }

  private static func intervals(_ reports: [BacktestReport]) -> [String] {
    let horizons = reports.first?.horizons.map(\.hours) ?? []
    let names = horizons.flatMap { ["1 to \($0) h", "at \($0) h"] }
    return ["How often the 80 % interval held:", ""]
      + header(["Zone"] + names + ["Width up to \(horizons.last ?? 0) h"])
      + reports.map { report in
        let held = report.horizons.flatMap { [$0.through.coverage, $0.exactly.coverage] }
        return row(
          [report.zone] + held.map { "\(($0 * 100).text(decimals: 1)) %" }
            + [report.horizons.last.map { number($0.through.width) } ?? ""])
      }
  }

  private static func savings(_ reports: [BacktestReport]) -> [String] {
    let saving = reports.compactMap(\.saving).first
    let job = saving.map { "\($0.jobHours) h in a window of \($0.windowHours) h" } ?? ""
    return ["A job of \(job), planned on the forecast and scored on what came:", ""]
      + header(
        [
          "Zone", "At once, g/kWh", "Best saves", "Forecast saves", "Kept",
          "Planned anew each hour",
          "Kept with last week", "Regret, g/kWh", "Worse than at once",
        ])
      + reports.compactMap { report in
        report.saving.map { saving in
          row(
            [report.zone, number(saving.now)]
              + [saving.oracleSaving, saving.forecastSaving].map(percent)
              + [saving.kept, saving.keptAnew, saving.keptLastWeek].map { $0.map(percent) ?? "–" }
              + [number(saving.regret), percent(saving.worse)])
        }
      }
  }

  private static func header(_ names: [String]) -> [String] {
    let rules = names.indices.map { $0 < 1 ? "---" : "--:" }
    return [row(names), "|" + rules.joined(separator: "|") + "|"]
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
  }

  // MARK: Words

  private static func span(_ report: BacktestReport) -> String {
    "\(report.from.minuteText) to \(report.to.minuteText) UTC"
  }

  private static func every(_ report: BacktestReport) -> String {
    report.everyHours == 1 ? "one an hour" : "one every \(report.everyHours) hours"
  }

  private static func days(_ count: Int) -> String { count == 1 ? "day" : "\(count) days" }

  private static func number(_ value: Double) -> String { value.text(significant: 3) }

  /// `19.6 %`, `86 %`.
  private static func percent(_ share: Double) -> String {
    let value = share * 100
    return "\(value.text(decimals: abs(value) < 50 ? 1 : 0)) %"
  }
}
