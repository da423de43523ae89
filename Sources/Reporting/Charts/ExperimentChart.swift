public import Accounting
import Quantities

/// What each run of an experiment took, the largest first: those that did not end well by texture, the published one by name.
public struct ExperimentChart: Chart {
  private let report: ExperimentReport
  private let trials: [ExperimentReport.Trial]

  public init(_ report: ExperimentReport) {
    self.report = report
    trials = report.energies.filter { $0.energy.joules.isFinite }
  }

  /// More bars than this would be finer than a screen shows; then each stands for several runs.
  static let mostBars = 160

  public let name = "experiment"

  public var title: String {
    let total = report.whole
    let runs = total.runs == 1 ? "1 run" : "\(grouped(total.runs)) runs"
    if let ratio = report.ratio, total.runs > 1 {
      return
        "\(runs) took \(ExperimentText.grouped(ratio)) times the device time of the one published"
    }
    guard total.unsuccessful > 0, total.energy.value.joules > 0 else {
      return "\(runs) took \(total.energy.text)"
    }
    let part = total.lost / total.energy.value * 100
    return
      "\(part.text(significant: 2)) % of the energy of \(runs) went into runs that did not end well"
  }

  public var subtitle: String {
    var parts = ["IT energy of each run in \(unit.name), the largest first, \(report.title)"]
    if let from = report.whole.from, let to = report.whole.to {
      parts.append(day(from) == day(to) ? day(from) : "\(day(from)) to \(day(to))")
    }
    if report.whole.nested > 0 {
      parts.append("energy of runs within others counts at the inner one")
    }
    return parts.joined(separator: "; ") + "."
  }

  public var alternative: String {
    let total = report.whole
    var sentences = [
      "\(grouped(total.runs)) runs took \(total.energy.text), the largest \(trials.first?.energy.text() ?? "nothing").",
      "\(grouped(total.unsuccessful)) of them did not end well and took \(total.lost.text()).",
    ]
    if let published = trials.first(where: \.isPublished) {
      sentences.append("The published one took \(published.energy.text()).")
    }
    return sentences.joined(separator: " ")
  }

  public var table: ChartTable {
    var table = ChartTable(["rank", "energy_joules", "device_seconds", "ending", "published"])
    for (index, trial) in trials.enumerated() {
      table.add([
        "\(index + 1)", ChartTable.cell(trial.energy.joules),
        ChartTable.cell(trial.deviceSeconds), ExperimentText.word(trial.ending),
        trial.isPublished ? "yes" : "no",
      ])
    }
    return table
  }

  public var plot: ChartPlot {
    ChartPlot([
      .init(
        .bar,
        [
          (.x, .init("rank", .number)),
          (.y, .init("energy_joules", .fromZero, title: "IT energy, J")),
          (.color, .init("ending", .name)), (.opacity, .init("published", .name)),
        ])
    ])
  }

  // MARK: Drawing

  private var runsPerBar: Int { max(1, (trials.count + Self.mostBars - 1) / Self.mostBars) }

  /// One bar: the mean of its runs, and how much of that ended well.
  private struct Bar {
    let height: Double
    let well: Double
    let isPublished: Bool
  }

  private func bars(_ scale: Double) -> [Bar] {
    stride(from: 0, to: trials.count, by: runsPerBar).map { start in
      let part = trials[start..<min(start + runsPerBar, trials.count)]
      let count = Double(part.count)
      let well = part.filter { $0.ending == .done }.map(\.energy.joules).reduce(0, +)
      return Bar(
        height: part.map(\.energy.joules).reduce(0, +) / scale / count,
        well: well / scale / count, isPublished: part.contains(where: \.isPublished))
    }
  }

  public func draw(on sheet: inout ChartSheet) {
    let unit = unit
    let bars = bars(unit.joules)
    let most = bars.map(\.height).max() ?? 0
    // The published run's name stands over its bar, which may be as high as any.
    let isCrowded = bars.contains { $0.isPublished && $0.height > 0.85 * most }
    let frame = sheet.frame(
      x: .linear([0, Double(max(trials.count, 1))], room: 0),
      y: .linear([0, isCrowded ? 1.25 * most : most], zero: true),
      xTitle: runsPerBar > 1
        ? "runs, by energy; each bar is the mean of \(grouped(runsPerBar))" : "runs, by energy",
      yTitle: "energy of a run, \(unit.name)", foot: 24)
    for (index, bar) in bars.enumerated() {
      let start = Double(index * runsPerBar)
      let end = min(start + Double(runsPerBar), Double(trials.count))
      let (left, right) = (frame.x(start), frame.x(end))
      let gap = right - left > 4 ? 1.0 : right - left > 2 ? 0.4 : 0
      let ink: Ink = bar.isPublished ? .second : .first
      let base = frame.y(0)
      let (well, top) = (frame.y(bar.well), frame.y(bar.height))
      sheet.bar(x: left, y: base, width: right - left - gap, height: well - base, ink)
      // Over what ended well, and by texture, because colour alone is not seen by all.
      if bar.height > bar.well {
        sheet.bar(
          x: left, y: well, width: right - left - gap, height: top - well, ink,
          evidence: .assumed)
      }
    }
    mark(on: &sheet, frame, bars)
    key(on: &sheet, frame)
  }

  /// The published run stands under its name, wherever its rank is.
  private func mark(on sheet: inout ChartSheet, _ frame: Frame, _ bars: [Bar]) {
    guard let index = trials.firstIndex(where: \.isPublished),
      let bar = bars.indices.contains(index / runsPerBar) ? bars[index / runsPerBar] : nil
    else { return }
    let x = frame.x(Double(index) + 0.5)
    let top = frame.y(bar.height)
    let label = max(frame.top + 14, top - 46)
    sheet.line([(x, top - 3), (x, label + 5)], .second, thin: true)
    let isLeft = x < (frame.left + frame.right) / 2
    sheet.text(
      "published: \(trials[index].energy.text()), rank \(grouped(index + 1)) of \(grouped(trials.count))",
      at: (isLeft ? x - 3 : x + 3, label), .second, isLeft ? .start : .end, bold: true, halo: true)
  }

  private func key(on sheet: inout ChartSheet, _ frame: Frame) {
    guard trials.contains(where: { $0.ending != .done }) else { return }
    let y = frame.bottom + 44
    sheet.bar(x: frame.left, y: y - 10, width: 22, height: 12, .first)
    sheet.text("ended with exit code 0", at: (frame.left + 28, y), .faint, small: true)
    let next = frame.left + 190
    sheet.bar(x: next, y: y - 10, width: 22, height: 12, .first, evidence: .assumed)
    sheet.text(
      "failed, killed or of unknown end", at: (next + 28, y), .faint, small: true)
  }

  // MARK: Words

  /// The unit in which the largest run is one or more.
  private var unit: (name: String, joules: Double) {
    let most = trials.first?.energy.joules ?? 0
    return switch most {
    case 3.6e12...: ("GWh", 3.6e12)
    case 3.6e9...: ("MWh", 3.6e9)
    case 3.6e6...: ("kWh", 3.6e6)
    case 3600...: ("Wh", 3600)
    case _: ("J", 1)
    }
  }

  private func grouped(_ count: Int) -> String { ExperimentText.grouped(Double(count)) }

  private func day(_ moment: Timestamp) -> String { String(moment.description.prefix(10)) }
}
