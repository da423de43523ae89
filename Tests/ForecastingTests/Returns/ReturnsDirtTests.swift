import Accounting
import Forecasting
import Testing

/// What is wrong with a series is said by name, and nothing is dropped in silence.
struct ReturnsDirtTests {
  func findings(
    _ points: [ReturnsPoint], _ quality: ReturnsQuality = PublishedReturns.accuracy
  ) throws -> ReturnsFindings {
    try Returns(points, quality: quality, measure: .energy).findings
  }

  @Test func `one point has no return`() {
    let problem = #expect(throws: Problem.self) {
      try findings(PublishedReturns.points([(1, 70)]))
    }
    #expect(problem?.what.contains("one point") == true)
  }

  @Test func `two points give a step and no curve`() throws {
    let findings = try findings(PublishedReturns.points([(1, 70), (2, 72)]))
    #expect(findings.steps.count == 1 && findings.fits.isEmpty)
    #expect(findings.verdict == .noCurve("2 points are too few for a curve; three are the least."))
  }

  @Test func `equal amounts are a problem`() {
    let problem = #expect(throws: Problem.self) {
      try findings(PublishedReturns.points([(2, 70), (2, 71), (2, 72)]))
    }
    #expect(problem?.what == "All 3 points used the same energy.")
  }

  @Test func `zero and negative amounts are named and on no curve`() throws {
    let findings = try findings(
      PublishedReturns.points([(0, 60), (-1, 61), (1, 70), (2, 72), (4, 73), (8, 76)]))
    #expect(
      findings.warnings.contains {
        $0.contains("Zero or below") && $0.contains("p0") && $0.contains("p1")
      })
    #expect(findings.fits.allSatisfy { $0.points == 4 })
    #expect(findings.points.count == 6)
  }

  @Test func `a perfect score takes the power of the error away, by name`() throws {
    let findings = try findings(
      PublishedReturns.points([(1, 90), (2, 95), (4, 98), (8, 99), (16, 100)]))
    #expect(findings.fit(.power) == nil && findings.fit(.logarithmic) != nil)
    #expect(findings.warnings.contains { $0.contains("At 100 or better") && $0.contains("p4") })
  }

  @Test func `per cent beside parts of one is refused by name`() {
    let problem = #expect(throws: Problem.self) {
      try findings(PublishedReturns.points([(1, 70), (2, 0.72), (4, 73)]))
    }
    #expect(problem?.what.contains("below 1 in p1") == true)
  }

  @Test func `watt-hours beside kilowatt-hours are named`() throws {
    let findings = try findings(
      PublishedReturns.points([(1.2, 70), (2.6, 74), (5.1, 78), (1300, 71), (2500, 73.5)]))
    #expect(
      findings.warnings.first
        == "The energy of p3, p4 is 250 times that of any other, and not all of it brought more: Wh and kWh may be mixed."
    )
  }

  @Test(arguments: [
    [(1.2, 70.0), (2.6, 74), (5.1, 78), (1300, 80), (2500, 81)],
    [(1.2, 70), (2.6, 74), (50, 78), (130, 71), (2500, 73.5)],
    [(0.001, 70), (0.002, 74), (50, 73)],
  ])
  func `a wide range alone is no mixture of units`(points: [(Double, Double)]) throws {
    let findings = try findings(PublishedReturns.points(points))
    #expect(!findings.warnings.contains { $0.contains("may be mixed") })
  }

  @Test func `a point that alone decides the sign is named`() throws {
    let findings = try findings(
      PublishedReturns.points([(1, 70), (2, 70.5), (4, 71), (8, 71.5), (16, 60)]))
    #expect(
      findings.warnings.contains {
        $0 == "p4 alone decides the sign: without it quality rises with energy."
      })
  }

  @Test func `a step back is shown with its sign and named`() throws {
    let findings = try findings(PublishedReturns.points([(1, 70), (2, 69), (4, 72), (8, 73)]))
    #expect(findings.steps[0].gain.value == -1)
    #expect((findings.steps[0].marginal(.energy)?.value ?? 0) < 0)
    #expect(findings.steps[0].price(of: 1, in: .energy) == nil)
    #expect(findings.warnings.contains { $0 == "Quality got worse from p0 to p1." })
    #expect(findings.front == ["p0", "p2", "p3"])
  }

  @Test func `what is not known of a point is said`() throws {
    let findings = try findings(
      PublishedReturns.points([(1, 70), (2, 71)])
        + [ReturnsPoint(name: "x", amounts: [:], quality: PrintedNumber(80))])
    #expect(findings.warnings.first == "Left out, as their energy is not known: x.")
  }

  @Test func `no clear return is said`() throws {
    let findings = try findings(
      PublishedReturns.points([(1, 70), (2, 71), (4, 69.5), (8, 70.5), (16, 70)]))
    #expect(findings.warnings.contains { $0.hasPrefix("No clear return") })
  }

  @Test func `digits tell how far a printed number was rounded`() {
    #expect(abs((PrintedNumber(printed: "3.02")?.halfUnit ?? 0) - 0.005) < 1e-12)
    #expect(PrintedNumber(printed: "100")?.halfUnit == 0.5)
    #expect(abs((PrintedNumber(printed: "1.5e-3")?.halfUnit ?? 0) - 5e-5) < 1e-15)
    #expect(PrintedNumber(printed: "1e6")?.halfUnit == 5e5)
    #expect(PrintedNumber(printed: "inf") == nil && PrintedNumber(printed: "3 kWh") == nil)
  }

  @Test func `a gain that rounding may have made has a price without an end`() throws {
    func point(_ name: String, _ x: Double, _ loss: String) throws -> ReturnsPoint {
      ReturnsPoint(
        name: name, amounts: [.energy: PrintedNumber(x)],
        quality: try #require(PrintedNumber(printed: loss)))
    }
    let findings = try findings(
      [point("a", 1, "2.60"), point("b", 2, "2.50"), point("c", 3, "2.49")],
      PublishedReturns.loss)
    let price = try #require(findings.steps[1].price(of: 0.01, in: .energy))
    #expect(abs(price.value - 1) < 1e-9 && abs(price.low - 0.5) < 1e-9 && price.high == .infinity)
    let sure = try #require(findings.steps[0].price(of: 0.01, in: .energy))
    #expect(abs(sure.value - 0.1) < 1e-9 && sure.high < 0.12)
    #expect(
      findings.warnings.suffix(1) == ["Rounding alone could make or hide the change from b to c."])
  }
}
