import Accounting
import Forecasting
import Testing

/// The laws give the figures of their papers and of the comparison between them.
struct LossLawTests {
  static let hoffmann = ChinchillaLaw(
    name: "hoffmann-2022", floor: 1.69, sizeWeight: 406.4, dataWeight: 410.7, sizeExponent: 0.34,
    dataExponent: 0.28)
  static let besiroglu = ChinchillaLaw(
    name: "besiroglu-2024", floor: 1.8172, sizeWeight: 482.01, dataWeight: 2085.43,
    sizeExponent: 0.3478, dataExponent: 0.3658)

  @Test(arguments: [
    (70e9, 1.4e12, 1.93665, 1.97388), (175e9, 300e9, 2.00229, 2.00854),
    (405e9, 15.6e12, 1.81904, 1.89259),
  ])
  func `losses of known models`(n: Double, d: Double, hoffmann: Double, besiroglu: Double) {
    #expect(abs(Self.hoffmann.loss(parameters: n, tokens: d) - hoffmann) < 0.000_005)
    #expect(abs(Self.besiroglu.loss(parameters: n, tokens: d) - besiroglu) < 0.000_005)
  }

  @Test(arguments: [
    (hoffmann, 3.14e23, 24.47e9, 2.138e12, 87.4), (besiroglu, 3.14e23, 52.94e9, 9.886e11, 18.7),
    (hoffmann, 1e21, 1.824e9, 9.136e10, 50.1), (besiroglu, 1e21, 2.778e9, 5.999e10, 21.6),
    (hoffmann, 3.8e25, 213.5e9, 2.967e13, 139), (besiroglu, 3.8e25, 618.7e9, 1.024e13, 16.5),
  ])
  func `best size and data`(
    law: ChinchillaLaw, flop: Double, n: Double, d: Double, ratio: Double
  ) {
    let optimum = law.optimum(flop: flop)
    #expect(abs(optimum.parameters / n - 1) < 0.000_3)
    #expect(abs(optimum.tokens / d - 1) < 0.000_6)
    #expect(abs(optimum.tokensPerParameter / ratio - 1) < 0.004)
    #expect(abs(6 * optimum.parameters * optimum.tokens / flop - 1) < 1e-12)
  }

  @Test(arguments: [hoffmann, besiroglu])
  func `no other size does better on the same compute`(law: ChinchillaLaw) {
    let best = law.optimum(flop: 1e22)
    for factor in [0.5, 0.9, 1.1, 2] {
      let n = best.parameters * factor
      #expect(law.loss(parameters: n, tokens: 1e22 / 6 / n) > best.loss)
    }
  }

  @Test(arguments: [hoffmann, besiroglu])
  func `a loss and the compute it takes lead back to each other`(law: ChinchillaLaw) throws {
    for loss in [3.0, 2.2, 1.95] {
      let flop = try #require(law.flop(forLoss: loss))
      #expect(abs(law.optimum(flop: flop).loss - loss) < 1e-9)
    }
    #expect(law.flop(forLoss: law.floor) == nil && law.flop(forLoss: 1) == nil)
  }

  @Test func `halving the loss above the floor takes 49 times the compute`() {
    #expect(abs(Self.besiroglu.returnExponent - 0.1783) < 0.000_05)
    #expect(abs(Self.besiroglu.computeFactor(leaving: 0.5) - 48.8) < 0.05)
  }

  @Test func `the marginal return is the slope of the optimum`() {
    let law = Self.besiroglu
    let (low, high) = (law.optimum(flop: 1e22 * 0.999), law.optimum(flop: 1e22 * 1.001))
    let slope = (high.loss - low.loss) / (0.001 - (-0.001))
    #expect(abs(slope / law.lossPerEFold(flop: 1e22) - 1) < 1e-3)
  }

  @Test func `Kaplan's constants are in their own units`() {
    let size = KaplanLaw(scale: 8.8e13, exponent: 0.076)
    #expect(abs(size.loss(1e8) - 2.8300) < 0.000_05)
    #expect(abs(size.loss(1e9) - 2.3756) < 0.000_05)
    #expect(abs(size.loss(175e9) - 1.6044) < 0.000_05)
    #expect(abs(KaplanLaw(scale: 5.4e13, exponent: 0.095).loss(300e9) - 1.6378) < 0.000_05)
    let compute = KaplanLaw(scale: 3.1e8, exponent: 0.050)
    #expect(abs(compute.loss(3640) - 1.7641) < 0.000_05)
    #expect(abs(compute.loss(PetaflopDay.days(flop: 3640 * 8.64e19)) - 1.7641) < 0.000_05)
    #expect(abs(compute.factor(leaving: 0.95) - 2.79) < 0.005)
    #expect(abs(compute.factor(leaving: 0.5) / 1_048_576 - 1) < 1e-9)
    #expect(abs(compute.amount(forLoss: 1.7641) / 3640 - 1) < 0.002)
  }
}
