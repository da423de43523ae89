public import Accounting
public import Quantities

/// From the devices to the total: what each part adds, and what the sum is.
public struct WaterfallChart: Chart {
  /// A bar: a part that is added to those before it, or their sum.
  public struct Step: Hashable, Sendable {
    public enum Role: Hashable, Sendable {
      case part
      /// A sum of all before it; drawn from zero.
      case sum
    }

    public let name: String
    public let role: Role
    /// In the base unit: joules, grams.
    public let value: Double
    public let low: Double
    public let high: Double
    /// How much of the value is known in which way; parts that add up to one.
    public let evidence: [Evidence: Double]
    public let ink: Ink

    public init(
      _ name: String, _ role: Role = .part, value: Double, low: Double? = nil, high: Double? = nil,
      evidence: [Evidence: Double] = [.metered: 1], ink: Ink = .first
    ) {
      self.name = name.label
      self.role = role
      self.value = value
      self.low = low ?? value
      self.high = high ?? value
      self.evidence = evidence
      self.ink = ink
    }

    public init(
      _ name: String, _ role: Role = .part, _ estimate: Estimate<some Quantity>,
      evidence: [Evidence: Double] = [.metered: 1], ink: Ink = .first
    ) {
      self.init(
        name, role, value: estimate.value.base, low: estimate.low.base, high: estimate.high.base,
        evidence: evidence, ink: ink)
    }
  }

  private let subject: String
  private let quantity: String
  private let unit: String
  let steps: [Step]
  private let method: String

  /// - Parameters:
  ///   - subject: `run train`, `project demo`.
  ///   - quantity: `energy`, `emissions`.
  ///   - unit: base unit of the values: `J`, `g CO2e`.
  ///   - method: how the parts were worked out, a clause without a full stop.
  public init(subject: String, quantity: String, unit: String, steps: [Step], method: String) {
    self.subject = subject.label
    self.quantity = quantity.label
    self.unit = unit
    self.steps = Array(steps.filter { $0.value.isFinite }.prefix(Self.mostSteps))
    self.method = method.cut(to: 200).printable
  }

  static let mostSteps = 24

  public let name = "waterfall"
  public var height: Double { ChartSheet.height(of: self, rows: steps.count, rowHeight: 34) }

  // MARK: Words

  private var parts: [Step] { steps.filter { $0.role == .part } }
  private var total: Step? { steps.last { $0.role == .sum } }

  func text(_ value: Double, digits: Int = 3) -> String {
    axis.text(value, digits: digits)
  }

  public var title: String {
    guard let total, let most = parts.max(by: { $0.value < $1.value }), total.value > 0 else {
      return "The \(quantity) of \(subject) is not known"
    }
    let share = (most.value / total.value * 100).text(decimals: 0)
    return parts.count == 1
      ? "\(subject) comes to \(text(total.value)), all of it \(most.name)".capitalisedFirst
      : "\(share) % of the \(text(total.value)) of \(subject) is \(most.name)"
  }

  public var subtitle: String {
    "\(quantity.capitalisedFirst) in \(axis.name)\(method.isEmpty ? "" : ", \(method)"). Strips below sums: their ranges."
  }

  public var alternative: String {
    guard !steps.isEmpty else { return "\(title). Nothing was measured or modelled." }
    return steps.map { step in
      let range =
        step.low == step.high
        ? "" : " (\(text(step.low, digits: 2)) to \(text(step.high, digits: 2)))"
      return "\(step.name): \(text(step.value))\(range)"
    }.joined(separator: "; ") + "."
  }

  public var table: ChartTable {
    let column = AxisUnit.column(unit)
    var table = ChartTable([
      "step", "role", "from_\(column)", "to_\(column)", "value_\(column)", "low_\(column)",
      "high_\(column)", "evidence",
    ])
    for (step, ends) in zip(steps, ends) {
      table.add(
        [step.name, step.role == .sum ? "sum" : "part"]
          + [ends.from, ends.to, step.value, step.low, step.high].map { ChartTable.cell($0) } + [
            step.evidence.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key.rawValue ?? ""
          ])
    }
    return table
  }

  public var plot: ChartPlot {
    let column = AxisUnit.column(unit)
    return ChartPlot([
      .init(
        .bar,
        [
          (.y, .init("step", .ordered)), (.x, .init("from_\(column)", .fromZero, title: quantity)),
          (.x2, .init("to_\(column)", .fromZero)), (.color, .init("role", .name)),
          (.opacity, .init("evidence", .evidence)),
        ]),
      .init(
        .rule,
        [
          (.y, .init("step", .ordered)), (.x, .init("low_\(column)", .fromZero)),
          (.x2, .init("high_\(column)", .fromZero)),
        ], rows: ("role", ["sum"])),
    ])
  }

