import Accounting
import Auditing
import JoulebookKit
import Quantities
import Testing

/// Claims of random figures: those that hold raise nothing, those with a slip raise its rule.
struct RandomClaimTests {
  /// Power × time × PUE × intensity, each rounded as a paper would print it.
  private struct Draw {
    var generator: Generator
    var yaml = ""
    var pue = 1.0
    /// Emissions in kg, without rounding, and digits of the results.
    var emissions = 0.0
    var digits = 3

    init(seed: UInt64) { generator = Generator(state: seed) }

    mutating func claim(named name: String, needsPUE: Bool) {
      let counts: [Double] = [1, 4, 8, 64, 512]
      let chips: Double = counts.randomElement(using: &generator) ?? 8
      let hours: Double = Double.random(in: 1...2000, using: &generator).rounded(significant: 4)
      let watts = Double.random(in: 80...690, using: &generator).rounded(significant: 3)
      let grams = Double.random(in: 15...900, using: &generator).rounded(significant: 3)
      let ratios: [Double] = needsPUE ? [1.1, 1.2, 1.4, 1.58] : [1, 1.05, 1.1, 1.25, 1.58]
      pue = ratios.randomElement(using: &generator) ?? 1.1
      digits = [2, 3, 4].randomElement(using: &generator) ?? 3
      let it = chips * hours * watts / 1000
      let energy: String
      switch Int.random(in: 0..<3, using: &generator) {
      case 0:
        energy = "  energy: \((it * pue).text(significant: digits)) kWh\n  boundary: facility\n"
      case 1: energy = "  it_energy: \(it.text(significant: digits)) kWh\n"
      case _: energy = ""
      }
      emissions = it * pue * grams / 1000
      yaml =
        "- name: \(name)\n  chips: \(Int(chips))\n  duration: \(hours.text(significant: 4)) h\n"
        + "  power: \(watts.text(significant: 3)) W\n  power_source: measured\n"
        + "  pue: \(pue)\n  intensity: \(grams.text(significant: 3)) g/kWh\n" + energy
    }

    mutating func emitting(_ kilograms: Double, digits: Int? = nil) -> String {
      yaml + "  emissions: \(kilograms.text(significant: digits ?? self.digits)) kg\n"
    }
  }

  /// Numbers of a seed: the same in every run.
  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state ^ (state >> 33)) &* 0xff51_afd7_ed55_8ccd
    }
  }

  private static let chain: Set<String> = ["X01", "X02", "X05", "X14", "X44"]

  @Test(arguments: [1, 2, 3])
  func `three hundred consistent claims raise nothing of the chain`(seed: UInt64) throws {
    var draw = Draw(seed: seed)
    var text = ""
    for index in 0..<300 {
      draw.claim(named: "run-\(index)", needsPUE: false)
      text += draw.emitting(draw.emissions)
    }
    let found = try Audits.audit(text).findings.filter { Self.chain.contains($0.rule) }
    #expect(found == [])
  }

  @Test(arguments: ["X01", "X02", "X05"])
  func `nineteen of twenty slips are called by their name`(rule: String) throws {
    var draw = Draw(seed: 11)
    var text = ""
    for index in 0..<200 {
      draw.claim(named: "run-\(index)", needsPUE: true)
      let slip: Double
      switch rule {
      case "X01": slip = index.isMultiple(of: 2) ? draw.pue : 1 / draw.pue
      case "X02": slip = [0.001, 0.1, 10, 1000][index % 4]
      case _: slip = 2.204_622_6
      }
      text += draw.emitting(draw.emissions * slip, digits: 4)
    }
    let named = Set(try Audits.audit(text).findings.filter { $0.rule == rule }.map(\.claim))
    #expect(named.count >= 190, "\(named.count)")
  }
}
