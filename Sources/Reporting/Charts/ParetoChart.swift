public import Accounting
public import Quantities

/// Time against energy, run by run, with the line of those that none beats in both.
public struct ParetoChart: Chart {
  public struct Point: Hashable, Sendable {
    public let name: String
    public let seconds: Double
    public let energy: Estimate<Energy>
    public let evidence: Evidence
    /// Ended well; what failed beats nobody.
    public let isDone: Bool

    public init(
      _ name: String, seconds: Double, energy: Estimate<Energy>, evidence: Evidence = .metered,
      isDone: Bool = true
    ) {
      self.name = name.label
      self.seconds = seconds
      self.energy = energy
      self.evidence = evidence
      self.isDone = isDone
    }
  }

  private let subject: String
  private let points: [Point]
  /// Those that no other run beats in time and energy, the fastest first.
  let front: [Point]

  public init(subject: String, points: [Point]) {
    self.subject = subject.label
    self.points = points.filter {
      $0.seconds > 0 && $0.seconds.isFinite && $0.energy.value.joules > 0
        && $0.energy.high.joules.isFinite
    }
    front = Self.front(self.points.filter(\.isDone))
  }

  /// Runs of a statement in which something was measured or modelled.
  public init(_ statement: Statement) {
    self.init(
      subject: statement.subject,
      points: statement.runs.filter { $0.amounts.devices > 0 }.map { row in
        Point(
          row.entry.run.name, seconds: row.amounts.seconds, energy: row.amounts.energy,
          evidence: row.amounts.byEvidence.keys.max() ?? .assumed,
          isDone: RunSummary.Ending(row.entry.run) == .done)
      })
  }

  private static func front(_ points: [Point]) -> [Point] {
    let sorted = points.sorted {
      ($0.seconds, $0.energy.value, $0.name) < ($1.seconds, $1.energy.value, $1.name)
    }
    var best = Energy.joules(.infinity)
    return sorted.filter { point in
      guard point.energy.value < best else { return false }
      best = point.energy.value
      return true
    }
  }

  public let name = "pareto"

  // MARK: Words

  public var title: String {
    guard let fastest = front.first, let leanest = front.last else {
      return points.isEmpty
        ? "Time and energy of \(subject) are not known" : "No run of \(subject) ended well"
    }
    guard points.count > 1 else {
      return "\(fastest.name) took \(fastest.energy.text) in \(time(fastest))"
    }
    if front.count == 1 {
      return
        "\(fastest.name) is the fastest of \(points.count) runs and takes the least energy"
    }
    let saved = (1 - leanest.energy.value / fastest.energy.value) * 100
    let slower = leanest.seconds / fastest.seconds
    return
      "\(front.count) of \(points.count) runs are beaten by none; the leanest takes \(saved.text(decimals: 0)) % less energy and \(slower.text(significant: 2)) times the time of the fastest"
  }

  private func time(_ point: Point) -> String { Duration.seconds(point.seconds).text }

  public var subtitle: String {
    "IT energy in \(unit.name) by time in \(clock.name), each point a run of \(subject)."
      + (points.contains { !$0.isDone } ? " Crosses: runs that did not end well." : "")
  }

  public var alternative: String {
    guard !points.isEmpty else { return "\(title). There is no run to show." }
    let names = front.prefix(6).map { "\($0.name) (\($0.energy.text), \(time($0)))" }
    let failed = points.filter { !$0.isDone }.count
    return "\(points.count) run\(points.count == 1 ? "" : "s"). Beaten by none: "
      + (names.isEmpty ? "none" : names.joined(separator: ", "))
      + (front.count > 6 ? " and \(front.count - 6) more." : ".")
      + (failed > 0 ? " \(failed) did not end well." : "")
  }

  public var table: ChartTable {
    var table = ChartTable([
      "name", "time_seconds", "energy_joules", "low_joules", "high_joules", "evidence", "ended",
      "beaten_by_none",
    ])
    let best = Set(front)
    for point in points {
      table.add([
        point.name, ChartTable.cell(point.seconds), ChartTable.cell(point.energy.value.joules),
        ChartTable.cell(point.energy.low.joules), ChartTable.cell(point.energy.high.joules),
        point.evidence.rawValue, point.isDone ? "well" : "not well",
        best.contains(point) ? "yes" : "no",
      ])
    }
    return table
  }

  public var plot: ChartPlot {
    let time = ChartPlot.Field("time_seconds", isWide ? .ratio : .fromZero, title: "time, s")
    let energy = ChartPlot.Field(
      "energy_joules", isWide ? .ratio : .fromZero, title: "IT energy, J")
    return ChartPlot([
      .init(
        .line, [(.x, time), (.y, energy)],
        style: [("interpolate", "step-after")], rows: ("beaten_by_none", ["yes"])),
      .init(
        .point,
        [
          (.x, time), (.y, energy), (.color, .init("beaten_by_none", .name)),
          (.shape, .init("ended", .name)),
        ]),
    ])
  }

  // MARK: Drawing

  private var unit: AxisUnit {
    AxisUnit("J", largest: points.map(\.energy.value.joules).max() ?? 0)
  }
  private var clock: AxisUnit { AxisUnit("s", largest: points.map(\.seconds).max() ?? 0) }

  /// Over more than a factor of twenty, the small ones would all lie in one corner.
  private var isWide: Bool {
    func ratio(_ values: [Double]) -> Double { (values.max() ?? 1) / (values.min() ?? 1) }
    return ratio(points.map(\.seconds)) > 20 || ratio(points.map(\.energy.value.joules)) > 20
  }

  public func draw(on sheet: inout ChartSheet) {
    guard !points.isEmpty else { return sheet.nothing("There is no run to show.") }
    let (unit, clock) = (unit, clock)
    func scale(_ values: [Double]) -> Scale {
      isWide ? .logarithmic(values, room: 0.08) : .linear(values + [0], zero: true, room: 0.08)
    }
    let note = isWide ? ", logarithmic" : ""
    let frame = sheet.frame(
      x: scale(points.map { $0.seconds / clock.size }),
      y: scale(points.map { $0.energy.value.joules / unit.size }),
      xTitle: "time of the run, \(clock.name)\(note)",
      yTitle: "IT energy, \(unit.name)\(note)", endRoom: 30)
    func place(_ point: Point) -> (Double, Double) {
      frame.place(point.seconds / clock.size, point.energy.value.joules / unit.size)
    }
    let best = Set(front)
    let size = points.count > 300 ? 2.0 : points.count > 80 ? 3 : 4
    for point in points where !best.contains(point) {
      sheet.point(place(point), .faint, point.isDone ? .ring : .cross, size: size)
      sheet.cover(place(point), reach: size)
    }
    sheet.line(stairs(front.map(place), frame), .first)
    for point in front {
      sheet.point(place(point), .first, size: 5)
      sheet.cover(place(point), reach: 5)
    }
    for point in front.prefix(24) {
      sheet.pointLabel(frame, place(point), point.name.cut(to: 28), .first, bold: true)
    }
  }

  /// Between two of the front nothing is better than the corner above the slower one.
  private func stairs(_ places: [(Double, Double)], _ frame: Frame) -> [(Double, Double)] {
    guard let first = places.first, let last = places.last else { return [] }
    var line = [(first.0, frame.top), first]
    for (one, next) in zip(places, places.dropFirst()) { line += [(next.0, one.1), next] }
    return line + [(frame.right, last.1)]
  }
}
