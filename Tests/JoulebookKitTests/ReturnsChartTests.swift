import Accounting
import JoulebookKit
import JoulebookTesting
import Reporting
import Testing

/// Pictures of returns and of laws of loss, as they were looked at.
struct ReturnsChartTests {
  private let joulebook = Joulebook(environment: [:], directory: "/")

  private func returns(_ set: String, _ fill: (inout ReturnsRequest) -> Void = { _ in }) throws
    -> ReturnsReport
  {
    var request = ReturnsRequest()
    request.set = set
    fill(&request)
    return try joulebook.returns(request).report
  }

  private func law(_ fill: (inout LossLawRequest) -> Void) throws -> LossLawReport {
    var request = LossLawRequest()
    fill(&request)
    return try joulebook.lossLaw(request).report
  }

  @Test func `ResNet against compute`() throws {
    let report = try returns("imagenet") {
      $0.families = ["resnet"]
      $0.evaluation = "torchvision-v1"
    }
    let chart = ReturnsChart(report)
    #expect(try Golden.difference(chart.svg, from: "returns-resnet.svg") == nil)
    #expect(ChartContract.violations(of: chart, what: "as usual") == [])
    #expect(
      chart.csv.hasPrefix(
        "point,compute_gmac,quality,gain,gain_per_unit,price_of_step,beaten_by_none\n"))
    #expect(chart.csv.split(separator: "\n").count == 6)
  }

  @Test func `checkpoints against energy, with the last worth its carbon`() throws {
    let report = try returns("checkpoints") { $0.worth = "1kg" }
    let chart = ReturnsChart(report)
    #expect(try Golden.difference(chart.svg, from: "returns-checkpoints.svg") == nil)
    #expect(ChartContract.violations(of: chart, what: "as usual") == [])
    #expect(report.findings.lastWorth?.point == "0500k")
    #expect(chart.alternative.contains("Cannot tell"))
  }

  @Test func `laws of loss with a budget in energy`() throws {
    let report = try law {
      $0.budget = "10MWh"
      $0.hardware = ["device": "h100", "region": "FR"]
    }
    #expect(try Golden.difference(LossLawChart(report).svg, from: "loss-law.svg") == nil)
    #expect(ChartContract.violations(of: LossLawChart(report), what: "as usual") == [])
    #expect(LossLawChart(report).table.rows.count == 3 * 61)
  }

  @Test func `text of the catalogue's series stays as it was read`() throws {
    let report = try returns("checkpoints") { $0.worth = "1kg" }
    #expect(
      try Golden.difference(report.text(style: .plain), from: "returns-checkpoints.txt") == nil)
    let budget = try law { $0.budget = "1e21FLOP" }
    #expect(try Golden.difference(budget.text(style: .plain), from: "loss-law.txt") == nil)
  }

  @Test func `money becomes carbon by its price`() throws {
    let report = try returns("checkpoints") {
      $0.worth = "0.1EUR"
      $0.carbonPrice = "100EUR/t"
    }
    #expect(report.findings.lastWorth?.measure == .emissions)
    #expect(abs((report.findings.lastWorth?.most ?? 0) - 1) < 1e-12)
  }

  @Test func `coefficients of the catalogue give the best sizes of the papers' comparison`() throws
  {
    let laws = try law { $0.budget = "3.14e23FLOP" }.laws
    for (law, (parameters, ratio)) in zip(laws, [(52.94e9, 18.7), (24.47e9, 87.4)]) {
      #expect(abs((law.parameters?.value ?? 0) / parameters - 1) < 0.000_3)
      #expect(abs((law.tokensPerParameter ?? 0) / ratio - 1) < 0.003)
      #expect(law.isBeyondTheData)
    }
    // 3.1e8 PF-days over 3634.3 of them, to the power 0.05.
    #expect(abs((laws[2].loss?.value ?? 0) - 1.7642) < 0.000_1)
    #expect(laws[2].parameters == nil)
  }

  @Test func `statements of the catalogue follow from its coefficients`() throws {
    let laws = try law { $0.budget = "1e21FLOP" }.laws
    #expect(abs(laws[0].halvingFactor - 48.8) < 0.05)
    let best = try #require(laws[0].loss?.value)
    let floor = try #require(laws[0].floor)
    #expect(abs((laws[0].lossPerEFold ?? 0) / (best - floor) + 0.1783) < 0.000_05)
    #expect(abs((laws[0].sizeGrowthError ?? 0) - 0.018) < 0.000_5)
    #expect(laws[1].sizeGrowthError == nil)
  }

  @Test func `money and other units of a price are read, and what has none is refused`() throws {
    for (text, most, measure) in [
      ("10kWh", 10, .energy), ("2 MWh", 2000, .energy), ("500g", 0.5, .emissions),
      ("1t", 1000, .emissions),
    ] as [(String, Double, ReturnsMeasure)] {
      let worth = try returns("checkpoints") { $0.worth = text }.findings.lastWorth
      #expect(abs((worth?.most ?? 0) / most - 1) < 1e-12 && worth?.measure == measure, "\(text)")
    }
    let compute = try returns("imagenet") {
      $0.families = ["resnet"]
      $0.evaluation = "torchvision-v1"
      $0.worth = "3GMAC"
    }
    #expect(compute.findings.lastWorth?.measure == .compute)
    #expect(compute.findings.lastWorth?.point == "ResNet-101")
    #expect(throws: Problem.self) { try returns("checkpoints") { $0.worth = "-1kg" } }
  }
}
