public import Quantities
import RealModule

/// How the energy of a request, or of another unit of work, is spread.
public struct HistogramChart: Chart {
  /// Energy per unit, and how many units had it.
  public struct Sample: Hashable, Sendable {
    public let energy: Energy
    public let count: Double

    public init(_ energy: Energy, count: Double = 1) {
      self.energy = energy
      self.count = count
    }
  }

  private let subject: String
  private let what: String
  /// The smallest first.
  private let samples: [Sample]

  /// - Parameter what: the unit of work in the singular: `request`, `token`.
  public init(subject: String, what: String, samples: [Sample]) {
    self.subject = subject.label
    self.what = what.cut(to: 30).printable
    self.samples = samples.filter {
      $0.energy.joules.isFinite && $0.count > 0 && $0.count.isFinite
    }.sorted { $0.energy < $1.energy }
  }

  public let name = "histogram"

  // MARK: Words

  private var count: Double { samples.map(\.count).reduce(0, +) }

  /// The energy that this part of all units does not exceed.
  func quantile(_ part: Double) -> Energy {
    let wanted = part * count
    var sum = 0.0
    for sample in samples {
      sum += sample.count
      if sum >= wanted { return sample.energy }
    }
    return samples.last?.energy ?? .zero
  }

  private func text(_ energy: Energy) -> String { unit.text(energy.joules) }

  public var title: String {
    guard !samples.isEmpty else { return "The energy of a \(what) in \(subject) is not known" }
    let (half, most) = (quantile(0.5), quantile(0.95))
    guard samples.count > 1, most > half else {
      return "A \(what) in \(subject) takes \(text(half))"
    }
    return
      "Half of the \(what)s in \(subject) take \(text(half)) or less, one in twenty more than \(text(most))"
  }

  public var subtitle: String {
    "IT energy of a \(what) in \(unit.name), over \(AxisText.grouped(count.text(decimals: 0))) \(what)s, "
      + "each span of them at its mean."
  }

  public var alternative: String {
    guard !samples.isEmpty else { return "\(title). No \(what) was counted." }
    let mean = samples.map { $0.energy.joules * $0.count }.reduce(0, +) / count
    return
      "Mean \(unit.text(mean)), median \(text(quantile(0.5))), 5 % to 95 %: \(text(quantile(0.05))) to \(text(quantile(0.95))), most \(text(samples.last?.energy ?? .zero))."
  }

  struct Bin: Hashable {
    let low: Double
    let high: Double
    var count: Double
  }

  /// Width of bins by the rule of Freedman and Diaconis 1981, 2·IQR·n^(−1/3), to a round number; 8 to 40 bins.
  var bins: [Bin] {
    guard let least = samples.first?.energy.joules, let most = samples.last?.energy.joules else {
      return []
    }
    guard most - least > abs(most) * 1e-9 else {
      let half = max(abs(least) * 0.05, .leastNormalMagnitude)
      return [Bin(low: least - half, high: least + half, count: count)]
    }
    let spread = quantile(0.75).joules - quantile(0.25).joules
    let wanted = 2 * spread / Double.pow(Double(samples.count), 1.0 / 3)
    let span = most - least
    let rough = min(max(wanted, span / 40), span / 8)
    let power = Double.exp10(Double.log10(rough).rounded(.down))
    let step = [1, 2, 2.5, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999 } ?? 10 * power
    let first = (least / step).rounded(.down)
    let number = max(1, Int((most / step).rounded(.down) - first) + 1)
    var bins = (0..<number).map {
      Bin(low: (first + Double($0)) * step, high: (first + Double($0) + 1) * step, count: 0)
    }
    for sample in samples {
      let place = Int((sample.energy.joules / step).rounded(.down) - first)
      bins[min(max(place, 0), number - 1)].count += sample.count
    }
    return bins
  }

  public var table: ChartTable {
    var table = ChartTable(["low_joules", "high_joules", "count"])
    for bin in bins {
      table.add(
        [bin.low, bin.high].map { ChartTable.cell($0.rounded(significant: 9)) } + [
          ChartTable.cell(bin.count)
        ])
    }
    return table
  }

  public var plot: ChartPlot {
    ChartPlot([
      .init(
        .bar,
        [
          (.x, .init("low_joules", .binned, title: "energy of a \(what), J")),
          (.x2, .init("high_joules", .number)), (.y, .init("count", .fromZero, title: "\(what)s")),
        ])
    ])
  }

  // MARK: Drawing

  private var unit: AxisUnit {
    AxisUnit("J", largest: samples.map { abs($0.energy.joules) }.max() ?? 0)
  }

  public func draw(on sheet: inout ChartSheet) {
    let bins = bins
    guard let first = bins.first, let last = bins.last else {
      return sheet.nothing("No \(what) was counted.")
    }
    let unit = unit
    let frame = sheet.frame(
      x: .linear([first.low, last.high].map { $0 / unit.size }, room: 0.02),
      y: .linear([0] + bins.map(\.count), zero: true, room: 0.12),
      xTitle: "energy of a \(what), \(unit.name)", yTitle: "\(what)s", endRoom: 30)
    for bin in bins where bin.count > 0 {
      let (left, right) = (frame.x(bin.low / unit.size), frame.x(bin.high / unit.size))
      sheet.bar(
        x: left, y: frame.y(0), width: max(right - left - 1, 0.5),
        height: frame.y(bin.count) - frame.y(0), .first)
    }
    guard samples.count > 1 else { return }
    mark(quantile(0.5), "half below", on: &sheet, frame, row: 0)
    mark(quantile(0.95), "95 % below", on: &sheet, frame, row: 1)
  }

  private func mark(
    _ energy: Energy, _ words: String, on sheet: inout ChartSheet, _ frame: Frame, row: Int
  ) {
    let x = frame.x(energy.joules / unit.size)
    let y = frame.top + 8 + Double(row) * 15
    sheet.line([(x, y - 8), (x, frame.bottom)], .second, row == 0 ? .solid : .dashed)
    let isLeft = x < (frame.left + frame.right) * 0.6
    sheet.text(
      "\(words) \(text(energy))", at: (isLeft ? x + 5 : x - 5, y + 1), .second,
      isLeft ? .start : .end, bold: true, small: true, halo: true)
  }
}
