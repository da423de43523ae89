import Accounting
import Quantities

/// Quality against what was used: the points, the curves through them, the band of the chosen one, and what the next step costs.
public struct ReturnsChart: Chart {
  public let name = "returns"
  private let report: ReturnsReport

  public init(_ report: ReturnsReport) { self.report = report }

  private var findings: ReturnsFindings { report.findings }
  private var unit: String { report.unit(findings.measure) }
  /// The curve that is drawn with its band: the chosen one, else the one that Akaike's criterion puts first.
  private var main: ReturnsFit? {
    findings.chosen
      ?? findings.fits.min { ($0.criterion ?? .infinity) < ($1.criterion ?? .infinity) }
  }

  public var title: String { report.headline }

  public var subtitle: String {
    let quality = findings.quality
    return "\(report.title): \(quality.name)\(quality.unit.isEmpty ? "" : ", \(quality.unit),") by "
      + "\(findings.measure.rawValue), \(unit); \(findings.points.count) points"
      + (main == nil ? "" : "; band: one more point, 95 %")
  }

  private var verdict: String {
    switch findings.verdict {
    case .form(let form): "The points speak for \(form.name). Dotted: beyond the data. "
    case .cannotTell: "The points do not tell which curve holds. Dotted: beyond the data. "
    case .noCurve: "Too few points for a curve. "
    }
  }

  public var alternative: String {
    var sentences = [title.asSentence, report.verdictText]
    if let main { sentences.append(nextSentence(main)) }
    if let first = findings.points.first, let last = findings.points.last {
      sentences.append(
        "\(findings.quality.name.capitalisedFirst) goes from \(first.quality.value.shortText()) (\(first.name)) "
          + "to \(last.quality.value.shortText()) (\(last.name)).")
    }
    return sentences.joined(separator: " ")
  }

  public var table: ChartTable {
    let measures = report.measures
    var table = ChartTable(
      ["point"] + measures.map { "\($0.rawValue)_\(report.unit($0).lowercased())" }
        + ["quality", "gain", "gain_per_unit", "price_of_step", "beaten_by_none"])
    for (index, point) in findings.points.enumerated() {
      let step = index > 0 ? findings.steps[index - 1] : nil
      table.add(
        [point.name] + measures.map { ChartTable.cell(point.amounts[$0]?.value) } + [
          ChartTable.cell(point.quality.value), ChartTable.cell(step?.gain.value),
          ChartTable.cell(step?.marginal(findings.measure)?.value),
          ChartTable.cell(step?.price(of: findings.quality.step, in: findings.measure)?.value),
          findings.front.contains(point.name) ? "yes" : "no",
        ])
    }
    return table
  }

  public var plot: ChartPlot {
    let column = "\(findings.measure.rawValue)_\(unit.lowercased())"
    return ChartPlot([
      .init(
        .point,
        [
          (.x, .init(column, .ratio)),
          (.y, .init("quality", .number, title: findings.quality.name)),
          (.color, .init("beaten_by_none", .name)),
        ])
    ])
  }

  private func nextSentence(_ fit: ReturnsFit) -> String {
    "Next \(report.stepText) by \(fit.form.name): \(report.nextText(fit, unit))."
  }