  // MARK: Drawing

  private var axis: AxisUnit {
    AxisUnit(unit, largest: ends.flatMap { [abs($0.from), abs($0.to)] }.max() ?? 0)
  }

  /// Where each bar begins and ends: parts on those before, sums from zero.
  var ends: [(from: Double, to: Double)] {
    var reached = 0.0
    return steps.map { step in
      switch step.role {
      case .part:
        defer { reached += step.value }
        return (reached, reached + step.value)
      case .sum:
        reached = step.value
        return (0, step.value)
      }
    }
  }

  public func draw(on sheet: inout ChartSheet) {
    guard !steps.isEmpty else { return sheet.nothing("Nothing was measured or modelled.") }
    let (axis, ends) = (axis, ends)
    let highs = steps.filter { $0.role == .sum }.map(\.high)
    let frame = sheet.rowFrame(
      steps.map(\.name),
      x: .linear(
        (ends.flatMap { [$0.from, $0.to] } + highs + [0]).map { $0 / axis.size }, zero: true,
        room: 0.02),
      xTitle: "\(quantity), \(axis.name)", rowHeight: 34)
    for (row, (step, ends)) in zip(steps, ends).enumerated() {
      let y = frame.y(row)
      var at = ends.from
      let known = step.evidence.filter { $0.value > 0 }.sorted { $0.key < $1.key }
      for (evidence, part) in known {
        let next = at + (ends.to - ends.from) * part
        sheet.bar(
          x: frame.x(at / axis.size), y: y - 9,
          width: frame.x(next / axis.size) - frame.x(at / axis.size), height: 18,
          step.role == .sum ? .text : step.ink, evidence: evidence)
        at = next
      }
      if known.isEmpty {
        let places = [ends.from, ends.to].map { frame.x($0 / axis.size) }
        sheet.missing(x: places[0], y: y - 9, width: places[1] - places[0], height: 18)
      }
      if step.role == .sum, step.low < step.high {
        let places = [step.low, step.high].map { frame.x($0 / axis.size) }
        sheet.band(
          places.map { ($0, y + 9.5) }, places.map { ($0, y + 14) }, .text, narrow: true)
      }
      let end = max(frame.x(ends.to / axis.size), frame.x(ends.from / axis.size))
      // A thread from the end of a bar to the beginning of the next.
      if row + 1 < steps.count {
        let x = frame.x(ends.to / axis.size)
        sheet.rule((x, y + 9), (x, frame.y(row + 1) - 9), axis: true)
      }
      sheet.text(
        (step.role == .part && row > 0 ? "+ " : "") + text(step.value),
        at: (end + 6, y + 4), .text, bold: step.role == .sum, halo: true)
    }
    sheet.evidenceKey(
      Set(steps.flatMap { $0.evidence.filter { $0.value > 0 }.keys }),
      hasMissing: steps.contains { $0.evidence.allSatisfy { $0.value <= 0 } },
      y: sheet.height - 12)
  }
}

// MARK: - Of a statement

extension WaterfallChart {
  /// IT energy by component, what the building adds, and the energy at its meter.
  public init(_ statement: Statement) {
    let components = statement.groups(by: .component)
    let total = statement.total
    let added = total.facilityEnergy.value - total.energy.value
    let ratios = statement.pues.map(\.ratio.value.base)
    let ends = [ratios.min() ?? 1, ratios.max() ?? 1].map { $0.text() }
    let pue = ends[0] == ends[1] ? "PUE \(ends[0])" : "PUE \(ends[0]) to \(ends[1])"
    var steps = components.map { group in
      Step(
        group.name, value: group.amounts.energy.value.joules,
        low: group.amounts.energy.low.joules, high: group.amounts.energy.high.joules,
        evidence: group.amounts.evidenceMix, ink: Component(rawValue: group.key)?.ink ?? .fifth)
    }
    if !steps.isEmpty {
      if steps.count > 1 {
        steps.append(Step("IT energy", .sum, total.energy, evidence: total.evidenceMix))
      }
      steps.append(
        Step("the building (\(pue))", value: added.joules, evidence: [.assumed: 1], ink: .sixth))
      steps.append(Step("at the meter", .sum, total.facilityEnergy, evidence: total.evidenceMix))
    }
    self.init(
      subject: statement.subject, quantity: "energy", unit: "J", steps: steps,
      method: "from the devices to the meter of the building")
  }
}
