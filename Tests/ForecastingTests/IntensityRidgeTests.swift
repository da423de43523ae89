import Testing

@testable import Forecasting

struct IntensityRidgeTests {
  @Test func `without a price the line through exact points is found`() {
    var ridge = IntensityRidge(count: 3)
    for x in stride(from: -2.0, through: 2, by: 0.5) {
      [1, x, x * x].withUnsafeBufferPointer { row in
        if let row = row.baseAddress { ridge.add(row, outcome: 3 - 2 * x + 0.5 * x * x) }
      }
    }
    let solution = ridge.solved(penalty: 1e-12)
    for (got, wanted) in zip(solution, [3, -2, 0.5]) { #expect(abs(got - wanted) < 1e-9) }
    let rest = ridge.remaining(after: solution)
    #expect(rest.outcomes.allSatisfy { abs($0) < 1e-9 })
  }

  @Test func `a price shrinks the coefficient as the formula says`() {
    var ridge = IntensityRidge(count: 1)
    for (x, y) in [(1.0, 2.0), (2.0, 4.0), (3.0, 6.0)] {
      [x].withUnsafeBufferPointer { row in
        if let row = row.baseAddress { ridge.add(row, outcome: y) }
      }
    }
    // Sum of xy over sum of xx plus the price: 28 over 14 + 14.
    #expect(abs((ridge.solved(penalty: 14).first ?? 0) - 1) < 1e-12)
  }

  @Test func `quantiles of few values do not leave them`() {
    #expect(IntensityGuess.quantile([], 0.9) == 0)
    #expect(IntensityGuess.quantile([7], 0.1) == 7)
    #expect(IntensityGuess.quantile([1, 2, 3, 4, 5], 0.5) == 3)
    #expect(IntensityGuess.quantile([1, 2, 3, 4, 5], 0.9) == 5)
    #expect(IntensityGuess.quantile([1, 2, 3, 4, 5], 0.2) == 1.5)
  }
}
