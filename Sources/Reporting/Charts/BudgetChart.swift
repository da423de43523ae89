import Quantities

/// What was used so far against a budget, and how it goes on: a fan of two strengths.
public struct BudgetChart: Chart {
  /// The sum up to a moment.
  public struct Point: Hashable, Sendable {
    /// Seconds since 1970, or since the start of a run.
    public let at: Double
    /// In the base unit: joules, grams.
    public let value: Double

    public init(at: Double, value: Double) {
      self.at = at
      self.value = value
    }
  }

  /// What is expected at a moment.
  public struct Expected: Hashable, Sendable {
    public let at: Double
    public let middle: Double
    /// The wide band.
    public let wide: ClosedRange<Double>
    /// The narrow band; nil where there is none.
    public let narrow: ClosedRange<Double>?

    public init(
      at: Double, middle: Double, wide: ClosedRange<Double>, narrow: ClosedRange<Double>? = nil
    ) {
      self.at = at
      self.middle = middle
      self.wide = wide
      self.narrow = narrow
    }
  }

  /// What the horizontal axis counts.
  public enum Clock: Hashable, Sendable {
    case dates
    case secondsOfRun
  }

  private let subject: String
  private let quantity: String
  private let unit: String
  private let clock: Clock
  private let points: [Point]
  private let limit: Double?
  private let fan: [Expected]
  private let bands: String

  /// - Parameters:
  ///   - points: sums in the order of time.
  ///   - limit: the budget; nil where there is none.
  ///   - fan: from the last point on; empty where nothing is forecast.
  ///   - bands: what the two strengths hold and where they come from, a sentence.
  public init(
    subject: String, quantity: String, unit: String, clock: Clock = .dates, points: [Point],
    limit: Double?, fan: [Expected] = [], bands: String = ""
  ) {
    self.subject = subject.label
    self.quantity = quantity.label
    self.unit = unit
    self.clock = clock
    self.points = points.filter { $0.at.isFinite && $0.value.isFinite }
    self.limit = limit.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
    self.fan = fan.filter {
      $0.at.isFinite && $0.wide.lowerBound.isFinite && $0.wide.upperBound.isFinite
    }
    self.bands = bands.cut(to: 240).printable
  }

  public let name = "budget"

  // MARK: Words

  private var used: Double { points.last?.value ?? 0 }

  private var axis: AxisUnit {
    AxisUnit(unit, largest: max(limit ?? 0, points.map(\.value).max() ?? 0, fan.last?.middle ?? 0))
  }

  private func text(_ value: Double, digits: Int = 3) -> String {
    axis.text(value, digits: digits)
  }

  /// Where the sums go over the budget: seconds on the clock.
  private var crossing: (at: Double, isExpected: Bool)? {
    guard let limit else { return nil }
    if let point = points.first(where: { $0.value > limit }) { return (point.at, false) }
    return fan.first { $0.middle > limit }.map { ($0.at, true) }
  }

  private func moment(_ at: Double) -> String {
    switch clock {
    case .dates: DateTicks.date(at)
    case .secondsOfRun: Duration.seconds(max(at, 0)).text
    }
  }

  public var title: String {
    guard !points.isEmpty else { return "What \(subject) used is not known" }
    guard let limit else {
      return fan.last.map {
        "\(subject) used \(text(used)) and is expected to reach \(text($0.middle, digits: 2))"
          .capitalisedFirst
      }
        ?? "\(subject) used \(text(used))".capitalisedFirst
    }
    if let crossing {
      let text =
        crossing.isExpected
        ? "is expected to go over its budget of \(text(limit)) around \(moment(crossing.at))"
        : "went over its budget of \(text(limit)) \(clock == .dates ? "on" : "after") \(moment(crossing.at))"
      return "\(subject) \(text)".capitalisedFirst
    }
    let part = (used / limit * 100).text(decimals: 0)
    guard let last = fan.last else {
      return "\(subject) used \(part) % of its budget of \(text(limit))".capitalisedFirst
    }
    let isSure = last.wide.upperBound <= limit
    return
      "\(subject) used \(part) % of its budget of \(text(limit)) and is expected to stay within"
      .capitalisedFirst + (isSure ? "" : ", though not surely")
  }

  public var subtitle: String {
    let kind = "Sum of \(quantity) in \(axis.name)"
    return bands.isEmpty ? "\(kind)." : "\(kind). \(bands)"
  }

  public var alternative: String {
    guard let first = points.first, let last = points.last else {
      return "\(title). Nothing was booked."
    }
    var sentences = [
      "\(text(used)) used from \(moment(first.at)) to \(moment(last.at))"
        + (limit.map { ", \(text(max($0 - used, 0))) of \(text($0)) left." } ?? ".")
    ]
    if let last = fan.last {
      sentences.append(
        "Expected until \(moment(last.at)): \(text(last.middle, digits: 2)), \(text(last.wide.lowerBound, digits: 2)) to \(text(last.wide.upperBound, digits: 2))."
      )
    }
    return sentences.joined(separator: " ")
  }

  private var columns: [String] {
    let column = AxisUnit.column(unit)
    return ["value", "low", "high", "inner_low", "inner_high", "limit"].map { "\($0)_\(column)" }
  }

