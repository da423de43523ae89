import Accounting
import Quantities
import Testing

/// How far two groups of numbers differ.
struct ComparisonTests {
  /// Standard normal numbers, the same at each call.
  private struct Normals {
    var state: UInt64
    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Normal.quantile((Double(state >> 11) + 0.5) / Double(UInt64(1) << 53))
    }
  }

  @Test(arguments: [(3, 3, 1.0), (4, 12, 5.0), (10, 5, 0.3), (20, 20, 2.0)])
  func `intervals of two groups hold the truth 95 times in a hundred`(
    countA: Int, countB: Int, spread: Double
  ) throws {
    var normals = Normals(state: 4789)
    var held = 0
    let series = 2000
    for _ in 0..<series {
      let a = (0..<countA).map { _ in 100 + normals.next() }
      let b = (0..<countB).map { _ in 103 + spread * normals.next() }
      let difference = try #require(Difference(a, b))
      if let low = difference.low, let high = difference.high, low <= 3, 3 <= high { held += 1 }
    }
    let part = Double(held) / Double(series)
    #expect(part > 0.93 && part < 0.975, "\(part)")
  }

  @Test func `a single run against a group is held 95 times in a hundred too`() throws {
    var normals = Normals(state: 99)
    var held = 0
    for _ in 0..<2000 {
      let a = (0..<5).map { _ in 100 + normals.next() }
      let difference = try #require(Difference(a, [100 + normals.next()]))
      #expect(difference.basis == .oneGroup)
      if difference.verdict == .equalWithinNoise { held += 1 }
    }
    #expect(held > 1860 && held < 1950, "\(held)")
  }

  @Test func `equal spreads of equal groups give Student's own interval`() throws {
    // Means 2 and 5, variance 1 and 3 numbers on each side: t(0.975, 4) · √(2/3) = 2.2669.
    let difference = try #require(Difference([1, 2, 3], [4, 5, 6]))
    #expect(difference.value == 3 && difference.relative == 1.5 && difference.verdict == .more)
    let low = try #require(difference.low)
    #expect(abs(low - (3 - 2.776_445_105 * (2.0 / 3).squareRoot())) < 1e-8)
  }

  @Test func `two single runs have the errors of their meters, and two bare numbers nothing`()
    throws
  {
    let measured = try #require(Difference([100], [103], ranges: ([97...103], [99...107])))
    #expect(measured.basis == .measurement && measured.verdict == .equalWithinNoise)
    #expect(measured.low == 3 - 5 && measured.high == 3 + 5)
    let apart = try #require(Difference([100], [120], ranges: ([97...103], [116...124])))
    #expect(apart.verdict == .more)
    let bare = try #require(Difference([1], [2]))
    #expect(bare.verdict == .unknown && bare.basis == .nothing && bare.low == nil)
    #expect(Difference([], [1]) == nil)
  }

  @Test func `numbers that do not scatter differ surely, or not at all`() throws {
    #expect(try #require(Difference([2, 2], [2, 2])).verdict == .equalWithinNoise)
    #expect(try #require(Difference([2, 2], [3, 3])).verdict == .more)
    #expect(try #require(Difference([0, 0], [3, 4])).relative == nil)
  }
}
