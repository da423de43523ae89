package import Accounting
import Quantities

/// Published rows and what the method makes of them: for a terminal of 100 columns, and as a page.
package enum ValidationText {
  /// A table per paper, what is wrong below it, and a summary line.
  package static func text(_ results: [ValidationResult], style: TextStyle) -> String {
    var blocks: [String] = []
    for paper in papers(of: results) {
      blocks.append(
        block(
          paper, results.filter { $0.paper == paper }, isSelection: results.count <= 10,
          style: style))
    }
    let line = summary(results).keptWithin(100, indent: 0)
    let isGood = results.allSatisfy(\.passes)
    return (blocks + [isGood ? style.good(line) : style.warning(line)])
      .joined(separator: "\n\n") + "\n"
  }

  /// `150 rows: all pass. …`
  package static func summary(_ results: [ValidationResult]) -> String {
    let failed = results.filter { !$0.passes }.map(\.id)
    let values = results.flatMap(\.values)
    let most = values.map { abs($0.deviation) }.filter(\.isFinite).max() ?? 0
    let flags = results.reduce(0) { $0 + $1.flags.count }
    let rows = results.count == 1 ? "1 row" : "\(results.count) rows"
    let verdict =
      failed.isEmpty
      ? "all pass" : "\(failed.count) fail (\(failed.joined(separator: ", ")))"
    return
      "\(rows), \(values.count) figure\(values.count == 1 ? "" : "s"): \(verdict). Largest deviation from exact arithmetic "
      + "\(most.shortText(digits: 2)); \(flags) flag\(flags == 1 ? "" : "s") raised."
  }

  private static func papers(of results: [ValidationResult]) -> [String] {
    results.reduce(into: []) { if !$0.contains($1.paper) { $0.append($1.paper) } }
  }

  // MARK: Text

  private static func block(
    _ paper: String, _ results: [ValidationResult], isSelection: Bool, style: TextStyle
  ) -> String {
    var notes: [String] = []
    var table = TextTable([.left, .left, .right, .right, .right, .left, .left])
    table.add(["Row", "What", "Expected", "Got", "Off", "Verdict", "Flags"])
    for result in results {
      let lines = result.values.isEmpty ? [nil] : result.values.map(Optional.some)
      for (place, value) in lines.enumerated() {
        let isFirst = place == 0
        table.add([
          isFirst ? result.id : "",
          what(result, value, isFirst: isFirst),
          value.map { expected($0) } ?? "",
          value.map { $0.got.shortText() } ?? "",
          value.map { off($0) } ?? "",
          isFirst ? verdict(result) : value.map { $0.passes ? "" : "off" } ?? "",
          isFirst ? result.flags.map(\.id).joined(separator: " ") : "",
        ])
      }
    }
    // Few rows leave room to say what was found.
    if results.count <= 3, isSelection {
      for result in results { notes += self.notes(of: result) }
    }
    let lines = table.lines
    let wrong = results.flatMap { faults(of: $0) }
    return
      ([style.bold(paper), style.faint(lines[0])] + lines.dropFirst()
      + wrong.map { style.warning($0) }
      + notes).joined(separator: "\n")
  }

  private static func what(
    _ result: ValidationResult, _ value: ValidationResult.Value?, isFirst: Bool
  ) -> String {
    let name = value?.name ?? ""
    guard isFirst else { return ("  " + name).cut(to: 37) }
    return result.title.cut(to: max(37 - name.count - 2, 8))
      + (name.isEmpty ? "" : ", " + name)
  }

  /// What is printed; with a star where nothing is and arithmetic stands in its place.
  private static func expected(_ value: ValidationResult.Value) -> String {
    if let printed = value.printed, value.tolerance != nil { return printed.shortText() }
    return value.calculated.shortText() + "*"
  }

  private static func off(_ value: ValidationResult.Value) -> String {
    let deviation =
      value.tolerance != nil ? value.printedDeviation ?? value.deviation : value.deviation
    return percent(deviation)
  }

  /// `+0.52 %`; what is below a millionth is nothing.
  private static func percent(_ deviation: Double) -> String {
    guard deviation.isFinite else { return "unknown" }
    guard abs(deviation) >= 5e-7 else { return "0 %" }
    return (deviation > 0 ? "+" : "") + "\((deviation * 100).shortText(digits: 2)) %"
  }

  /// A claim's verdict where the row is one.
  private static func verdict(_ result: ValidationResult) -> String {
    result.passes ? result.claim?.rawValue ?? "pass" : "FAIL"
  }

  private static func notes(of result: ValidationResult) -> [String] {
    let found = result.flags.map { "\($0.id) \($0.text)." }
    return (found + (result.note.isEmpty ? [] : [result.note])).map {
      "  \(result.id): \($0)".keptWithin(100, indent: 4)
    }
  }

  /// Why a row fails, a line each.
  private static func faults(of result: ValidationResult) -> [String] {
    var faults: [String] = []
    if let failure = result.failure { faults.append(failure) }
    for value in result.values where !value.passes && result.failure == nil {
      faults.append(
        "\(value.name) is \(value.got.shortText(digits: 9)), exact arithmetic gives "
          + value.calculated.shortText(digits: 9))
    }
    if !result.missingFlags.isEmpty, result.failure == nil {
      faults.append("not raised: \(result.missingFlags.joined(separator: ", "))")
    }
    for flag in result.flags where result.unnamedFlags.contains(flag.id) {
      faults.append("raised and not named: \(flag.id), \(flag.text)")
    }
    return faults.map { "  \(result.id): \($0)".keptWithin(100, indent: 4) }
  }

  // MARK: Page

  /// The page `Docs/Methods/Validation.md`.
  package static func page(_ results: [ValidationResult]) -> String {
    var lines = [
      "# Validation",
      "",
      "Published figures, recomputed from their inputs by the estimators and formulas that users call. "
        + "`joulebook validate --format markdown`",
      "writes this page; `make validation` renews it, and a test compares the two.",
      "",
      "**Printed** is what the source shows, **exact** what arithmetic on its inputs gives, **got** what Joulebook "
        + "gives. A row passes when got is within",
      "1e-5 of exact, within the stated tolerance of printed, and when its numbers raise exactly the "
        + "flags that are known of it. Flags are checks",
      "of the catalogue's table `checks`; the finding stands below the table. Rows marked *computed* are printed by "
        + "nobody: they are our",
      "estimates and say how sure they are.",
      "",
      summary(results),
    ]
    for paper in papers(of: results) {
      lines += ["", "## \(paper)", ""] + table(results.filter { $0.paper == paper })
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func table(_ results: [ValidationResult]) -> [String] {
    let hasClaims = results.contains { $0.claim != nil }
    var lines = [
      "| Row | What | Figure | Printed | Exact | Got | Off printed | Verdict |"
        + (hasClaims ? " Claim |" : ""),
      "|---|---|---|--:|--:|--:|--:|---|" + (hasClaims ? "---|" : ""),
    ]
    var notes: [String] = []
    for result in results {
      let values = result.values.isEmpty ? [nil] : result.values.map(Optional.some)
      for (place, value) in values.enumerated() {
        var cells = place == 0 ? [result.id, title(result)] : ["", ""]
        cells += [
          value?.name ?? "", value.map { printed($0) } ?? "",
          value.map { $0.calculated.shortText() } ?? "", value.map { $0.got.shortText() } ?? "",
          value.map { offPrinted($0) } ?? "", place == 0 ? (result.passes ? "pass" : "FAIL") : "",
        ]
        if hasClaims { cells.append(place == 0 ? result.claim?.rawValue ?? "" : "") }
        lines.append("| " + cells.map(escaped).joined(separator: " | ") + " |")
      }
      let found = result.flags.map { "**\($0.id)** \($0.text)." }
      let all = found + (result.note.isEmpty ? [] : [result.note])
      if !all.isEmpty { notes.append("- \(result.id): \(all.joined(separator: " "))") }
    }
    return lines + (notes.isEmpty ? [] : [""] + notes)
  }

  private static func title(_ result: ValidationResult) -> String {
    switch result.origin {
    case .published: result.title
    case .computed: "\(result.title) (*computed*)"
    case .exact: "\(result.title) (*made up*)"
    }
  }

  private static func printed(_ value: ValidationResult.Value) -> String {
    guard let printed = value.printed else { return "–" }
    guard let tolerance = value.tolerance else { return "(\(printed.shortText(digits: 10)))" }
    return "\(printed.shortText(digits: 10)) ± \((tolerance * 100).shortText(digits: 2)) %"
  }

  private static func offPrinted(_ value: ValidationResult.Value) -> String {
    guard value.tolerance != nil, let deviation = value.printedDeviation else { return "" }
    return percent(deviation)
  }

  private static func escaped(_ cell: String) -> String { cell.replacing("|", with: "\\|") }
}
