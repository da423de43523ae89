public import Accounting
import Quantities
import RealModule

/// A trend over its points, with the band that the line lies in and the fits it is set beside.
public struct GrowthChart: Chart {
  private let report: GrowthReport

  public init(_ report: GrowthReport) { self.report = report }

  public var name: String { "growth" }
  public var title: String { report.findingTitle }
  public var height: Double { 470 }

  public var subtitle: String {
    let others = report.findings.others.count
    return
      "\(report.subject)\(report.unit.isEmpty ? "" : " in \(report.unit)"), \(report.findings.estimate.points) points"
      + (others > 0
        ? " (\(report.findings.estimate.selection) of \(report.findings.estimate.points + others); the rest as rings)"
        : "")
      + ", least squares on the logarithm. Dark band: 95 % of the line; light band: of one more point. "
      + report.source + "."
  }

  public var alternative: String {
    report.finding + " " + report.basis + " " + report.breakLine
  }

  public var table: ChartTable {
    var table = ChartTable([
      "name", "date", "amount", "chosen", "trend", "trend_low", "trend_high",
    ])
    let line = report.findings.estimate.doubling.line
    let chosen = report.findings.points.map { ($0, true) }
    for (point, isChosen) in chosen + report.findings.others.map({ ($0, false) }) {
      let (value, reach) = (line.value(at: point.year), line.lineReach(at: point.year))
      table.add([
        point.name, point.day, ChartTable.cell(point.amount), isChosen ? "yes" : "no",
        ChartTable.cell(Double.exp2(value)), ChartTable.cell(Double.exp2(value - reach)),
        ChartTable.cell(Double.exp2(value + reach)),
      ])
    }
    return table
  }

  public var plot: ChartPlot {
    let date = ChartPlot.Field("date", .time)
    return ChartPlot([
      .init(
        .area,
        [(.x, date), (.y, .init("trend_low", .ratio)), (.y2, .init("trend_high", .ratio))],
        style: [("opacity", .number(0.2))]),
      .init(.line, [(.x, date), (.y, .init("trend", .ratio))]),
      .init(
        .point,
        [
          (.x, date), (.y, .init("amount", .ratio, title: report.subject)),
          (.color, .init("chosen", .name)),
        ]),
    ])
  }

  // MARK: Drawing

  /// A line with its name and how long it doubles.
  private struct Course {
    let estimate: GrowthEstimate
    let label: String
    let ink: Ink
    let stroke: Stroke
  }

  public func draw(on sheet: inout ChartSheet) {
    let findings = report.findings
    let all = findings.points + findings.others
    let frame = sheet.frame(
      x: years(all.map(\.year)),
      y: .logarithmic(all.map(\.amount), room: 0.06), xTitle: "",
      yTitle:
        "\(report.subject), \(report.unit.isEmpty ? "unit not stated" : report.unit), logarithmic",
      endRoom: 224)
    band(on: &sheet, frame)
    for point in findings.others {
      sheet.point(frame.place(point.year, point.amount), .faint, .ring, size: 2.5)
    }
    let courses = courses
    for course in courses.reversed() { draw(course, on: &sheet, frame) }
    let size = findings.points.count > 80 ? 2.5 : 4.0
    for point in findings.points {
      let place = frame.place(point.year, point.amount)
      sheet.point(place, .first, size: size)
      sheet.cover(place, reach: size)
    }
    // The margin belongs to the names of lines.
    sheet.labels.take(
      .init(left: frame.right, top: 0, right: ChartSheet.width, bottom: frame.bottom))
    for point in named(findings) {
      sheet.pointLabel(frame, frame.place(point.year, point.amount), point.name.cut(to: 28))
    }
    sheet.endLabels(
      frame,
      courses.map { course in
        (
          y: Double.exp2(course.estimate.doubling.line.value(at: frame.x.high)),
          text: course.label, ink: course.ink
        )
      }, bold: false)
  }

  private func years(_ values: [Double]) -> Scale {
    var scale = Scale.linear(values, room: 0.03)
    scale.numbers = .years
    return scale
  }

  private func band(on sheet: inout ChartSheet, _ frame: Frame) {
    let line = report.findings.estimate.doubling.line
    let xs = frame.x.steps(60)
    func ends(_ x: Double, _ reach: Double) -> (low: Double, high: Double) {
      let value = line.value(at: x)
      return (Double.exp2(value - reach), Double.exp2(value + reach))
    }
    sheet.band(frame, xs, .first) { ends($0, line.pointReach(at: $0)) }
    sheet.band(frame, xs, .first, narrow: true) { ends($0, line.lineReach(at: $0)) }
  }

  private func draw(_ course: Course, on sheet: inout ChartSheet, _ frame: Frame) {
    let line = course.estimate.doubling.line
    let isMain = course.ink == .first
    // Beyond its own points a fit is only a thin line towards its name.
    let (first, last) = (year(course.estimate.first), year(course.estimate.last))
    let xs = frame.x.steps(80, from: max(first, frame.x.low), to: min(last, frame.x.high))
    sheet.curve(frame, xs, course.ink, course.stroke, thin: !isMain) {
      Double.exp2(line.value(at: $0))
    }
    let rest = frame.x.steps(20, from: min(last, frame.x.high), to: frame.x.high)
    sheet.curve(frame, rest, course.ink, .dotted, thin: true) { Double.exp2(line.value(at: $0)) }
  }

  private func year(_ moment: Timestamp) -> Double { GrowthPoint("", moment, 1).year }

  /// The trend itself, then those beside it: rivals, or the other rules, and both sides of a break.
  private var courses: [Course] {
    let main = report.findings.estimate
    var beside = report.rivals.filter(\.isComparable).compactMap { rival in
      rival.estimate.map {
        (rival.label.hasPrefix("same, ") ? String(rival.label.dropFirst(6)) : rival.label, $0)
      }
    }
    if beside.isEmpty { beside = report.findings.rules.map { ($0.selection, $0) } }
    beside = beside.filter {
      $0.1.points != main.points
        || abs($0.1.doubling.line.slope / main.doubling.line.slope - 1) > 1e-9
    }
    var courses = [
      Course(estimate: main, label: "\(name(main)) (this fit)", ink: .first, stroke: .solid)
    ]
    for (index, (label, estimate)) in beside.prefix(4).enumerated() {
      courses.append(
        Course(
          estimate: estimate, label: "\(name(estimate)), \(label)", ink: .series(index + 1),
          stroke: index % 2 == 0 ? .dashed : .dotted))
    }
    return courses
  }

  /// `3.4 months`, `halves in 8.1 months`, `no sure growth`.
  private func name(_ estimate: GrowthEstimate) -> String {
    let best = estimate.months.best.text(significant: 2)
    return switch estimate.verdict {
    case .growth: "\(best) months"
    case .decline: "halves in \(best) months"
    case .notSignificant: "no sure growth"
    }
  }

  /// Points that are named: all of few, else those that sway the trend and the newest of the largest.
  private func named(_ findings: GrowthFindings) -> [GrowthPoint] {
    guard findings.points.count > 24 else { return findings.points }
    let swaying = Set(findings.influences.map(\.name))
    let largest = findings.points.sorted { $0.amount > $1.amount }.prefix(3)
    return findings.points.filter { swaying.contains($0.name) } + largest
  }
}
