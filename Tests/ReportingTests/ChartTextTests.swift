import Accounting
import JoulebookTesting
import Quantities
import Testing

@testable import Reporting

/// What charts say, and how they look in characters.
struct ChartTextTests {
  private func sample(_ name: String) throws -> ChartSamples.Sample {
    try #require(ChartSamples.all.first { $0.name == name })
  }

  @Test(arguments: ["power", "waterfall", "dots", "tornado", "coverage", "heat"], [40, 80, 132])
  func `a chart in characters is no wider than the terminal`(name: String, width: Int) throws {
    for make in [try sample(name).usual, try sample(name).single, try sample(name).empty] {
      let chart = try #require(make() as? any TerminalChart)
      for isASCII in [false, true] {
        let text = chart.text(on: TerminalPaper(width: width, style: .plain, isASCII: isASCII))
        // A week of hours has two characters each and does not shrink.
        let most = name == "heat" ? max(width, 60) : width
        let longest = text.split(separator: "\n").map(\.count).max() ?? 0
        #expect(longest <= most, "\(name) at \(width): \(longest)")
        #expect(!isASCII || text.allSatisfy(\.isASCII))
        #expect(!text.contains("\u{1B}"))
      }
    }
  }

  @Test func `names cannot steer the terminal`() throws {
    for name in ["power", "waterfall", "dots", "tornado", "coverage", "heat"] {
      let chart = try #require(
        try sample(name).named("\u{1B}[2J\u{202E}x") as? any TerminalChart)
      let text = chart.text(on: TerminalPaper(width: 80, style: .plain, isASCII: false))
      #expect(ReportStructure.hidden(text) == [], "\(name)")
    }
  }

  @Test func `titles say what was found`() throws {
    let titles = Dictionary(
      uniqueKeysWithValues: ChartSamples.all.map { ($0.name, $0.usual().title) })
    #expect(
      titles["power"] == "Run train drew 265 W on average and 362 W at most; 79 % went to the gpu")
    #expect(titles["waterfall"] == "66 % of the 153 Wh of project demo is gpu")
    #expect(titles["dots"] == "train-5 has 26 times the emissions of train-0")
    #expect(
      titles["coverage"] == "64 % of the devices' time in run train is measured, 8 % is missing")
    #expect(titles["multiples"] == "project-0 took 49 % of the 222 kWh of the ledger")
  }

  @Test func `the parts of a waterfall end at its total`() throws {
    let table = try sample("waterfall").usual().table
    let column = try #require(table.columns.firstIndex(of: "value_joules"))
    let parts = table.rows.filter { $0[1] == "part" }.compactMap { Double($0[column]) }
    let total = try #require(Double(table.rows[table.rows.count - 1][column]))
    #expect(abs(parts.reduce(0, +) - total) < 1e-6 * total)
  }

  @Test func `the power of a chart adds up to the energy of its run`() throws {
    let entry = SampleEntries.entry(seconds: 600, spans: 1000)
    let chart = PowerChart(entry)
    let column = try #require(chart.table.columns.firstIndex(of: "energy_joules"))
    let joules = chart.table.rows.compactMap { Double($0[column]) }.reduce(0, +)
    let booked = AccountingMethod().footprint(of: entry).energy.value.joules
    #expect(abs(joules - booked) < 1e-9 * booked)
    // Folded, because a screen shows no more.
    #expect(Set(chart.table.rows.map { $0[0] }).count == PowerChart.mostSpans)
  }

  @Test func `a gap has no power, not a power of zero`() throws {
    let chart = try sample("power").usual()
    let gap = chart.table.rows.filter { $0[0] == "710" }
    #expect(gap.count == 3 && gap.allSatisfy { $0[4].isEmpty && $0[5].isEmpty })
    #expect(chart.svg.contains("data-x0=\"0\" data-x1=\"1200\""))
    #expect(chart.svg.contains("data-series=\"gpu\" data-evidence=\"metered\" data-w=\""))
  }

  @Test func `what failed beats nobody, and the front is sorted`() {
    func point(_ name: String, _ seconds: Double, _ joules: Double, isDone: Bool = true)
      -> ParetoChart.Point
    {
      .init(
        name, seconds: seconds, energy: Estimate(exactly: .joules(joules)), isDone: isDone)
    }
    let chart = ParetoChart(
      subject: "a sweep",
      points: [
        point("slow", 100, 10), point("fast", 10, 100), point("beaten", 50, 200),
        point("crashed", 1, 1, isDone: false), point("between", 40, 50),
      ])
    #expect(chart.front.map(\.name) == ["fast", "between", "slow"])
  }

  @Test func `bins hold every request, at round bounds`() {
    let samples = (1...1000).map { HistogramChart.Sample(.joules(Double($0) / 100), count: 2) }
    let chart = HistogramChart(subject: "x", what: "request", samples: samples)
    #expect(chart.bins.map(\.count).reduce(0, +) == 2000)
    #expect((8...42).contains(chart.bins.count))
    #expect(chart.quantile(0.5) == .joules(5))
  }

  @Test func `swings of a run hold its best value, and the widest comes first`() throws {
    let entry = SampleEntries.entry()
    let swings = entry.emissionSwings
    let best = AccountingMethod().footprint(of: entry).emissions.value.grams
    #expect(swings.count == 5)
    #expect(swings.allSatisfy { $0.atLow <= best * 1.0000001 && $0.atHigh >= best * 0.9999999 })
    #expect(zip(swings, swings.dropFirst()).allSatisfy { $0.width >= $1.width })
  }
}