  public func draw(on sheet: inout ChartSheet) {
    let points = findings.points.compactMap { point in
      point.amounts[findings.measure].map { (x: $0.value, point: point) }
    }
    let drawn = points.filter { $0.x > 0 }
    let curve = main?.curve ?? []
    // A band that is many times the data would hide them.
    let values = drawn.map(\.point.quality.value)
    let seen = (values.max() ?? 1) - (values.min() ?? 0)
    let room = (values.min() ?? 0) - seen / 2...(values.max() ?? 1) + seen / 2
    let heights =
      values
      + curve.flatMap { [$0.low, $0.high, $0.value] }.map {
        min(max($0, room.lowerBound), room.upperBound)
      }
    let frame = sheet.frame(
      x: .logarithmic(drawn.map(\.x) + curve.map(\.x)), y: .linear(heights),
      xTitle: "\(findings.measure.rawValue), \(unit)",
      yTitle: findings.quality.name
        + (findings.quality.unit.isEmpty ? "" : ", \(findings.quality.unit)"),
      endRoom: 142, foot: 36)
    drawCurves(frame, on: &sheet)
    // The names of the curves stand there.
    sheet.labels.take(
      .init(left: frame.right, top: 0, right: ChartSheet.width, bottom: sheet.height))
    for item in drawn { sheet.cover(frame.place(item.x, item.point.quality.value)) }
    for item in drawn {
      let isFront = findings.front.contains(item.point.name)
      sheet.point(
        frame.place(item.x, item.point.quality.value), .text, isFront ? .circle : .ring,
        size: drawn.count > 200 ? 2 : 4)
    }
    let next = nextStep(frame)
    if let next { sheet.cover(next.place, reach: 7) }
    // Its price comes before the names of points, where room is short.
    if let next {
      sheet.point(next.place, .first, .cross, size: 5)
      sheet.pointLabel(frame, next.place, next.text, .first, bold: true)
    }
    // With many points only the ends of the front are named, and the run that was worth it.
    let worth = findings.lastWorth?.point
    let named =
      drawn.count <= 12
      ? drawn.map(\.point.name)
      : [findings.front.first, findings.front.last, worth].compactMap(\.self)
    for item in drawn where named.contains(item.point.name) {
      let isWorth = item.point.name == worth
      sheet.pointLabel(
        frame, frame.place(item.x, item.point.quality.value),
        item.point.name + (isWorth ? ": the last worth its price" : ""), bold: isWorth)
    }
    let front = findings.front.count < findings.points.count ? "Filled: beaten by none." : ""
    sheet.text(verdict + front, at: (16, sheet.height - 27), .faint, small: true)
    if let main {
      sheet.text(nextSentence(main), at: (16, sheet.height - 12), .faint, small: true)
    }
  }

  private func drawCurves(_ frame: Frame, on sheet: inout ChartSheet) {
    var labels: [(y: Double, text: String, ink: Ink)] = []
    let others = findings.fits.map(\.form).filter { $0 != main?.form }
    for fit in findings.fits {
      let isMain = fit.form == main?.form
      let ink: Ink = isMain ? .first : .series(1 + (others.firstIndex(of: fit.form) ?? 0))
      if isMain {
        let band = fit.curve
        sheet.band(
          band.map { frame.place($0.x, frame.clamped($0.high)) },
          band.map { frame.place($0.x, frame.clamped($0.low)) }, ink)
      }
      let within = fit.curve.filter { frame.holds($0.x, $0.value) }
      let inside = within.filter { !$0.isBeyondTheData }
      let beyond = within.drop { !$0.isBeyondTheData }
      sheet.line(inside.map { frame.place($0.x, $0.value) }, ink, isMain ? .solid : .dashed)
      sheet.line(
        (inside.suffix(1) + beyond).map { frame.place($0.x, $0.value) }, ink, .dotted)
      if let last = within.last { labels.append((last.value, label(fit.form), ink)) }
    }
    sheet.endLabels(frame, labels)
  }

  private func label(_ form: ReturnsForm) -> String {
    switch form {
    case .logarithmic: "logarithm"
    case .power: "power of the error"
    case .saturating: "with a limit"
    }
  }

  /// Where the main curve has gained one more step, if that is in the picture, and what it takes.
  private func nextStep(_ frame: Frame) -> (place: (Double, Double), text: String)? {
    guard let main, case .costs(let price, _) = main.nextStep,
      let last = main.curve.last(where: { !$0.isBeyondTheData })
    else { return nil }
    let x = last.x + price.value
    let y = last.value + findings.quality.gain(findings.quality.step)
    guard frame.holds(x, y) else { return nil }
    return (
      frame.place(x, y),
      "next \(report.stepText): \(price.value.shortText(digits: 2)) \(unit) more"
    )
  }
}

extension Frame {
  /// The value, or the nearest on the axis.
  func clamped(_ value: Double) -> Double { min(max(value, y.low), y.high) }
}
