import Quantities
import Testing

/// Student's t and the straight line.
struct LineFitTests {
  // Printed tables of t (Fisher and Yates 1963, table III) and closed forms.
  @Test(arguments: [
    (1.0, 0.975, 12.706_204_736), (2, 0.975, 4.302_652_730), (5, 0.975, 2.570_581_836),
    (13, 0.975, 2.160_368_656), (13, 0.95, 1.770_933_396), (120, 0.995, 2.617_421_146),
    (1e9, 0.975, 1.959_963_987),
  ])
  func `quantiles of t are those of the tables`(degrees: Double, part: Double, value: Double) {
    let t = StudentT(degreesOfFreedom: degrees)
    #expect(abs(t.quantile(part) - value) < 2e-8 * value)
    #expect(abs(t.quantile(1 - part) + value) < 2e-8 * value)
    #expect(abs(t.cumulative(t.quantile(part)) - part) < 1e-12)
  }

  @Test func `degrees between two whole numbers lie between their values`() {
    let values = [3.0, 3.5, 4].map { StudentT(degreesOfFreedom: $0).quantile(0.975) }
    #expect(values[0] > values[1] && values[1] > values[2])
    // With two degrees the distribution has a closed form: 1/2 + t / (2 √(2 + t²)).
    for t in [-3.0, -0.2, 0, 0.7, 40] {
      let closed = 0.5 + t / (2 * (2 + t * t).squareRoot())
      #expect(abs(StudentT(degreesOfFreedom: 2).cumulative(t) - closed) < 1e-14)
    }
  }

  /// Anscombe 1973, first set: every number of the fit is printed in the paper.
  @Test func `a line through Anscombe's first set is the one he prints`() throws {
    let x: [Double] = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
    let y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
    let fit = try #require(LineFit(x, y))
    #expect(abs(fit.slope - 0.500_09) < 1e-5 && abs(fit.intercept - 3.000_09) < 1e-5)
    #expect(abs(fit.slopeError - 0.117_91) < 1e-5 && abs(fit.determination - 0.666_54) < 1e-5)
    #expect(abs(fit.interceptError - 1.124_75) < 1e-5 && abs(fit.spread - 1.236_60) < 1e-5)
    #expect(abs(fit.slopeChance - 0.002_170) < 1e-6)
    #expect(
      fit.pointReach(at: 9) > fit.lineReach(at: 9) && fit.lineReach(at: 20) > fit.lineReach(at: 9))
  }

  @Test func `points that make no line are refused`() {
    #expect(LineFit([1], [1]) == nil && LineFit([2, 2], [1, 3]) == nil)
    #expect(LineFit([1, .nan], [1, 2]) == nil && LineFit([1, 2, 3], [1, 2]) == nil)
    let two = LineFit([1, 2], [1, 3])
    #expect(two?.slope == 2 && two?.slopeInterval().low.isNaN == true)
  }
}
