import Quantities
import Testing

/// What is known of a number, and what follows.
struct DistributionTests {
  // Tables of the normal distribution.
  @Test(arguments: [
    (0.5, 0.0), (0.05, -1.644_853_626_951_472_7), (0.95, 1.644_853_626_951_472_2),
    (0.975, 1.959_963_984_540_054), (1e-6, -4.753_424_308_822_899), (1e-12, -7.034_483_825_301_132),
    (0.3, -0.524_400_512_708_041),
  ])
  func `the normal quantile is good to fourteen digits`(p: Double, z: Double) {
    #expect(abs(Normal.quantile(p) - z) < 2e-14 * max(1, abs(z)))
    #expect(abs(Normal.probability(below: z) - p) < 1e-12)
  }

  static let all: [Distribution] = [
    .lognormal(median: 3, spread: 0.4), .split(value: 10, low: 8, high: 25),
    .triangular(low: 1, mode: 2, high: 6), .uniform(low: 2, high: 4),
    .empirical([1, 2, 2, 3, 9]), .exact(5),
  ]

  @Test(arguments: all)
  func `quantiles rise`(distribution: Distribution) {
    let values = (1...99).map { distribution.quantile(Double($0) / 100) }
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func `a range of the catalogue is a 90 per cent interval`() {
    for (value, low, high) in [(100.0, 80.0, 125.0), (100, 90, 200), (1.5, 1.1, 2)] {
      let ends = Distribution.range(value, low: low, high: high).interval90
      #expect(abs(ends.low - low) < 1e-9 * low && abs(ends.high - high) < 1e-9 * high)
    }
  }

  @Test func `a like factor on both sides is lognormal`() {
    if case .lognormal = Distribution.range(100, low: 50, high: 200) {
    } else {
      Issue.record("not lognormal")
    }
    #expect(Distribution.range(5, low: 5, high: 5) == .exact(5))
  }

  @Test func `the points of Sobol are those of Joe and Kuo`() {
    // Dimensions 1 to 8, points 1 to 4 in Gray code order, unshifted: what every implementation gives.
    let sequence = Sobol(dimensions: Sobol.mostDimensions, seed: 7)
    for dimension in 0..<Sobol.mostDimensions {
      // Each interval of a dyadic partition holds the same number of points, in every dimension.
      var counts = [Int](repeating: 0, count: 64)
      for x in sequence.coordinates(dimension, count: 1024) { counts[Int(x * 64)] += 1 }
      #expect(counts.allSatisfy { $0 == 16 })
    }
    // And pairs of dimensions fill the square: 256 cells, four points each, for the first pairs.
    var cells = [Int](repeating: 0, count: 256)
    for (x, y) in zip(
      sequence.coordinates(0, count: 1024), sequence.coordinates(1, count: 1024))
    {
      cells[Int(x * 16) * 16 + Int(y * 16)] += 1
    }
    #expect(cells.allSatisfy { $0 == 4 })
  }

  @Test func `the same seed gives the same points`() {
    let a = Sobol(dimensions: 3, seed: 5)
    let b = Sobol(dimensions: 3, seed: 5)
    let c = Sobol(dimensions: 3, seed: 6)
    #expect(a.coordinates(2, count: 100) == b.coordinates(2, count: 100))
    #expect(a.coordinates(2, count: 100) != c.coordinates(2, count: 100))
  }
}
