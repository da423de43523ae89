import Accounting
import Quantities

/// A fan of emissions by year, beside what growth alone would make of them and the line of no change.
public struct ScenarioChart: Chart {
  private let report: ScenarioReport

  public init(_ report: ScenarioReport) { self.report = report }

  public var name: String { "scenario" }
  public var title: String { report.finding }
  public var subtitle: String {
    "Emissions in \(unit.name), \(report.from) to \(report.to), logarithmic. Dark band: half of the draws; light band: 90 %."
  }
  public var alternative: String {
    "\(report.finding). \(ScenarioText.breakEven(report)) In \(report.to): median \(report.emissions(report.last.median).largeText), 90 % of draws \(report.emissions(report.last.low90).largeText) to \(report.emissions(report.last.high90).largeText)."
  }

  public var table: ChartTable {
    var table = ChartTable(
      ["year", "low90", "low50", "median", "high50", "high90", "if_this_goes_on"].enumerated().map {
        $0 == 0 ? $1 : "\($1)_grams"
      })
    for year in report.result.years {
      table.add(
        ["\(year.year)"]
          + [year.low90, year.low50, year.median, year.high50, year.high90, year.ifThisGoesOn]
          .map { ChartTable.cell(report.emissions($0).grams) })
    }
    return table
  }

  public var plot: ChartPlot {
    // Years are names of columns of values here: a number on the axis, not a moment.
    let year = ChartPlot.Field("year", .number)
    func band(_ low: String, _ high: String, _ opacity: Double) -> ChartPlot.Layer {
      .init(
        .area, [(.x, year), (.y, .init(low, .ratio)), (.y2, .init(high, .ratio))],
        style: [("opacity", .number(opacity))])
    }
    return ChartPlot([
      band("low90_grams", "high90_grams", 0.2), band("low50_grams", "high50_grams", 0.35),
      .init(.line, [(.x, year), (.y, .init("median_grams", .ratio, title: "g CO2e"))]),
      .init(
        .line, [(.x, year), (.y, .init("if_this_goes_on_grams", .ratio))],
        style: [("strokeDash", .array([6, 4]))]),
    ])
  }

  /// The unit that the base year's emissions are well written in.
  private var unit: (name: String, grams: Double) {
    switch report.base.grams {
    case ..<1e3: ("g CO2e", 1)
    case ..<1e6: ("kg CO2e", 1e3)
    case _: ("t CO2e", 1e6)
    }
  }

  public func draw(on sheet: inout ChartSheet) {
    let years = report.result.years
    let scale = report.base.grams / unit.grams
    let values = years.flatMap { [$0.low90, $0.high90, $0.ifThisGoesOn, 1] }.map { $0 * scale }
    let frame = sheet.frame(
      x: .linear(years.map { Double($0.year) }, room: 0, numbers: .years),
      y: .logarithmic(values), xTitle: "year", yTitle: "emissions, \(unit.name)", endRoom: 170)
    let xs = years.map { Double($0.year) }
    func places(_ value: (ScenarioResult.Year) -> Double) -> [(Double, Double)] {
      years.map { frame.place(Double($0.year), value($0) * scale) }
    }
    sheet.band(places(\.high90), places(\.low90), .first)
    sheet.band(places(\.high50), places(\.low50), .first, narrow: true)
    sheet.line(
      [(xs[0], 1), (xs[xs.count - 1], 1)].map { frame.place($0.0, $0.1 * scale) }, .faint, .dotted)
    sheet.line(places(\.ifThisGoesOn), .second, .dashed)
    sheet.line(places(\.median), .first)
    let last = report.last
    let hasGrowth = abs(last.ifThisGoesOn / last.median - 1) > 0.01
    sheet.endLabels(
      frame,
      [(y: last.median * scale, text: report.emissions(last.median).largeText, ink: Ink.first)]
        + (hasGrowth
          ? [(y: last.ifThisGoesOn * scale, text: "if this goes on", ink: Ink.second)] : [])
        + [(y: scale, text: "as in \(report.from)", ink: Ink.faint)])
  }
}
