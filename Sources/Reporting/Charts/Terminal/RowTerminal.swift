import Accounting

// Charts of rows: a name, a bar, a value.

/// Rows with bars on one scale.
struct TerminalRows {
  struct Row {
    let name: String
    /// Ends of the bar.
    let from: Double
    let to: Double
    let text: String
    /// A range that is marked on the row.
    var range: (low: Double, high: Double)?
    /// A mark instead of a bar.
    var isDot = false
  }

  let rows: [Row]
  let paper: TerminalPaper

  var lines: [String] {
    let nameWidth = min(rows.map(\.name.count).max() ?? 0, max(12, paper.width / 3))
    let textWidth = rows.map(\.text.count).max() ?? 0
    let width = max(8, paper.width - nameWidth - textWidth - 5)
    let ends = rows.flatMap { [$0.from, $0.to, $0.range?.low ?? $0.to, $0.range?.high ?? $0.to] }
    let low = min(ends.min() ?? 0, 0)
    let high = max(ends.max() ?? 1, low + .leastNormalMagnitude)
    func column(_ value: Double) -> Double { (value - low) / (high - low) * Double(width - 1) }
    return rows.map { row in
      var bar = [Character](repeating: " ", count: width)
      if let range = row.range {
        let (start, end) = (Int(column(range.low)), Int(column(range.high)))
        for place in start...max(start, end) {
          bar[min(place, width - 1)] = paper.isASCII ? "-" : "─"
        }
      }
      var text: String
      if row.isDot {
        bar[min(Int(column(row.to).rounded()), width - 1)] = paper.isASCII ? "o" : "●"
        text = String(bar)
      } else {
        let start = Int(column(min(row.from, row.to)).rounded())
        let length = column(max(row.from, row.to)) - column(min(row.from, row.to))
        let drawn = Array(paper.bar(max(length, row.from == row.to ? 0 : 0.1)))
        for (offset, character) in drawn.enumerated() where start + offset < width {
          bar[start + offset] = character
        }
        text = String(bar)
      }
      return
        "\(paper.cell(row.name, nameWidth)) \(paper.isASCII ? "|" : "│")\(text) \(paper.cell(row.text, textWidth, right: true))"
    }
  }
}

extension WaterfallChart: TerminalChart {
  public func lines(on paper: TerminalPaper) -> [String] {
    TerminalRows(
      rows: zip(steps, ends).map { step, ends in
        .init(name: step.name, from: ends.from, to: ends.to, text: text(step.value))
      }, paper: paper
    ).lines
  }
}

extension DotsChart: TerminalChart {
  public func lines(on paper: TerminalPaper) -> [String] {
    TerminalRows(
      rows: rows.map { row in
        .init(
          name: row.name, from: 0, to: row.value, text: text(row.value), range: (row.low, row.high),
          isDot: true)
      }, paper: paper
    ).lines
  }
}

extension TornadoChart: TerminalChart {
  public func lines(on paper: TerminalPaper) -> [String] {
    // From the lowest end on, not from zero: a swing is no amount.
    let floor = swings.map { min($0.atLow, $0.atHigh) }.min() ?? 0
    return TerminalRows(
      rows: swings.map { swing in
        let ends = [swing.atLow, swing.atHigh].sorted()
        return .init(
          name: swing.input, from: ends[0] - floor, to: ends[1] - floor,
          text: "\(text(ends[0], digits: 2)) to \(text(ends[1], digits: 2))")
      }, paper: paper
    ).lines
  }
}

extension CoverageChart: TerminalChart {
  public func lines(on paper: TerminalPaper) -> [String] {
    let nameWidth = min(rows.map(\.name.count).max() ?? 0, max(12, paper.width / 3))
    let width = max(10, paper.width - nameWidth - 4)
    let signs: [(State, String, String)] = [
      (.known(.metered), "█", "#"), (.known(.attributed), "▓", "+"), (.known(.modelled), "▒", "-"),
      (.known(.assumed), "░", "."), (.missing, "?", "?"),
    ]
    func sign(_ state: State?) -> String {
      signs.first { $0.0 == state }.map { paper.isASCII ? $0.2 : $0.1 } ?? " "
    }
    let strips = rows.map { row in
      let strip = (0..<width).map { column -> String in
        let at = (Double(column) + 0.5) / Double(width) * seconds
        let segments = row.segments.filter { $0.start <= at && at < $0.end }
        // Short gaps must not fall between two characters.
        let from = Double(column) / Double(width) * seconds
        let to = Double(column + 1) / Double(width) * seconds
        let isMissing = row.segments.contains {
          $0.state == .missing && $0.start < to && $0.end > from
        }
        return sign(isMissing ? .missing : segments.first?.state)
      }
      return "\(paper.cell(row.name, nameWidth)) \(paper.isASCII ? "|" : "│")\(strip.joined())"
    }
    let shown = words.map(\.state)
    let key = signs.filter { shown.contains($0.0) }.map {
      "\(paper.isASCII ? $0.2 : $0.1) \($0.0.word)"
    }.joined(separator: "   ")
    return strips + ["", key]
  }
}
