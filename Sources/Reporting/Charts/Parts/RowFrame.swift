import Accounting

/// Rows with a name each, over one axis.
struct RowFrame: Sendable {
  let x: Scale
  let left: Double
  let right: Double
  let top: Double
  let rowHeight: Double
  let rows: Int

  var bottom: Double { top + Double(rows) * rowHeight }

  /// The middle of a row.
  func y(_ row: Int) -> Double { top + (Double(row) + 0.5) * rowHeight }
}

extension ChartSheet {
  /// Height of a picture with so many rows, its title, axis and key.
  static func height(of chart: some Chart, rows: Int, rowHeight: Double, foot: Double = 0) -> Double
  {
    top(chart.title, chart.subtitle) + 12 + Double(max(rows, 2)) * rowHeight + 66 + foot
  }

  /// Draws names on the left and the axis below.
  /// - Parameter endRoom: free on the right, for values.
  mutating func rowFrame(
    _ names: [String], x: Scale, xTitle: String, rowHeight: Double = 24, endRoom: Double = 110
  ) -> RowFrame {
    var x = x
    let widest = names.map { TextWidth.of($0) }.max() ?? 0
    let left = 16 + min(widest, 190) + 10
    let right = Self.width - endRoom
    (x.from, x.to) = (left, right)
    let frame = RowFrame(
      x: x, left: left, right: right, top: top + 12, rowHeight: rowHeight, rows: names.count)
    var last = -Double.infinity
    for tick in x.ticks(about: 6) {
      let (place, half) = (x(tick.value), TextWidth.of(tick.text) / 2)
      rule((place, frame.top), (place, frame.bottom))
      guard place - half > last + 6 else { continue }
      last = place + half
      text(tick.text, at: (place, frame.bottom + 17), .faint, .middle)
    }
    rule((left, frame.bottom), (right, frame.bottom), axis: true)
    text(xTitle, at: (right, frame.bottom + 33), .faint, .end, small: true)
    for (row, name) in names.enumerated() {
      text(
        TextWidth.cut(name, width: 190), at: (left - 8, frame.y(row) + 4), .text, .end)
    }
    return frame
  }

  /// What the textures mean, for the evidence that is there, from left to right.
  mutating func evidenceKey(_ evidence: Set<Evidence>, hasMissing: Bool = false, y: Double) {
    var x = 16.0
    for kind in Evidence.allCases where evidence.contains(kind) {
      bar(x: x, y: y - 10, width: 22, height: 12, .faint, evidence: kind)
      text(kind.rawValue, at: (x + 28, y), .faint, small: true)
      x += 28 + TextWidth.of(kind.rawValue, size: 11) + 18
    }
    guard hasMissing else { return }
    missing(x: x, y: y - 10, width: 22, height: 12)
    text("not known", at: (x + 28, y), .faint, small: true)
  }
}

extension Component {
  /// One colour for a component in all charts.
  var ink: Ink {
    switch self {
    case .cpu: .first
    case .gpu: .second
    case .memory: .third
    case .system: .fourth
    case .other: .fifth
    }
  }
}
