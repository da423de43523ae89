public import Accounting
import Quantities
public import Reporting

/// Estimates, and their sum where there are several.
public struct EstimateAnswer: Answer {
  public let reports: [EstimateReport]
  public let total: EstimateReport?

  public func text(style: TextStyle) -> String {
    (reports + [total].compactMap(\.self)).map { EstimateText.text($0, style: style) }
      .joined(separator: "\n")
  }

  /// Results and the way back from the one that was asked for, as a page.
  public var html: String { EstimateHTML.page(reports, total: total) }

  /// A line per result, with the ends of its intervals.
  public var csv: String {
    let header = ["estimate", "result", "value", "low_90", "high_90", "low_50", "high_50", "unit"]
    let lines = reports.flatMap { report in
      report.results.map {
        CSV.line(
          [
            report.title, $0.key, $0.value.steady, $0.low90.steady, $0.high90.steady,
            $0.low50.steady, $0.high50.steady, $0.unit,
          ].map { "\($0)" })
      }
    }
    return CSV.line(header) + lines.joined()
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(1, forKey: .schema)
    try keys.encode(reports.map(Message.init), forKey: .estimates)
    try keys.encode(total.map(Message.init), forKey: .total)
  }

  enum CodingKeys: String, CodingKey { case schema, estimates, total }

  private struct Message: Encodable {
    let name: String
    let given: [String: String]
    let results: [String: EstimateResultMessage]
    let warnings: [String]
    let scopes: [String]
    let derivation: Derivation?
    let equivalences: [String]

    init(_ report: EstimateReport) {
      name = report.title
      given = report.given
      results = Dictionary(report.results.map { ($0.key, EstimateResultMessage($0)) }) { first, _ in
        first
      }
      warnings = report.warnings
      scopes = report.scopes
      derivation = report.derivation
      equivalences = report.equivalences
    }
  }
}

/// A result with the keys of its JSON form.
struct EstimateResultMessage: Encodable {
  let value: Double
  let low90: Double
  let high90: Double
  let low50: Double
  let high50: Double
  let unit: String
  let label: String
  let closed: Bool
  let widths: [Evaluation.Width]

  init(_ result: Evaluation.Result) {
    value = result.value.steady
    low90 = result.low90.steady
    high90 = result.high90.steady
    low50 = result.low50.steady
    high50 = result.high50.steady
    unit = result.unit
    label = result.label
    closed = result.isExact
    widths = result.widths.map {
      Evaluation.Width(input: $0.input, part: $0.part.rounded(significant: 6))
    }
  }

  enum CodingKeys: String, CodingKey {
    case value, unit, label, closed, widths
    case low90 = "low_90"
    case high90 = "high_90"
    case low50 = "low_50"
    case high50 = "high_50"
  }
}

/// A table of scenarios.
public struct EstimateGridAnswer: Answer {
  public let axes: [String]
  public let rows: [Row]

  /// One combination of values.
  public struct Row: Sendable {
    public let values: [String]
    public let results: [Evaluation.Result]
  }

  private static let shown = [
    "facility_energy_joules", "emissions_grams", "embodied_grams", "cost",
  ]

  public func text(style: TextStyle) -> String {
    let keys = Self.shown.filter { key in
      rows.contains { $0.results.contains { $0.key == key } }
    }
    let most = 40
    return EstimateTable.text(
      axes: axes, keys: keys, rows: rows.prefix(most).map { ($0.values, $0.results) },
      left: rows.count - most, style: style)
  }

  /// One line per scenario, every result with the ends of its 90 % interval.
  public var csv: String {
    // A place without water figures, say, lacks a column that others have.
    var keys: [String] = []
    var known: Set<String> = []
    for row in rows {
      for result in row.results where known.insert(result.key).inserted { keys.append(result.key) }
    }
    let header = axes + keys.flatMap { [$0, "\($0)_low_90", "\($0)_high_90"] }
    let lines = rows.map { row in
      CSV.line(
        row.values
          + keys.flatMap { key -> [String] in
            guard let result = row.results.first(where: { $0.key == key }) else {
              return ["", "", ""]
            }
            return [result.value, result.low90, result.high90].map { "\($0.steady)" }
          })
    }
    return CSV.line(header) + lines.joined()
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(1, forKey: .schema)
    try keys.encode(axes, forKey: .axes)
    try keys.encode(rows.map { Message($0, axes: axes) }, forKey: .scenarios)
  }

  enum CodingKeys: String, CodingKey { case schema, axes, scenarios }

  private struct Message: Encodable {
    let values: [String: String]
    let results: [String: EstimateResultMessage]

    init(_ row: Row, axes: [String]) {
      values = Dictionary(zip(axes, row.values)) { first, _ in first }
      results = Dictionary(row.results.map { ($0.key, EstimateResultMessage($0)) }) { first, _ in
        first
      }
    }
  }
}

extension Double {
  /// Twelve digits: what mathematics libraries of different machines agree in.
  fileprivate var steady: Double { rounded(significant: 12) }
}
