import Quantities
import Testing

@testable import Accounting

/// Calculations as values.
struct ModelTests {
  /// power × hours × PUE + a fixed overhead.
  private func model(overhead: Bool, pue: Distribution = .lognormal(median: 1.5, spread: 0.1))
    -> Model
  {
    var model = Model()
    let power = model.input("power", .lognormal(median: 300, spread: 0.2), unit: "W")
    let hours = model.input("hours", .exact(10), unit: "h")
    let pue = model.input("PUE", pue)
    let it = model.product([power, hours], label: "IT energy", unit: "Wh")
    var energy = model.product([it, pue], label: "facility energy", unit: "Wh")
    if overhead {
      energy = model.sum([energy, model.constant(100, unit: "Wh")], label: "energy", unit: "Wh")
    }
    model.result("it", it)
    model.result("energy", energy)
    return model
  }

  @Test func `a product of lognormal numbers has its interval in closed form`() throws {
    let result = try #require(model(overhead: false).evaluated()["energy"])
    let spread = (0.2 * 0.2 + 0.1 * 0.1).squareRoot()
    #expect(result.isExact && result.value == 4500)
    #expect(
      abs(
        result.high90 / result.value
          - Distribution.lognormal(median: 1, spread: spread).quantile(0.95)) < 1e-12)
    #expect(result.widths.map(\.input) == ["power", "PUE"])
    #expect(abs(result.widths[0].part - 0.8) < 1e-12)
  }

  @Test func `quasi-random draws agree with the closed form`() throws {
    let closed = try #require(model(overhead: false).evaluated()["energy"])
    let drawn = model(overhead: false)
    let term = try #require(drawn.output("energy")).index
    for seed in 1...20 {
      let sample = drawn.sample([term], seed: UInt64(seed), draws: 1024)
      let values = OrderStatistics(sample.columns[0], scores: sample.scores[0])
      for (p, end) in [(0.05, closed.low90), (0.95, closed.high90), (0.25, closed.low50)] {
        let error = abs(values.quantile(p) / end - 1)
        #expect(error < 0.01, "seed \(seed), \(p): \(error)")
      }
    }
  }

  @Test func `one input used twice moves both together`() throws {
    var model = Model()
    let factor = model.input("factor", .lognormal(median: 2, spread: 0.3))
    let a = model.product([factor, model.constant(3)], label: "a")
    let b = model.product([factor, model.constant(5)], label: "b")
    model.result("sum", model.sum([a, b], label: "sum"))
    model.result("ratio", model.quotient(a, b, label: "ratio"))
    let evaluation = model.evaluated()
    let sum = try #require(evaluation["sum"])
    // Together, the sum is 8 × factor: as wide as the factor itself.
    #expect(
      abs(sum.high90 / 16 - Distribution.lognormal(median: 1, spread: 0.3).quantile(0.95)) < 0.02)
    let ratio = try #require(evaluation["ratio"])
    #expect(abs(ratio.low90 - 0.6) < 1e-12 && abs(ratio.high90 - 0.6) < 1e-12)
  }

  @Test func `the same seed gives the same digits`() {
    let model = model(overhead: true, pue: .triangular(low: 1.1, mode: 1.2, high: 2))
    #expect(model.evaluated(seed: 9) == model.evaluated(seed: 9))
    #expect(model.evaluated(seed: 9) != model.evaluated(seed: 10))
  }

  @Test func `an interval holds its value and the wider one the narrower`() {
    for result in model(overhead: true).evaluated().results {
      #expect(result.low90 <= result.low50 && result.low50 <= result.value)
      #expect(result.value <= result.high50 && result.high50 <= result.high90)
    }
  }

  @Test func `a derivation walks from the result to the inputs`() throws {
    let model = model(overhead: true)
    let tree = try #require(model.derivation(of: "energy", model.evaluated()))
    #expect(tree.formula == "facility energy + 100 Wh" && tree.value == 4600)
    #expect(tree.inputs.map(\.label) == ["facility energy"])
    #expect(tree.inputs[0].formula == "IT energy × PUE")
    #expect(tree.inputs[0].inputs[0].inputs.map(\.label) == ["power", "hours"])
    #expect(tree.inputs[0].inputs[1].rangePart ?? 0 > 0)
  }

  @Test func `90 per cent intervals hold 88 to 92 per cent of the truth`() throws {
    let model = model(overhead: true, pue: .split(value: 1.2, low: 1.05, high: 1.6))
    let interval = try #require(model.evaluated(seed: 2)["energy"])
    var random = SplitMix64(state: 11)
    var inside = 0
    for _ in 0..<20_000 {
      let power = Distribution.lognormal(median: 300, spread: 0.2).quantile(random.unit())
      let pue = Distribution.split(value: 1.2, low: 1.05, high: 1.6).quantile(random.unit())
      let truth = power * 10 * pue + 100
      if truth >= interval.low90, truth <= interval.high90 { inside += 1 }
    }
    #expect((0.88...0.92).contains(Double(inside) / 20_000))
  }
}
