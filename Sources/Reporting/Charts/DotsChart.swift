public import Accounting
import Quantities

/// Values in order with their ranges in two strengths: runs, regions, answers.
public struct DotsChart: Chart {
  /// A value with its name.
  public struct Row: Hashable, Sendable {
    public let name: String
    /// In the base unit: joules, grams.
    public let value: Double
    /// The wide range.
    public let low: Double
    public let high: Double
    /// The narrow range within; nil where there is none.
    public let inner: ClosedRange<Double>?
    public let evidence: Evidence
    /// Is what the others are set against: `now, here`.
    public let isReference: Bool

    public init(
      _ name: String, value: Double, low: Double? = nil, high: Double? = nil,
      inner: ClosedRange<Double>? = nil, evidence: Evidence = .metered, isReference: Bool = false
    ) {
      self.name = name.label
      self.value = value
      self.low = min(low ?? value, value)
      self.high = max(high ?? value, value)
      self.inner = inner
      self.evidence = evidence
      self.isReference = isReference
    }
  }

  private let subject: String
  private let quantity: String
  private let unit: String
  /// The largest first.
  let rows: [Row]
  private let others: Int
  private let bands: String

  /// - Parameters:
  ///   - subject: whose values these are, in the plural: `12 runs`, `9 places`.
  ///   - quantity: `emissions`.
  ///   - unit: base unit of the values: `J`, `g CO2e`.
  ///   - bands: what the two strengths hold, a sentence.
  public init(subject: String, quantity: String, unit: String, rows: [Row], bands: String) {
    self.subject = subject.label
    self.quantity = quantity.label
    self.unit = unit
    let known = rows.filter { $0.value.isFinite && $0.low.isFinite && $0.high.isFinite }
      .sorted { ($1.value, $0.name) < ($0.value, $1.name) }
    // Of very many the ends tell the most: half of the room to each.
    let most = Self.mostRows
    self.rows =
      known.count <= most ? known : Array(known.prefix(most / 2) + known.suffix(most / 2))
    others = known.count - self.rows.count
    self.bands = bands.cut(to: 200).printable
  }

  static let mostRows = 40

  public let name = "dots"
  public var height: Double {
    ChartSheet.height(of: self, rows: rows.count, rowHeight: 22, foot: others > 0 ? 16 : 0)
  }

  // MARK: Words

  func text(_ value: Double, digits: Int = 3) -> String {
    axis.text(value, digits: digits)
  }

  public var title: String {
    guard let most = rows.first, let least = rows.last else {
      return "The \(quantity) of \(subject) is not known"
    }
    guard rows.count > 1 else { return "\(most.name) comes to \(text(most.value))" }
    if let reference = rows.first(where: \.isReference), !least.isReference, reference.value > 0 {
      let part = (1 - least.value / reference.value) * 100
      return
        "\(least.name) has the least \(quantity), \(part.text(decimals: 0)) % below \(reference.name)"
    }
    guard least.value > 0 else {
      return "\(most.name) has the most \(quantity): \(text(most.value))"
    }
    let times = most.value / least.value
    return times < 1.2
      ? "All of \(subject) lie within \(((times - 1) * 100).text(significant: 2)) % of each other"
      : "\(most.name) has \(times.text(significant: 2)) times the \(quantity) of \(least.name)"
  }

  public var subtitle: String {
    "\(quantity.capitalisedFirst) of \(subject) in \(axis.name), the largest first. \(bands)"
  }

  public var alternative: String {
    guard !rows.isEmpty else { return "\(title). There is no value." }
    let shown = rows.count <= 8 ? rows[...] : rows.prefix(4) + rows.suffix(4)
    let values = shown.map { row in
      let range =
        row.low == row.high
        ? "" : " (\(text(row.low, digits: 2)) to \(text(row.high, digits: 2)))"
      return "\(row.name): \(text(row.value))\(range)"
    }
    return values.joined(separator: "; ")
      + (others + rows.count > shown.count
        ? "; \(others + rows.count - shown.count) more lie between." : ".")
  }

  public var table: ChartTable {
    let column = AxisUnit.column(unit)
    var table = ChartTable([
      "name", "value_\(column)", "low_\(column)", "high_\(column)", "inner_low_\(column)",
      "inner_high_\(column)", "evidence", "reference",
    ])
    for row in rows {
      table.add(
        [row.name]
          + [row.value, row.low, row.high, row.inner?.lowerBound, row.inner?.upperBound].map {
            ChartTable.cell($0)
          } + [row.evidence.rawValue, row.isReference ? "yes" : "no"])
    }
    return table
  }

  public var plot: ChartPlot {
    let column = AxisUnit.column(unit)
    func range(_ name: String, width: Double, opacity: Double) -> ChartPlot.Layer {
      .init(
        .rule,
        [
          (.y, .init("name", .ordered)), (.x, .init("\(name)low_\(column)", .fromZero)),
          (.x2, .init("\(name)high_\(column)", .fromZero)),
        ], style: [("strokeWidth", .number(width)), ("opacity", .number(opacity))])
    }
    return ChartPlot([
      range("", width: 6, opacity: 0.25), range("inner_", width: 6, opacity: 0.45),
      .init(
        .point,
        [
          (.y, .init("name", .ordered)),
          (.x, .init("value_\(column)", .fromZero, title: quantity)),
          (.shape, .init("evidence", .name)), (.color, .init("reference", .name)),
        ], style: [("filled", .bool(true)), ("size", 60)]),
    ])
  }

