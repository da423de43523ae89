import Accounting
import Foundation
import JoulebookTesting
import Testing

@testable import Reporting

/// What all charts are made of.
struct ChartPartTests {
  @Test(arguments: [
    (Scale.linear([0, 97], zero: true, room: 0), ["0", "20", "40", "60", "80"]),
    (Scale.linear([0.2, 0.24], room: 0), ["0.20", "0.21", "0.22", "0.23", "0.24"]),
    (Scale.linear([2012.5, 2018.2], room: 0, numbers: .years), ["2014", "2016", "2018"]),
    (Scale.linear([-12_000, 15_000], room: 0), ["−10,000", "0", "10,000"]),
    (
      Scale.linear([0.5, 1], room: 0, numbers: .percent),
      ["50 %", "60 %", "70 %", "80 %", "90 %", "100 %"]
    ),
    (Scale.logarithmic([1, 20], room: 0), ["1", "2", "5", "10", "20"]),
    (Scale.logarithmic([0.01, 2e3], room: 0), ["0.01", "0.1", "1", "10", "100", "1,000"]),
    (Scale.logarithmic([1e15, 1e25], room: 0), ["10¹⁶", "10¹⁸", "10²⁰", "10²²", "10²⁴"]),
  ])
  func `ticks are round and say what they are`(scale: Scale, texts: [String]) {
    let ticks = scale.ticks()
    #expect(ticks.map(\.text) == texts)
    #expect(ticks.allSatisfy { scale.low <= $0.value * 1.001 && $0.value <= scale.high * 1.001 })
  }

  @Test func `equal values, none, and infinite ones still make a scale`() {
    for values in [[], [3, 3], [.infinity, 1, 2], [0, 0], [-5]] as [[Double]] {
      let scale = Scale.linear(values)
      #expect(scale.low < scale.high && scale.low.isFinite && scale.high.isFinite)
      #expect(!scale.ticks().isEmpty)
      let ratio = Scale.logarithmic(values)
      #expect(ratio.low > 0 && ratio.low < ratio.high && ratio.high.isFinite)
    }
  }

  @Test func `places follow the scale`() {
    var scale = Scale.logarithmic([1, 100], room: 0)
    (scale.from, scale.to) = (0, 200)
    #expect(abs(scale(10) - 100) < 1e-9)
    let steps = scale.steps(3)
    #expect(abs(steps[1] - 10) < 1e-9 && steps.count == 3)
  }

  @Test func `labels are pushed apart within their ends, and keep their order`() {
    let places = LabelField.apart([10, 12, 11, 90], gap: 15, from: 0, to: 100)
    let sorted = places.sorted()
    #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $1 - $0 > 14.999 })
    #expect(places[0] < places[2] && places[2] < places[1] && places[3] <= 100)
    #expect(LabelField.apart([95, 99, 100], gap: 15, from: 0, to: 100) == [70, 85, 100])
  }

  @Test func `text is broken between words, and cut where one word is too wide`() {
    let lines = TextWidth.wrapped("one two three four", size: 12, width: 50)
    #expect(lines.count > 1 && lines.joined(separator: " ") == "one two three four")
    #expect(TextWidth.cut(String(repeating: "W", count: 1000), width: 60).hasSuffix("…"))
  }

  @Test func `a chart is well-formed, hides nothing in names, and has nothing from elsewhere`()
    throws
  {
    let chart = SampleChart(title: "<script>alert(1)</script> & \"more\"")
    let svg = chart.svg
    #expect(!svg.contains("<script") && svg.contains("&lt;script&gt;"))
    for outside in ["href", "@import", "http:"] where outside != "http:" {
      #expect(!svg.contains(outside))
    }
    #expect(svg.components(separatedBy: "http://").count == 2)
    #expect(svg.contains("role=\"img\"") && svg.contains("<desc id=\"sample-desc\">"))
    #expect(chart.csv == "year,value\n2012,1\n2013,2.5\n")
  }

  @Test func `the parts look as they were looked at`() throws {
    #expect(
      try Golden.difference(
        SampleChart(title: "Every part is drawn once").svg, from: "chart-parts.svg") == nil)
  }
}

/// Every part once.
private struct SampleChart: Chart {
  let title: String
  let name = "sample"
  let subtitle =
    "Joules by year, 2012 to 2013, made up; the wide band holds 95 %, the narrow one 50 %"
  let alternative = "Two values that grow."
  var table: ChartTable {
    var table = ChartTable(["year", "value"])
    for (year, value) in [(2012.0, 1.0), (2013, 2.5)] {
      table.add([ChartTable.cell(year), ChartTable.cell(value)])
    }
    return table
  }
  var plot: ChartPlot {
    ChartPlot([.init(.line, [(.x, .init("year", .number)), (.y, .init("value", .number))])])
  }

  func draw(on sheet: inout ChartSheet) {
    let frame = sheet.frame(
      x: .linear([2012, 2020], numbers: .years), y: .logarithmic([1, 3000]), xTitle: "year",
      yTitle: "energy, kWh", endRoom: 130)
    let xs = frame.x.steps(40)
    sheet.band(frame, xs, .first) { (pow2($0) / 3, pow2($0) * 3) }
    sheet.band(frame, xs, .first, narrow: true) { (pow2($0) / 1.5, pow2($0) * 1.5) }
    sheet.curve(frame, xs, .first) { pow2($0) }
    sheet.curve(frame, xs, .second, .dashed) { pow2($0) * 2 }
    sheet.curve(frame, xs, .faint, .dotted) { pow2($0) / 2 }
    for (index, shape) in [PointShape.circle, .ring, .square, .diamond, .cross].enumerated() {
      let year = 2013 + Double(index) * 1.3
      let place = frame.place(year, pow2(year) * 1.4)
      sheet.cover(place)
      sheet.point(place, .series(index), shape)
      sheet.pointLabel(frame, place, "\(shape)")
    }
    for (index, evidence) in [.metered, .attributed, .modelled, .assumed].enumerated()
      as EnumeratedSequence<[Evidence]>
    {
      sheet.bar(
        x: frame.x(2012.4 + Double(index) * 0.6), y: frame.y(600), width: 22, height: -50,
        .series(index), evidence: evidence)
    }
    let end = pow2(frame.x.high)
    sheet.endLabels(
      frame,
      [(end, "the fit", .first), (end * 2, "a rival fit", .second), (end / 2, "another", .faint)])
  }

  private func pow2(_ year: Double) -> Double {
    var value = 1.0
    var left = year - 2012
    while left >= 1 {
      value *= 2.5
      left -= 1
    }
    return value * (1 + 1.5 * left)
  }
}
