import Quantities

public import Accounting

/// What an estimate found, ready to be shown.
public struct EstimateReport: Sendable {
  public var title: String
  public var given: [String: String]
  public var results: [Evaluation.Result]
  /// Named rows, each with the keys of its results: a search beside its published run.
  public var rows: [(name: String, keys: [String])]
  public var rowTitles: [String] = []
  public var warnings: [String]
  /// The way back from a result; nil where nobody asked.
  public var derivation: Derivation?
  /// How far each input alone moves the result whose range is told apart: `EstimateText.widest`.
  public var swings: [Swing] = []
  /// Where the figures stand in an inventory, from the reporter's seat.
  public var scopes: [String]
  /// Comparisons that were asked for, each with its source.
  public var equivalences: [String]

  public init(
    title: String, given: [String: String], results: [Evaluation.Result],
    rows: [(name: String, keys: [String])], warnings: [String], scopes: [String] = [],
    derivation: Derivation?, equivalences: [String]
  ) {
    self.title = title
    self.given = given
    self.results = results
    self.rows = rows
    self.warnings = warnings
    self.scopes = scopes
    self.derivation = derivation
    self.equivalences = equivalences
  }

  public subscript(key: String) -> Evaluation.Result? { results.first { $0.key == key } }

  /// Columns of the rows in which any row has a result.
  var filledColumns: [Int] {
    (0..<(rows.map(\.keys.count).max() ?? 0)).filter { column in
      rows.contains { $0.keys.count > column && self[$0.keys[column]] != nil }
    }
  }
}

/// Estimates for a terminal of 80 columns.
public enum EstimateText {
  public static func text(_ report: EstimateReport, style: TextStyle) -> String {
    var lines = [style.bold(report.title.printable)]
    let inRows = Set(report.rows.flatMap(\.keys))
    var table = TextTable([.left, .right, .left])
    for result in report.results where !inRows.contains(result.key) || report.rows.isEmpty {
      table.add(["  " + result.label, amount(result), range(result)])
    }
    lines += table.lines
    lines += rows(report, style: style)
    lines += report.scopes.map { "  \($0)".keptWithin(78, indent: 4) }
    lines += widths(report).map { style.faint(("  " + $0).keptWithin(78, indent: 4)) }
    lines += report.equivalences.map { "  " + $0.keptWithin(76, indent: 4) }
    lines += report.warnings.map {
      style.warning("! " + $0.asSentence.printable.keptWithin(78, indent: 2))
    }
    if let derivation = report.derivation {
      lines.append("")
      lines.append(String(DerivationText(derivation, style: style).text.dropLast()))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A line of a table of its own: Strubell's layout of one run beside the whole.
  private static func rows(_ report: EstimateReport, style: TextStyle) -> [String] {
    guard let table = rowTable(report) else { return [] }
    return [""] + table.lines + [""]
  }

  /// The same as cells; nil where the estimate has no such lines. The head is empty where the columns have no titles.
  package static func rowTable(_ report: EstimateReport) -> TextTable? {
    guard !report.rows.isEmpty else { return nil }
    let columns = report.filledColumns
    func cell(_ list: [String], _ column: Int) -> String { column < list.count ? list[column] : "" }
    var table = TextTable([.left] + columns.map { _ in .right })
    if !report.rowTitles.isEmpty { table.add([""] + columns.map { cell(report.rowTitles, $0) }) }
    for row in report.rows {
      table.add(
        ["  " + row.name] + columns.map { report[cell(row.keys, $0)].map { amount($0) } ?? "" })
    }
    return table
  }

  /// The result whose range is told apart by inputs: emissions where they have a range.
  package static func widest(_ report: EstimateReport) -> Evaluation.Result? {
    let key =
      report["emissions_grams"]?.widths.isEmpty == false
      ? "emissions_grams" : report.results.first?.key ?? ""
    return report[key]
  }

  /// What widens the range, and what would narrow it.
  package static func widths(_ report: EstimateReport) -> [String] {
    guard let result = widest(report), let first = result.widths.first else { return [] }
    let parts = result.widths.prefix(5).filter { $0.part >= 0.001 }.map {
      "\($0.input) \(($0.part * 100).text(significant: 2))\u{a0}%"
    }
    return [
      "What widens the range of \(result.label): \(parts.joined(separator: ", ")).",
      "To narrow it, find out \(first.input) first.",
    ]
  }

  /// The value in a unit that fits, with no more digits than the range supports.
  public static func amount(_ result: Evaluation.Result) -> String {
    UnitText.text(result.value, unit: result.unit, digits: digits(result))
  }

  /// The 90 % interval; empty when there is none.
  public static func range(_ result: Evaluation.Result) -> String {
    guard !isPoint(result) else { return "" }
    let digits = digits(result)
    let ends = [result.low90, result.high90].map {
      UnitText.text($0, unit: result.unit, digits: digits, like: result.value).split(
        separator: " ", maxSplits: 1
      )
      .map(String.init)
    }
    // What the digits do not show is no interval to a reader.
    if ends[0] == ends[1] { return "" }
    // The unit is said once where both ends have the same.
    if ends[0].count == 2, ends[1].count == 2, ends[0][1] == ends[1][1] {
      return "\(ends[0][0]) to \(ends[1][0]) \(ends[1][1])"
    }
    return ends.map { $0.joined(separator: " ") }.joined(separator: " to ")
  }

  /// True when nothing widens the result but the rounding of sums.
  private static func isPoint(_ result: Evaluation.Result) -> Bool {
    abs(result.high90 - result.low90) <= abs(result.value) * 1e-9
  }

  private static func digits(_ result: Evaluation.Result) -> Int {
    guard result.value != 0 else { return 3 }
    if isPoint(result) { return 4 }
    let part = abs((result.high90 - result.low90) / 2 / result.value)
    return part < 0.0005 ? 5 : part < 0.005 ? 4 : part < 0.05 ? 3 : 2
  }
}

/// A number with its unit, in a size that people use.
public enum UnitText {
  /// - Parameter like: a value beside it, whose size of unit is kept where the unit has no prefixes.
  public static func text(
    _ value: Double, unit: String, digits: Int, like: Double? = nil
  ) -> String {
    switch unit {
    case "J": return Energy.joules(value).text(digits: digits)
    case "g CO2e": return Emissions.grams(value).text(digits: digits)
    case "W": return Power.watts(value).text(digits: digits)
    case "s": return time(value, digits: digits)
    case "L":
      let size = like ?? value
      return size >= 1e6
        ? "\((value / 1e3).text(significant: digits)) m³"
        : size < 1
          ? "\((value * 1e3).text(significant: digits)) mL" : "\(value.text(significant: digits)) L"
    case "money": return value.text(significant: max(digits, 3))
    case "": return number(value, digits: digits)
    case _: return "\(number(value, digits: digits)) \(unit)"
    }
  }

  /// `3,640`, `1.75e11`.
  static func number(_ value: Double, digits: Int) -> String {
    abs(value) >= 1e7 || (abs(value) < 1e-3 && value != 0)
      ? CatalogueText.number(value.rounded(significant: digits), digits: digits)
      : value.text(significant: digits)
  }

  /// Seconds as `2.5 s`, `14.8 h`, `148,000 h`.
  static func time(_ seconds: Double, digits: Int) -> String {
    if seconds < 60 { return "\(seconds.text(significant: digits)) s" }
    if seconds < 7200 { return "\((seconds / 60).text(significant: digits)) min" }
    let hours = seconds / 3600
    return hours < 1e6
      ? "\(hours.text(significant: digits)) h"
      : "\((hours / 1e6).text(significant: digits)) million h"
  }
}