  // MARK: Drawing

  private var axis: AxisUnit {
    AxisUnit(unit, largest: rows.map { max(abs($0.high), abs($0.low)) }.max() ?? 0)
  }

  /// Shapes tell evidence apart without colour: filled where it was measured.
  private static func shape(_ evidence: Evidence) -> PointShape {
    switch evidence {
    case .metered: .circle
    case .attributed: .square
    case .modelled: .diamond
    case .assumed: .ring
    }
  }

  public func draw(on sheet: inout ChartSheet) {
    guard !rows.isEmpty else { return sheet.nothing("There is no value to show.") }
    let axis = axis
    let frame = sheet.rowFrame(
      rows.map(\.name),
      x: .linear(
        ([0] + rows.flatMap { [$0.low, $0.high] }).map { $0 / axis.size }, zero: true, room: 0.02),
      xTitle: "\(quantity), \(axis.name)", rowHeight: 22, endRoom: 96)
    for (index, row) in rows.enumerated() {
      let y = frame.y(index)
      let ink: Ink = row.isReference ? .second : .first
      func band(_ low: Double, _ high: Double, narrow: Bool) {
        let places = [low, high].map { frame.x($0 / axis.size) }
        guard places[1] > places[0] else { return }
        sheet.band(
          places.map { ($0, y - 5) }, places.map { ($0, y + 5) }, ink, narrow: narrow)
      }
      band(row.low, row.high, narrow: false)
      if let inner = row.inner { band(inner.lowerBound, inner.upperBound, narrow: true) }
      sheet.point((frame.x(row.value / axis.size), y), ink, Self.shape(row.evidence))
      sheet.text(
        text(row.value), at: (frame.right + 6, y + 4), row.isReference ? ink : .text, small: true)
    }
    key(on: &sheet, y: sheet.height - (others > 0 ? 26 : 12))
    if others > 0 {
      sheet.text(
        "\(others) between the first \(Self.mostRows / 2) and the last are left out.",
        at: (16, sheet.height - 10), .faint, small: true)
    }
  }

  private func key(on sheet: inout ChartSheet, y: Double) {
    var x = 22.0
    for evidence in Evidence.allCases where rows.contains(where: { $0.evidence == evidence }) {
      sheet.point((x, y - 4), .faint, Self.shape(evidence))
      sheet.text(evidence.rawValue, at: (x + 10, y), .faint, small: true)
      x += 10 + TextWidth.of(evidence.rawValue, size: 11) + 24
    }
  }
}

// MARK: - Of runs

extension DotsChart {
  /// Emissions of the runs of a statement. The wide band is the whole range, the narrow one what the measurement leaves open
  /// when PUE and intensity are taken at their best values.
  public init(_ statement: Statement) {
    let known = statement.runs.filter { $0.amounts.devices > 0 }
    let names = Dictionary(grouping: known, by: \.entry.run.name)
    self.init(
      subject: known.count == 1 ? "1 run" : "\(known.count) runs", quantity: "emissions",
      unit: "g CO2e",
      rows: known.map { row in
        let site = row.entry.site
        let factor =
          site.pue.ratio.value.base * site.factor.intensity.value.gramsPerKilowattHour / 3.6e6
        let energy = row.amounts.energy
        let name = row.entry.run.name
        // Runs of one name are told apart by what begins their ids.
        let isAlone = names[name]?.count == 1
        return Row(
          isAlone ? name : "\(name.cut(to: 40)) \(row.entry.run.id.prefix(15))",
          value: row.amounts.emissions.value.grams, low: row.amounts.emissions.low.grams,
          high: row.amounts.emissions.high.grams,
          inner: energy.low.joules * factor...max(energy.low.joules, energy.high.joules) * factor,
          evidence: row.amounts.byEvidence.keys.max() ?? .assumed)
      },
      bands:
        "Narrow band: what measuring leaves open; wide band: PUE and carbon intensity as well.")
  }
}

// MARK: - Of a plan

extension DotsChart {
  /// Emissions of a job by place, the best plan of each, beside now and here.
  public init(_ report: PlanReport) {
    var seen: Set<String> = []
    let best = report.ranked.filter { seen.insert($0.place).inserted }
    func row(_ plan: PlanReport.Row, _ name: String, isReference: Bool) -> Row {
      Row(
        name, value: plan.total.value.grams, low: plan.total.low.grams,
        high: plan.total.high.grams, evidence: .modelled, isReference: isReference)
    }
    self.init(
      subject: "\(best.count) place\(best.count == 1 ? "" : "s")", quantity: "emissions",
      unit: "g CO2e",
      rows: best.map { row($0, $0.placeName, isReference: false) }
        + [report.baseline].compactMap(\.self).map { row($0, "now, here", isReference: true) },
      bands: "Bands: the ranges of energy, intensity and making.")
  }
}
