import Quantities

/// A picture of values: a pure function to SVG, with the same values as a sentence and as a table.
///
/// To add one: a file in `Charts/`, a line in `Charts.swift`, a run of the contract suite, a golden file
/// (`Docs/Adding/Chart.md`).
public protocol Chart: Sendable {
  /// As in file names and ids: `growth`.
  var name: String { get }
  /// What was found, as a sentence without its full stop.
  var title: String { get }
  /// Quantity, unit, period and method.
  var subtitle: String { get }
  /// What somebody who cannot see the picture should know.
  var alternative: String { get }
  /// The values that are drawn.
  var table: ChartTable { get }
  /// Height of the picture; it is 720 wide.
  var height: Double { get }
  func draw(on sheet: inout ChartSheet)
  /// How Vega-Lite draws the table.
  var plot: ChartPlot { get }
}

extension Chart {
  public var height: Double { 440 }

  /// The picture in one file: no script, no font, nothing from elsewhere, light and dark.
  public var svg: String { svg() }

  /// The picture as an element of a page.
  /// - Parameters:
  ///   - id: tells several charts of one kind apart on one page: letters, digits and dashes. The chart's name else.
  ///   - styled: false leaves the style sheet out, for a page that has `ChartStylesheet.text` already.
  public func svg(id: String? = nil, styled: Bool = true) -> String {
    let name = ChartSheet.identifier(id ?? name)
    var sheet = ChartSheet(name: name, title: title, subtitle: subtitle, height: height)
    draw(on: &sheet)
    return sheet.finished(alternative: alternative, styled: styled)
  }

  public var csv: String { table.csv }

  /// The same values as a Vega-Lite 5 specification.
  public var vegaLite: String { plot.specification(of: self) }
}

/// The style of all charts, for a page that puts it into a sheet of its own.
public enum ChartStylesheet {
  public static var text: String { ChartStyle.sheet }
}

/// The values of a chart.
public struct ChartTable: Hashable, Sendable {
  public let columns: [String]
  public private(set) var rows: [[String]] = []

  /// - Parameter columns: names with units: `energy_kwh`.
  public init(_ columns: [String]) { self.columns = columns }

  public mutating func add(_ cells: [String]) { rows.append(cells) }

  /// The shortest text that reads back as the same number; empty where there is none.
  public static func cell(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    return value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
  }

  public var csv: String { ([columns] + rows).map(CSV.line).joined() }
}
