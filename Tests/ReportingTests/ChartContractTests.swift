import JoulebookTesting
import Reporting
import Testing

/// Every chart of the ten keeps its contract; the others do so beside their own tests.
struct ChartContractTests {
  private func sample(_ name: String) throws -> ChartSamples.Sample {
    try #require(ChartSamples.all.first { $0.name == name })
  }

  @Test(arguments: ChartSamples.all.map(\.name))
  func `a chart keeps its contract`(name: String) throws {
    let sample = try sample(name)
    #expect(ChartContract.violations(of: sample.usual(), what: "as usual") == [])
    #expect(ChartContract.violations(of: sample.single(), what: "with one value") == [])
    #expect(
      ChartContract.violations(of: sample.empty(), what: "with none", isEmpty: true) == [])
    #expect(ChartContract.violations(of: sample.named("plain"), what: "with many") == [])
  }

  /// Sixteen at a time would not tell which one broke out, and all of them in each chart take long: every chart meets
  /// every fifth name, each beginning at another one, and a name of a megabyte.
  @Test(arguments: ChartSamples.all.map(\.name).enumerated().map { ($0, $1) })
  func `names stay names in a chart`(number: Int, name: String) throws {
    let sample = try sample(name)
    let some = HostileNames.known.enumerated().filter { $0.offset % 5 == number % 5 }
    let long = String(repeating: "<b>|&\\\"{x}\n", count: 100_000)
    #expect(
      ChartContract.violations(of: name, names: some.map(\.element) + [long]) { sample.named($0) }
        == [])
  }

  @Test func `the contract sees what is broken`() {
    for (svg, isFine) in [
      ("<svg><g/></svg>", true), ("<svg><g></svg>", false), ("<svg>&amp;</svg>", true),
      ("<svg>&nbsp;</svg>", false), ("<svg a=\"1\" a=\"2\"/>", false), ("<svg/><svg/>", false),
      ("<svg a=1/>", false), ("<svg>\u{1}</svg>", false),
    ] {
      #expect((MarkupReader(svg).fault == nil) == isFine, "\(svg)")
    }
  }
}
