import Accounting
package import Quantities

/// Plans for people: the baseline, the ranking, what nothing beats, and what to know of it.
public struct PlanText {
  private let report: PlanReport
  private let style: TextStyle

  public init(_ report: PlanReport, style: TextStyle) {
    self.report = report
    self.style = style
  }

  public var text: String {
    var lines = heading + [""]
    lines += ranking
    let hidden = report.ranked.count - shown.count
    if hidden > 0 {
      lines.append(style.faint("… and \(hidden) more: --top \(report.ranked.count)"))
    }
    lines += best + scored + pareto
    lines += refusals
    lines += report.notes.map {
      style.warning("! " + $0.asSentence.wrapped(width: 78, indent: "  "))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The plans of the ranking that are shown.
  package var shown: ArraySlice<PlanReport.Row> { report.ranked.prefix(report.limit) }

  private var heading: [String] {
    let job = report.job
    let range = job.energy.rangeText
    return [
      style.bold(
        "\(job.name.cut(to: 40)): \(Duration.seconds(job.seconds).text), \(job.energy.text)"
          + (range.isEmpty ? "" : " (\(range))")),
      "Job: \(job.source.printable)",
      "Window: \(report.release.minuteText) to \(report.deadline.minuteText) UTC",
    ]
  }

  private var hasCost: Bool { report.ranked.contains { $0.cost != nil } }
  private var hasEmbodied: Bool { report.ranked.contains { $0.embodied.value.grams > 0 } }

  private var ranking: [String] {
    let lines = rankingTable.lines
    return [style.bold(lines[0])] + lines.dropFirst()
  }

  /// The baseline, then the best plans.
  package var rankingTable: TextTable {
    var table = TextTable(
      [.right, .left, .left, .left, .left, .right, .right, .left, .right]
        + (hasCost ? [.right] : [])
    )
    table.add(
      ["", "Place", "On", "Start", "Finish", "Energy", "CO2e", "Range", "Saves"]
        + (hasCost ? ["Cost"] : []))
    if let baseline = report.baseline { table.add(cells(baseline, rank: "now")) }
    for (index, row) in shown.enumerated() { table.add(cells(row, rank: "\(index + 1)")) }
    return table
  }

  private func cells(_ row: PlanReport.Row, rank: String) -> [String] {
    let pauses = row.kind == "paused" ? row.stretches.count - 1 : 0
    let total = row.total
    return [
      rank, row.place, row.hardware.isEmpty ? "same" : row.hardware,
      row.start.map(moment) ?? "",
      (row.finish.map(moment) ?? "")
        + (pauses > 0 ? ", \(pauses) \(pauses == 1 ? "pause" : "pauses")" : "")
        + (row.kind == "scaled" ? ", speed varies" : ""),
      row.energy.text, total.text, total.rangeText, rank == "now" ? "" : saving(row),
    ] + (hasCost ? [row.cost.map(money) ?? ""] : [])
  }

  private func saving(_ row: PlanReport.Row) -> String {
    row.saving.map(Self.percent) ?? ""
  }

  /// `92.7 %`, with a digit less where it is little.
  package static func percent(_ part: Double) -> String {
    let percent = part * 100
    if abs(percent) < 0.05 { return "0 %" }
    return "\(percent.text(significant: abs(percent) < 10 ? 2 : 3)) %"
  }

  private func money(_ amount: Double) -> String {
    "\(amount.text(decimals: amount < 100 ? 2 : 0)) \(report.currency)".trimmedEnd
  }

  /// Day and time where the window goes over more than a day.
  private func moment(_ moment: Timestamp) -> String { String(moment.minuteText.dropFirst(5)) }

  /// The best plan in words.
  private var best: [String] {
    guard let first = report.ranked.first else { return [] }
    var lines = ["", style.bold("Best: \(Self.where(first))")]
    lines += bestFacts.map { "  \($0)" }
    if first.latestFinish > report.deadline {
      lines.append(
        style.warning(
          "! It may take until \(first.latestFinish.minuteText), after the deadline."))
    }
    return lines
  }

  /// When the best plan runs, and what is known of its figures: a line each.
  package var bestFacts: [String] {
    guard let first = report.ranked.first else { return [] }
    var lines: [String] = []
    let stretches = first.stretches
    if stretches.count > 1 {
      let parts = stretches.prefix(12).map { stretch in
        "\(stretch.start.minuteText) to \(end(of: stretch))"
          + (stretch.setting.isEmpty ? "" : " at \(stretch.setting)")
      }
      lines += parts
      if stretches.count > 12 {
        lines.append("… and \(stretches.count - 12) more (--format json)")
      }
    }
    lines.append("Intensity: \(first.intensitySource). Found by: \(first.method).")
    if first.embodied.value.grams > 0 {
      lines.append(
        "Of its emissions, \(first.embodied.text) is making the hardware, by the time it is held."
      )
    }
    if first.idleEnergy.joules > 0 {
      lines.append(
        "Of its energy, \(first.idleEnergy.text()) is waiting, pausing and going on again.")
    }
    if let marginal = first.marginal {
      let before = report.baseline?.marginal.map { ", now and here \($0.text(digits: 2))" } ?? ""
      lines.append(
        "Marginal, for the decision only: \(marginal.text(digits: 2))\(before) "
          + "(\(first.marginalSource)).")
    }
    return lines
  }

  /// The time alone where it is the same day.
  private func end(of stretch: PlanReport.Stretch) -> String {
    let (start, end) = (stretch.start.minuteText, stretch.end.minuteText)
    return String(start.prefix(10) == end.prefix(10) ? end.dropFirst(11) : end.dropFirst(5))
  }

  package static func `where`(_ row: PlanReport.Row) -> String {
    let name =
      row.placeName.isEmpty || row.placeName == row.place
      ? row.place
      : "\(row.placeName) (\(row.place))"
    let on = row.hardware.isEmpty ? "" : ", \(row.hardware)"
    return "\(name)\(on), from \(row.start.map(\.minuteText) ?? "") to "
      + "\(row.finish.map(\.minuteText) ?? "") UTC"
  }

  /// A window that has passed: what the plan came to.
  private var scored: [String] {
    scoreText.map { [""] + $0.wrapped(width: 90).split(separator: "\n").map(String.init) } ?? []
  }

  package var scoreText: String? {
    guard let score = report.score else { return nil }
    var text =
      "Scored on what came: \(score.came.text()), where the forecast said \(score.expected.text()). "
      + "At once it would have been \(score.baseline.text()); the best, known only afterwards, "
      + "\(score.best.text())."
    if let kept = score.kept {
      text += " So \((kept * 100).text(significant: 2)) % of the possible saving was kept."
    }
    return text
  }

  private var pareto: [String] {
    guard let front else { return [] }
    let hidden = report.pareto.count - 12
    return ["", style.bold("\(front.title):")]
      + front.table.lines
      + (hidden > 0 ? [style.faint("  … and \(hidden) more (--format json)")] : [])
  }

  /// The plans that nothing beats in all respects; nil where one plan does.
  package var front: (title: String, table: TextTable)? {
    guard report.pareto.count > 1 else { return nil }
    let what = hasCost ? "earlier, cleaner and cheaper" : "earlier and cleaner"
    var table = TextTable([.left, .left, .left, .right, .right] + (hasCost ? [.right] : []))
    for row in report.pareto.prefix(12) {
      table.add(
        [
          "  " + (row.finish.map(moment) ?? ""), row.place,
          row.hardware.isEmpty ? row.kind : "\(row.kind), \(row.hardware)", row.total.text,
          saving(row),
        ] + (hasCost ? [row.cost.map(money) ?? ""] : []))
    }
    return ("Nothing is \(what) at once than one of these (finish, CO2e)", table)
  }

  private var refusals: [String] {
    refusal.map { ["", $0] } ?? []
  }

  /// Places and hardware without a plan.
  package var refusal: String? {
    guard !report.refused.isEmpty else { return nil }
    let lines = report.refused.prefix(3).map {
      "\($0.place)\($0.hardware.isEmpty ? "" : ", \($0.hardware)"): \($0.reason)"
    }
    let more = report.refused.count - lines.count
    return "Without a plan: " + lines.joined(separator: "; ") + (more > 0 ? "; \(more) more" : "")
  }
}

extension Timestamp {
  /// `2026-12-01 06:00`.
  package var minuteText: String {
    let text = description
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
  }
}

extension String {
  fileprivate var trimmedEnd: String { String(reversed().drop { $0 == " " }.reversed()) }
}
