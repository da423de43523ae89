import Accounting
import Foundation
import JoulebookTesting
import Reporting
import Testing

@testable import JoulebookKit

/// The fan of a scenario.
struct ScenarioChartTests {
  private func answer(_ change: (inout ScenarioRequest) -> Void) throws -> ScenarioAnswer {
    var request = ScenarioRequest(to: 2030)
    request.from = 2024
    change(&request)
    return try Joulebook(environment: ["HOME": "/nowhere"], directory: "/").scenario(request)
  }

  @Test func `a training run's class, by the catalogue's trends`() throws {
    let chart = try answer { $0.run = "GPT-3" }.chart
    #expect(try Golden.difference(chart.svg, from: "chart-scenario-class.svg") == nil)
    #expect(ChartContract.violations(of: chart, what: "as usual") == [])
    #expect(chart.alternative.contains("hardware would have to become"))
  }

  @Test func `a lab whose curve bends`() throws {
    let chart = try answer {
      $0.emissions = "1200t"
      $0.factors = [.growth: "1.3..1.7", .hardware: "1.4..1.8", .grid: "2024:350,2030:150..250"]
    }.chart
    #expect(try Golden.difference(chart.svg, from: "chart-scenario-lab.svg") == nil)
    #expect(ChartContract.violations(of: chart, what: "as usual") == [])
    #expect(chart.csv.split(separator: "\n").count == 8)
  }
}
