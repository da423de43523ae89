public import Accounting
import Quantities

/// What widens a range: how far each input alone moves the result, the widest first.
public struct TornadoChart: Chart {
  private let subject: String
  private let quantity: String
  private let unit: String
  private let value: Double
  private let low: Double
  private let high: Double
  let swings: [Swing]
  private let others: Int

  /// - Parameters:
  ///   - subject: `training · gpt-3`, `run train`.
  ///   - quantity: what the result is: `emissions`.
  ///   - unit: its base unit: `g CO2e`.
  ///   - range: ends of the result's range, all inputs together; nil where there is none.
  public init(
    subject: String, quantity: String, unit: String, value: Double,
    range: (low: Double, high: Double)? = nil, swings: [Swing]
  ) {
    self.subject = subject.label
    self.quantity = quantity.cut(to: 60).printable
    self.unit = unit
    self.value = value.isFinite ? value : 0
    low = range.map { min($0.low, value) } ?? value
    high = range.map { max($0.high, value) } ?? value
    let known = swings.filter { $0.atLow.isFinite && $0.atHigh.isFinite && $0.width > 0 }
      .sorted { ($1.width, $0.input) < ($0.width, $1.input) }
    self.swings = known.prefix(Self.mostRows).map {
      Swing(input: $0.input.label, atLow: $0.atLow, atHigh: $0.atHigh, evidence: $0.evidence)
    }
    others = known.count - self.swings.count
  }

  /// The emissions of a run.
  public init(_ entry: Entry) {
    let emissions = AccountingMethod().footprint(of: entry).emissions
    self.init(
      subject: "run \(entry.run.name)", quantity: "emissions", unit: "g CO2e",
      value: emissions.value.grams, range: (emissions.low.grams, emissions.high.grams),
      swings: entry.emissionSwings)
  }

  /// One result of an estimate.
  /// - Parameter swings: of the estimate's model: `Model.swings(of:)`.
  public init(subject: String, result: Evaluation.Result, swings: [Swing]) {
    self.init(
      subject: subject, quantity: result.label, unit: result.unit, value: result.value,
      range: (result.low90, result.high90), swings: swings)
  }

  static let mostRows = 16

  public let name = "tornado"
  public var height: Double {
    ChartSheet.height(of: self, rows: swings.count, rowHeight: 28, foot: others > 0 ? 16 : 0)
  }

  // MARK: Words

  private var axis: AxisUnit {
    AxisUnit(unit, largest: swings.flatMap { [abs($0.atLow), abs($0.atHigh)] }.max() ?? abs(value))
  }
  func text(_ value: Double, digits: Int = 3) -> String {
    axis.text(value, digits: digits)
  }

  public var title: String {
    guard let most = swings.first else {
      return value == 0
        ? "Nothing widens the \(quantity) of \(subject)"
        : "Nothing widens the \(quantity) of \(subject): \(text(value))"
    }
    guard swings.count > 1 else {
      return "Only the \(most.input) widens the \(quantity) of \(subject)"
    }
    return
      "\(most.input.capitalisedFirst) widens the \(quantity) of \(subject) most: \(text(min(most.atLow, most.atHigh), digits: 2)) to \(text(max(most.atLow, most.atHigh), digits: 2))"
  }

  public var subtitle: String {
    "\(quantity.capitalisedFirst) in \(axis.name) when one input goes through its range and the others stay at their best values. "
      + "Dark: the input's low end; light: its high end."
  }

  public var alternative: String {
    guard !swings.isEmpty else { return "\(title). No input has a range." }
    let rows = swings.prefix(6).map {
      "\($0.input): \(text($0.atLow, digits: 2)) to \(text($0.atHigh, digits: 2))"
    }
    return "Best value \(text(value)). \(rows.joined(separator: "; "))"
      + (others + swings.count > 6 ? "; and \(others + swings.count - 6) more." : ".")
  }

  public var table: ChartTable {
    let column = AxisUnit.column(unit)
    var table = ChartTable([
      "input", "at_low_\(column)", "at_high_\(column)", "best_\(column)", "evidence",
    ])
    for swing in swings {
      table.add([
        swing.input, ChartTable.cell(swing.atLow), ChartTable.cell(swing.atHigh),
        ChartTable.cell(value), swing.evidence?.rawValue ?? "",
      ])
    }
    return table
  }

  public var plot: ChartPlot {
    let column = AxisUnit.column(unit)
    func bar(_ end: String, _ opacity: Double) -> ChartPlot.Layer {
      .init(
        .bar,
        [
          (.y, .init("input", .ordered)), (.x, .init("best_\(column)", .number, title: quantity)),
          (.x2, .init("\(end)_\(column)", .number)),
        ], style: [("opacity", .number(opacity))])
    }
    return ChartPlot([bar("at_low", 1), bar("at_high", 0.5)])
  }

  // MARK: Drawing

  public func draw(on sheet: inout ChartSheet) {
    guard !swings.isEmpty else { return sheet.nothing("No input has a range.") }
    let axis = axis
    let values = swings.flatMap { [$0.atLow, $0.atHigh] } + [value, low, high]
    let frame = sheet.rowFrame(
      swings.map(\.input), x: .linear(values.map { $0 / axis.size }, room: 0.03),
      xTitle: "\(quantity), \(axis.name)", rowHeight: 28, endRoom: 124)
    let best = frame.x(value / axis.size)
    if low < high {
      let ends = [low, high].map { frame.x($0 / axis.size) }
      sheet.band(ends.map { ($0, frame.top) }, ends.map { ($0, frame.bottom) }, .faint)
    }
    for (row, swing) in swings.enumerated() {
      let y = frame.y(row) - 9
      for (end, isLow) in [(swing.atLow, true), (swing.atHigh, false)] {
        let x = frame.x(end / axis.size)
        // Two strengths of one colour, and the outline of both: the ends are told apart in grey as well.
        if isLow {
          sheet.bar(x: best, y: y, width: x - best, height: 18, .first)
        } else {
          sheet.band([(best, y), (x, y)], [(best, y + 18), (x, y + 18)], .first, narrow: true)
          sheet.line([(best, y), (x, y), (x, y + 18), (best, y + 18)], .first, thin: true)
        }
      }
      let x = frame.right + 6
      let half = "± \(text(swing.width / 2, digits: 2))"
      guard let evidence = swing.evidence else {
        sheet.text(half, at: (x, frame.y(row) + 4), .faint, small: true)
        continue
      }
      sheet.text(half, at: (x, frame.y(row) - 2), .faint, small: true)
      sheet.text(evidence.rawValue, at: (x, frame.y(row) + 10), .faint, small: true)
    }
    sheet.line([(best, frame.top - 4), (best, frame.bottom)], .text)
    let note =
      "Line: best value, \(text(value))"
      + (low < high
        ? "; grey: the whole range, \(text(low, digits: 2)) to \(text(high, digits: 2))." : ".")
    sheet.text(note, at: (16, sheet.height - (others > 0 ? 26 : 12)), .faint, small: true)
    if others > 0 {
      sheet.text(
        "\(others) narrower ones are left out.", at: (16, sheet.height - 10), .faint, small: true)
    }
  }
}
