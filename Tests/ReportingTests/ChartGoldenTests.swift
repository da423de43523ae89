import JoulebookTesting
import Reporting
import Testing

/// The ten charts look as they were looked at.
struct ChartGoldenTests {
  @Test(arguments: ChartSamples.all.map(\.name))
  func `a chart looks as it was looked at`(name: String) throws {
    let sample = try #require(ChartSamples.all.first { $0.name == name })
    let chart = sample.usual()
    #expect(try Golden.difference(chart.svg, from: "chart-\(name).svg") == nil)
    #expect(try Golden.difference(chart.csv, from: "chart-\(name).csv") == nil)
    #expect(try Golden.difference(chart.vegaLite, from: "chart-\(name).vega-lite") == nil)
  }
}
