import Accounting
import Quantities
import RealModule
import Testing

@testable import Forecasting

/// Intervals of curves with a limit, and what they are compared by.
struct SaturatingFamilyTests {
  private let scale = ReturnsQuality(
    name: "accuracy", unit: "%", isHigherBetter: true, perfect: 1100, step: 1)

  private func data(_ points: [(Double, Double)]) -> ReturnsData {
    ReturnsData(points.map { (x: $0.0, quality: PrintedNumber($0.1)) }, scale: scale)
  }

  private func drawn(_ truth: KnownReturns, missedBy: Double, seed: UInt64) -> [(Double, Double)] {
    var random = SplitMix64(state: seed)
    let noise = truth.noise(missedBy: missedBy)
    return KnownReturns.x.map { ($0, truth.drawn(at: $0, noise: noise, using: &random)) }
  }

  @Test(arguments: 0..<5)
  func `a point at the end of the interval is just not rejected when it is added`(
    seed: UInt64
  ) throws {
    let points = drawn(KnownReturns.own[2], missedBy: 1, seed: seed)
    let fit = try #require(SaturatingReturns(data(points))).fit(of: data(points))
    let freedom = Double(points.count - 3)
    let t = StudentT(degreesOfFreedom: freedom).quantile(0.975)
    let rise = t * t * fit.spread * fit.spread
    let ahead = try #require(fit.curve.last)
    for end in [ahead.low, ahead.high] {
      let more = data(points + [(ahead.x, end)])
      let squares = try #require(SaturatingReturns(more)).fit(of: more).spread
      let risen = squares * squares * (freedom + 1) - fit.spread * fit.spread * freedom
      #expect(abs(risen / rise - 1) < 0.01)
    }
    #expect(ahead.low < ahead.value && ahead.value < ahead.high)
  }

  @Test func `where no limit is seen, the interval of the next point reaches the logarithm`() throws
  {
    let points = drawn(KnownReturns.own[0], missedBy: 0.5, seed: 2)
    let curve = try #require(SaturatingReturns(data(points))?.fit(of: data(points)))
    let line = try #require(LogarithmicReturns(data(points))?.fit(of: data(points)))
    #expect(curve.parameter("limit")?.high == .infinity)
    let ahead = try #require(curve.curve.last)
    #expect(ahead.high > line.curve.last?.value ?? .infinity)
  }

  @Test(arguments: KnownReturns.all)
  func `each curve is judged by the noise that suits it`(truth: KnownReturns) throws {
    let data = data(drawn(truth, missedBy: 1, seed: 4))
    let criteria = ReturnsCriteria(data)
    // What a straight line leaves where noise is even can be no less than the criterion by the better noise.
    let line = try #require(LineFit(data.logX, data.quality))
    let even = try #require(data.criterion(squares: line.residualSquares, parameters: 2))
    #expect(try #require(criteria.logarithmic) <= even + 1e-9)
    let errors = try #require(data.errors).map { Double.log($0) }
    let power = try #require(LineFit(data.logX, errors))
    let proportional = try #require(
      data.criterion(
        squares: power.residualSquares, parameters: 2, logScale: errors.reduce(0, +)))
    #expect(try #require(criteria.power) <= proportional + 1e-9)
    // The limit at perfect is the power, and no given limit is better than the best by more than its penalty.
    #expect(
      abs(try #require(criteria.saturating(limit: 1100)) - (try #require(criteria.power))) < 0.01)
    let penalty =
      try #require(data.criterion(squares: 1, parameters: 3))
      - (try #require(data.criterion(squares: 1, parameters: 2)))
    #expect(try #require(criteria.saturating) <= (try #require(criteria.power)) + penalty + 0.01)
  }

  @Test func `a power is a rival even where a perfect score keeps it from being fitted`() throws {
    var points = drawn(KnownReturns.own[2], missedBy: 0.25, seed: 3)
    points[20].1 = 1100
    let findings = try Returns(
      PublishedReturns.points(points), quality: scale, measure: .energy
    ).findings
    #expect(findings.fit(.power) == nil)
    guard case .cannotTell(let why) = findings.verdict else {
      Issue.record("a form was chosen")
      return
    }
    #expect(why.contains("a power of the error"))
  }
}