  private var timeColumn: String { clock == .dates ? "time" : "time_seconds" }

  public var table: ChartTable {
    var table = ChartTable([timeColumn, "kind"] + columns)
    func time(_ at: Double) -> String {
      clock == .dates ? Timestamp(seconds: at).description : ChartTable.cell(at)
    }
    for point in points {
      table.add(
        [time(point.at), "used"]
          + [point.value, nil, nil, nil, nil, limit].map { ChartTable.cell($0) })
    }
    for place in fan {
      let values: [Double?] = [
        place.middle, place.wide.lowerBound, place.wide.upperBound, place.narrow?.lowerBound,
        place.narrow?.upperBound, limit,
      ]
      table.add([time(place.at), "expected"] + values.map { ChartTable.cell($0) })
    }
    return table
  }

  public var plot: ChartPlot {
    let time = ChartPlot.Field(timeColumn, clock == .dates ? .time : .number)
    func band(_ low: Int, _ opacity: Double) -> ChartPlot.Layer {
      .init(
        .area,
        [
          (.x, time), (.y, .init(columns[low], .fromZero)),
          (.y2, .init(columns[low + 1], .fromZero)),
        ], style: [("opacity", .number(opacity))], rows: ("kind", ["expected"]))
    }
    return ChartPlot(
      [
        band(1, 0.2), band(3, 0.35),
        .init(
          .line,
          [
            (.x, time), (.y, .init(columns[0], .fromZero, title: quantity)),
            (.color, .init("kind", .name)),
          ]),
      ]
        + (limit == nil
          ? []
          : [
            .init(
              .line, [(.x, time), (.y, .init(columns[5], .fromZero))],
              style: [("strokeDash", .array([6, 4])), ("color", "black")])
          ]))
  }

  // MARK: Drawing

  public func draw(on sheet: inout ChartSheet) {
    guard let first = points.first, let last = points.last else {
      return sheet.nothing("Nothing was booked.")
    }
    let axis = axis
    let end = max(fan.last?.at ?? last.at, last.at)
    let time = AxisUnit("s", largest: clock == .dates ? 0 : end)
    let scale = clock == .dates ? 1 : time.size
    let top = max(
      limit ?? 0, points.map(\.value).max() ?? 0, fan.last?.wide.upperBound ?? 0)
    // A wide fan would press everything else to the ground.
    let shown = min(top, max(limit ?? 0, used, fan.last?.middle ?? 0) * 2)
    let frame = sheet.frame(
      x: .linear(
        [first.at / scale, end / scale], room: 0, numbers: clock == .dates ? .dates : .plain),
      y: .linear([0, shown / axis.size], zero: true, room: 0.06),
      xTitle: clock == .dates ? "UTC" : "time since the start, \(time.name)",
      yTitle: "sum of \(quantity), \(axis.name)", endRoom: 150)
    func place(_ at: Double, _ value: Double) -> (Double, Double) {
      (frame.x(at / scale), max(frame.y(value / axis.size), frame.top))
    }
    let start = Expected(
      at: last.at, middle: last.value, wide: last.value...last.value,
      narrow: last.value...last.value)
    let fan = self.fan.isEmpty ? [] : [start] + self.fan
    sheet.band(
      fan.map { place($0.at, $0.wide.upperBound) }, fan.map { place($0.at, $0.wide.lowerBound) },
      .first)
    let inner = fan.filter { $0.narrow != nil }
    if inner.count > 1 {
      sheet.band(
        inner.map { place($0.at, $0.narrow?.upperBound ?? $0.middle) },
        inner.map { place($0.at, $0.narrow?.lowerBound ?? $0.middle) }, .first, narrow: true)
    }
    sheet.line(fan.map { place($0.at, $0.middle) }, .first, .dashed)
    // From nothing on: a sum rises where something was booked and is level between.
    var line: [(Double, Double)] = []
    for point in points {
      if let before = line.last, clock == .dates {
        line.append((place(point.at, point.value).0, before.1))
      }
      line.append(place(point.at, point.value))
    }
    sheet.line(line, .first)
    if points.count == 1 { sheet.point(place(last.at, last.value), .first) }
    var labels: [(y: Double, text: String, ink: Ink)] = [
      fan.isEmpty
        ? (used / axis.size, "used: \(text(used))", .first)
        : (
          min(fan.last?.middle ?? 0, shown) / axis.size,
          "expected: \(text(fan.last?.middle ?? 0, digits: 2))", .first
        )
    ]
    if let limit {
      let y = frame.y(limit / axis.size)
      sheet.line([(frame.left, y), (frame.right, y)], .second, .dashed)
      labels.append((limit / axis.size, "budget: \(text(limit))", .second))
    }
    sheet.endLabels(frame, labels)
    guard !fan.isEmpty else { return }
    let (x, y) = place(last.at, last.value)
    sheet.point((x, y), .first)
    sheet.text(
      "used: \(text(used))", at: (x > 200 ? x - 7 : x + 7, x > 200 ? y - 7 : y + 16), .first,
      x > 200 ? .end : .start, bold: true, small: true, halo: true)
  }
}
