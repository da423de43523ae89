import Accounting
import Forecasting
import RealModule
import Testing

/// Published series give the fits and marginal tables that were worked out by hand.
struct PublishedReturnsTests {
  func findings(
    _ points: [ReturnsPoint], _ measure: ReturnsMeasure = .compute,
    _ quality: ReturnsQuality = PublishedReturns.accuracy,
    worth: (most: Double, measure: ReturnsMeasure)? = nil
  ) throws -> ReturnsFindings {
    try Returns(points, quality: quality, measure: measure, worth: worth).findings
  }

  @Test(arguments: [
    (PublishedReturns.resNet, 3.192, 0.900, -0.180),
    (PublishedReturns.efficientNet, 0.977, 0.865, -0.0759),
    (PublishedReturns.convNeXt, 0.626, 0.905, -0.0548),
  ])
  func `families of image models gain so many points per doubling`(
    points: [ReturnsPoint], perDoubling: Double, determination: Double, exponent: Double
  ) throws {
    let findings = try findings(points)
    let line = try #require(findings.fit(.logarithmic))
    let k = try #require(line.parameter("k"))
    #expect(abs(k.value * Double.log(2) - perDoubling) < 0.000_5)
    #expect(abs(line.determination - determination) < 0.000_5)
    #expect(k.low < k.value && k.value < k.high)
    let power = try #require(findings.fit(.power)?.parameter("k"))
    #expect(abs(power.value - exponent) < (exponent < -0.1 ? 0.000_5 : 0.000_05))
  }

  @Test func `steps of ResNet gain so many points per giga-MAC`() throws {
    let rates = try findings(PublishedReturns.resNet).steps.compactMap {
      $0.marginal(.compute)?.value
    }
    for (rate, expected) in zip(rates, [1.922, 6.626, 0.335, 0.253]) {
      #expect(abs(rate - expected) < 0.000_5)
    }
    #expect(rates.count == 4)
  }

  @Test func `EfficientNet B5 gains a hundredth of a point per giga-MAC over B4`() throws {
    let step = try #require(
      try findings(PublishedReturns.efficientNet).steps.first { $0.from.name == "B4" })
    #expect(abs((step.marginal(.compute)?.value ?? 0) - 0.010) < 0.000_5)
  }

  @Test func `four points do not tell which curve they lie on`() throws {
    guard case .cannotTell(let why) = try findings(PublishedReturns.convNeXt).verdict else {
      Issue.record("a form was chosen")
      return
    }
    #expect(why.contains("4 points are too few"))
  }

  @Test func `checkpoints give the marginal table of their model card`() throws {
    let steps = try findings(PublishedReturns.checkpoints, .energy, PublishedReturns.loss).steps
    let first = try #require(steps.first)
    let last = try #require(steps.last)
    #expect(abs((first.marginal(.energy)?.value ?? 0) - 0.02123) < 0.000_005)
    #expect(abs((last.marginal(.energy)?.value ?? 0) - 0.00208) < 0.000_005)
    #expect(abs((first.price(of: 0.01, in: .emissions)?.value ?? 0) - 0.168) < 0.000_5)
    #expect(abs((last.price(of: 0.01, in: .emissions)?.value ?? 0) - 1.705) < 0.000_5)
  }

  @Test func `checkpoints give the two lines over the logarithm of energy`() throws {
    let findings = try findings(PublishedReturns.checkpoints, .energy, PublishedReturns.loss)
    let line = try #require(findings.fit(.logarithmic))
    #expect(abs((line.parameter("a")?.value ?? 0) - 3.4612) < 0.000_05)
    #expect(abs((line.parameter("k")?.value ?? 0) + 0.21096) < 0.000_005)
    let power = try #require(findings.fit(.power))
    #expect(abs(Double.log(power.parameter("c")?.value ?? 1) - 1.2720) < 0.000_05)
    #expect(abs((power.parameter("k")?.value ?? 0) + 0.07784) < 0.000_005)
  }

  @Test func `the wobble of printed losses lies within rounding`() throws {
    let steps = try findings(PublishedReturns.checkpoints, .energy, PublishedReturns.loss).steps
    // From 700k to 1000k: 0.0032, 0.0021, 0.0031 per kWh; one true rate may have made all three.
    let wobble = steps[6...8].compactMap { $0.marginal(.energy) }
    #expect(wobble.map { ($0.value * 10_000).rounded() } == [32, 21, 31])
    let low = wobble.map(\.low).max() ?? 0
    let high = wobble.map(\.high).min() ?? 0
    #expect(low < high)
  }

  @Test func `one claim of a third more compute has two returns by two protocols`() throws {
    for (protocolName, accuracies, gain) in [
      ("cadene", ("78.428", "78.956"), 0.528), ("torch7", ("77.84", "79.60"), 1.76),
    ] {
      let step = try #require(
        try findings(
          PublishedReturns.images(
            [
              ("ResNet-152", "11.514", accuracies.0), ("ResNeXt-101 64x4d", "15.460", accuracies.1),
            ], by: protocolName)
        ).steps.first)
      #expect(abs(step.gain.value - gain) < 1e-9)
      let more = try #require(step.more[.compute]?.value)
      #expect(abs(more / 11.514 - 0.343) < 0.000_5)
    }
  }

  @Test func `two protocols are refused by name`() throws {
    let points =
      PublishedReturns.resNet
      + PublishedReturns.images([("ResNet-50", "4.089", "80.858")], by: "torchvision-v2")
    let problem = #expect(throws: Problem.self) { try findings(points) }
    #expect(problem?.why.contains("torchvision-v2 (ResNet-50)") == true)
    #expect(problem?.why.contains("76.13 by torchvision-v1 and 80.858 by torchvision-v2") == true)
    #expect(problem?.fix.contains("--protocol torchvision-v1") == true)
  }

  @Test func `the last checkpoint worth a price is found along falling returns`() throws {
    let findings = try findings(
      PublishedReturns.checkpoints, .energy, PublishedReturns.loss, worth: (1, .emissions))
    let worth = try #require(findings.lastWorth)
    let prices = worth.bargains.map(\.price.value)
    #expect(prices == prices.sorted())
    #expect(worth.bargains.contains { $0.isWorth } && worth.bargains.contains { !$0.isWorth })
    let after = try #require(worth.bargains.first { !$0.isWorth })
    #expect(after.from == worth.point && after.price.value > 1)
  }
}
