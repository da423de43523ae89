import Accounting
import Quantities

// Charts over time: power, and the hours of a week.

extension PowerChart: TerminalChart {
  public func lines(on paper: TerminalPaper) -> [String] {
    guard !isEmpty else { return ["Nothing was recorded over time."] }
    let rows = 8
    let top = max(most.power.watts, .leastNormalMagnitude)
    let label = unit.text(top, digits: 3)
    let width = max(20, paper.width - label.count - 3)
    let start = history.start
    let span = max(history.end - start, .leastNormalMagnitude)
    let columns = (0..<width).map { column -> Double? in
      let ends = [column, column + 1].map { start + Double($0) / Double(width) * span }
      var (joules, seconds) = (0.0, 0.0)
      for (index, stretch) in history.spans.enumerated() {
        let overlap = min(stretch.end, ends[1]) - max(stretch.start, ends[0])
        guard overlap > 0, let watts = total(at: index) else { continue }
        joules += watts * overlap
        seconds += overlap
      }
      return seconds > 0 ? joules / seconds : nil
    }
    var lines: [String] = []
    for row in (0..<rows).reversed() {
      let text = columns.map { watts -> String in
        guard let watts else { return row == 0 ? "?" : " " }
        return paper.block(Int((watts / top * Double(rows * 8)).rounded()) - row * 8)
      }.joined()
      let name = row == rows - 1 ? label : row == 0 ? "0" : ""
      lines.append(
        "\(paper.cell(name, label.count, right: true)) \(paper.isASCII ? "|" : "│")\(text)")
    }
    let clock = AxisUnit("s", largest: history.end)
    let (left, right) = (clock.text(start), clock.text(history.end))
    let blank = String(repeating: " ", count: label.count + 2)
    lines.append(
      blank + left
        + String(repeating: " ", count: max(1, width - left.count - right.count)) + right)
    if columns.contains(where: { $0 == nil }) { lines.append(blank + "? not known") }
    if !history.stages.isEmpty {
      lines.append("")
      for stage in history.stages.prefix(12) {
        lines.append(
          blank
            + "\(clock.text(stage.start)) to \(clock.text(stage.end)): \(stage.name)".cut(
              to: max(20, width)))
      }
    }
    return lines
  }
}

extension HeatStripChart: TerminalChart {
  public func lines(on paper: TerminalPaper) -> [String] {
    let values = hours.flatMap { $0.compactMap(\.self) }
    guard let low = values.min(), let high = values.max() else { return ["No hour has a value."] }
    func level(_ grams: Double) -> Int {
      high > low ? Int((grams - low) / (high - low) * 6.999) : 3
    }
    let blank = String(repeating: " ", count: 11)
    var lines = [
      blank
        + stride(from: 0, to: 24, by: 3).map { paper.cell("\($0 < 10 ? "0" : "")\($0)h", 6) }
        .joined()
    ]
    for (row, values) in hours.enumerated() {
      let date = paper.cell("\(weekday(row)) \(DateTicks.date(day(row)))", 10)
      lines.append(
        date + " "
          + values.map { $0.map { paper.shade(level($0)) } ?? "??" }.joined())
      guard chosen(row).contains(true) else { continue }
      // A line below, because a cell has no room for a frame.
      lines.append(blank + chosen(row).map { $0 ? (paper.isASCII ? "^^" : "▔▔") : "  " }.joined())
    }
    let scale = (0...6).map { paper.shade($0) }.joined()
    lines += ["", "\(text(low)) \(scale) \(text(high)) g CO2e/kWh"]
    return lines
  }
}
