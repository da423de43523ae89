package import Accounting
import Quantities

/// A trend: for a terminal, as tables of a page, and as rows.
package enum GrowthText {
  // MARK: Text

  package static func text(_ report: GrowthReport, style: TextStyle) -> String {
    let findings = report.findings
    var blocks: [[String]] = [
      [style.bold(report.finding.wrapped(width: 90)), ""] + [report.basis.wrapped(width: 90)]
        + [report.bootstrapLine].compactMap { $0?.wrapped(width: 90) }
    ]
    if !findings.warnings.isEmpty {
      blocks.append(findings.warnings.map { style.warning($0.wrapped(width: 90)) })
    }
    for (title, table, source) in tables(report) {
      let lines = table.lines
      blocks.append(
        ["\(title):", style.faint("  " + lines[0])] + lines.dropFirst().map { "  " + $0 }
          + [source].compactMap(\.self))
    }
    blocks.append([report.breakLine.wrapped(width: 90)])
    blocks += report.claims.map { [style.warning(sentence($0).wrapped(width: 90))] }
    return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  /// What the trend is set beside: a title, the rows, and whose figures stand in them.
  package static func tables(
    _ report: GrowthReport
  ) -> [(title: String, table: TextTable, source: String?)] {
    var tables: [(title: String, table: TextTable, source: String?)] = []
    if !report.rivals.isEmpty {
      tables.append(("Beside other fits", table(rivals(report)), published(report)))
    }
    if report.findings.rules.count > 1 {
      tables.append(("By the rule that chooses the points", table(rules(report)), nil))
    }
    if !report.findings.influences.isEmpty {
      tables.append(
        ("Without one point, those that change most", table(influences(report)), nil))
    }
    return tables
  }

  private static func table(_ rows: [[String]]) -> TextTable {
    let width = rows.map(\.count).max() ?? 0
    var table = TextTable(
      [.left] + Array(repeating: .right, count: min(5, width - 1))
        + Array(repeating: .left, count: max(0, width - 6)))
    for row in rows { table.add(row) }
    return table
  }

  // MARK: Tables

  private static let headings = ["Points", "Months", "95 % interval", "× a year", "R²"]

  private static func rivals(_ report: GrowthReport) -> [[String]] {
    [["Fit"] + headings + ["Published"]]
      + report.rivals.map { rival in
        [rival.label] + (rival.estimate.map(cells) ?? ["", "", "", "", ""]) + [rival.published]
      }
  }

  /// Whose figures stand in the last column.
  private static func published(_ report: GrowthReport) -> String? {
    let sources = report.rivals.map(\.source).reduce(into: [String]()) { known, source in
      if !source.isEmpty, !known.contains(source) { known.append(source) }
    }
    return sources.isEmpty ? nil : "Published by \(sources.joined(separator: ", "))."
  }

  private static func rules(_ report: GrowthReport) -> [[String]] {
    [["Rule"] + headings] + report.findings.rules.map { [$0.selection] + cells($0) }
  }

  private static func influences(_ report: GrowthReport) -> [[String]] {
    [["Without"] + headings + [""]]
      + report.findings.influences.map { influence in
        let effect =
          switch influence.effect {
          case .sign: "turns the trend round"
          case .verdict: "changes the verdict"
          case .size: ""
          }
        return [influence.name.cut(to: 40)] + cells(influence.without) + [effect]
      }
  }

  /// Points, months, their interval, growth in a year, R².
  private static func cells(_ estimate: GrowthEstimate) -> [String] {
    let (best, _, _) = estimate.months
    let months =
      switch estimate.verdict {
      case .growth: best.months
      case .decline: "halves in \(best.months)"
      case .notSignificant: "not significant"
      }
    return [
      "\(estimate.points)", months, estimate.interval,
      estimate.doubling.factorPerYear.text(significant: 3),
      estimate.doubling.determination.text(decimals: 3),
    ]
  }

  package static func sentence(_ claim: GrowthClaim) -> String {
    let factor = AxisText.grouped(claim.factor.text(decimals: 0))
    let head =
      "\(factor) times at a doubling of \(claim.doublingMonths.shortText(digits: 3)) months takes "
      + "\(claim.impliedMonths.text(significant: 3)) months"
    return claim.isFlagged
      ? head
        + ", not the \(claim.statedMonths.shortText(digits: 3)) of \"\(claim.period)\": those would give "
        + "\(AxisText.grouped(claim.impliedFactor.rounded(significant: 2).text(decimals: 0))) times (\(claim.source); check X21)."
      : head + ", as \"\(claim.period)\" says (\(claim.source))."
  }

  // MARK: Page and rows

  /// Tables of Markdown.
  package static func page(_ report: GrowthReport) -> String {
    var lines = [report.finding, "", report.basis]
    if let bootstrap = report.bootstrapLine { lines += ["", bootstrap] }
    lines += report.findings.warnings.flatMap { ["", $0] }
    for rows in [
      report.rivals.isEmpty ? [] : rivals(report),
      report.findings.rules.count > 1 ? rules(report) : [],
      report.findings.influences.isEmpty ? [] : influences(report),
    ] where !rows.isEmpty {
      lines.append("")
      lines.append(row(rows[0]))
      lines.append("|" + rows[0].indices.map { $0 == 0 || $0 > 5 ? "---|" : "--:|" }.joined())
      lines += rows.dropFirst().map(row)
    }
    if let published = published(report) { lines += ["", published] }
    lines += ["", report.breakLine]
    lines += report.claims.flatMap { ["", sentence($0)] }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func row(_ cells: [String]) -> String {
    "| "
      + cells.map { $0.printable.split(separator: "|").joined(separator: "\\|") }
      .joined(separator: " | ") + " |"
  }

  /// Each fit in a row; an end that is open stays empty.
  package static func csv(_ report: GrowthReport) -> String {
    let findings = report.findings
    let fits: [(String, GrowthEstimate)] =
      [("trend", findings.estimate)]
      + report.rivals.compactMap { rival in
        rival.estimate.map { ("rival", $0) }
      } + findings.rules.map { ("rule", $0) }
      + findings.influences.map { ("without a point", $0.without) }
      + (findings.breakSearch.map { [("before a break", $0.before), ("after a break", $0.after)] }
        ?? [])
    func number(_ value: Double) -> String { value.isFinite ? value.shortText(digits: 8) : "" }
    return CSV.line([
      "kind", "selection", "points", "first", "last", "verdict", "months", "months_low",
      "months_high", "factor_per_year", "r_squared",
    ])
      + fits.map { kind, fit in
        let (best, low, high) = fit.months
        return CSV.line([
          kind, fit.selection, "\(fit.points)", String(fit.first.description.prefix(10)),
          String(fit.last.description.prefix(10)), fit.verdict.rawValue, number(best), number(low),
          number(high), number(fit.doubling.factorPerYear), number(fit.doubling.determination),
        ])
      }.joined()
  }
}

extension GrowthReport {
  /// What was found, as a sentence.
  package var finding: String { findingTitle + "." }

  /// The same without its full stop, as charts have it.
  package var findingTitle: String {
    let estimate = findings.estimate
    let (best, low, high) = estimate.months
    let interval = "95 % interval \(low.months) to \(high.months)"
    switch estimate.verdict {
    case .growth:
      return
        "\(subject) \(isPlural ? "double" : "doubles") every \(best.months) months, \(interval)"
    case .decline:
      return
        "\(subject) \(isPlural ? "fall, halving" : "falls, halving") every \(best.months) months, \(interval)"
    case .notSignificant:
      let slope = estimate.doubling.factorInterval
      return
        "\(subject) \(isPlural ? "show" : "shows") no significant growth: \(slope.low.text(significant: 2)) to "
        + "\(slope.high.text(significant: 2)) times a year are all possible"
    }
  }

  private var isPlural: Bool { subject.hasSuffix("s") && !subject.hasSuffix("ss") }

  /// Points, window, rule, growth and fit in one line.
  package var basis: String {
    let estimate = findings.estimate
    let (low, high) = estimate.doubling.factorInterval
    let others = findings.others.count
    return
      "\(estimate.points) points, \(findings.points.first?.day ?? "") to \(findings.points.last?.day ?? "")"
      + (others > 0
        ? ", the \(estimate.selection) of \(estimate.points + others)" : ", \(estimate.selection)")
      + "; × \(estimate.doubling.factorPerYear.text(significant: 3)) a year, \(low.text(significant: 3)) to "
      + "\(high.text(significant: 3)); R² \(estimate.doubling.determination.text(decimals: 3)). "
      + "In \(unit.isEmpty ? "a unit that is not stated" : unit). \(source)."
  }

  /// What draws of the points say; nil where there are none.
  package var bootstrapLine: String? {
    guard let bootstrap = findings.estimate.bootstrap else { return nil }
    func months(_ ends: GrowthBootstrapInterval.Ends) -> String {
      switch ends.verdict {
      case .growth: "\((12 / ends.high).months) to \((12 / ends.low).months) months"
      case .decline: "halving in \((-12 / ends.low).months) to \((-12 / ends.high).months) months"
      case .notSignificant: "no significant growth"
      }
    }
    return
      "Bootstrap, \(bootstrap.draws) draws, seed \(bootstrap.seed): \(months(bootstrap.corrected)) (BCa), "
      + "\(months(bootstrap.percentile)) (percentile)."
  }

  /// Whether the series changed its course.
  package var breakLine: String {
    guard let search = findings.breakSearch else {
      return "Breaks were not looked for: it takes ten points."
    }
    let chance =
      "p = \(search.chance.text(significant: 2)), all \(search.places) places counted; F = \(search.largestF.text(significant: 3))"
    guard search.isFound else {
      return
        "No break: one line does as well as two (\(chance))."
    }
    func course(_ estimate: GrowthEstimate) -> String {
      let (best, low, high) = estimate.months
      switch estimate.verdict {
      case .growth: return "doubling every \(best.months) months (\(low.months) to \(high.months))"
      case .decline: return "halving every \(best.months) months (\(low.months) to \(high.months))"
      case .notSignificant: return "no significant growth"
      }
    }
    return
      "A break about \(search.date.description.prefix(10)): before it \(course(search.before)), after it "
      + "\(course(search.after)) (\(chance))."
  }
}

extension GrowthEstimate {
  /// `2.56 to 4.89`, or from where on nothing is excluded.
  package var interval: String {
    let (_, low, high) = months
    return verdict == .notSignificant ? "\(low.months) to ∞" : "\(low.months) to \(high.months)"
  }
}

extension Double {
  /// Months to three digits; `∞` where there is no end.
  fileprivate var months: String { isFinite ? text(significant: 3) : "∞" }
}
