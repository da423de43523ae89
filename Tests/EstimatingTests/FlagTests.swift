import Accounting
import Testing

@testable import Estimating

/// Each check finds what it is for, and leaves what is right alone.
struct FlagTests {
  @Test func `PUE is found where it is missing or there twice`() {
    #expect(Flags.pueNotOnce("it", declared: 100, withoutPUE: 100, pue: 1.5)?.id == "X01")
    #expect(Flags.pueNotOnce("it", declared: 225, withoutPUE: 100, pue: 1.5)?.id == "X01")
    #expect(Flags.pueNotOnce("it", declared: 151, withoutPUE: 100, pue: 1.5) == nil)
    #expect(Flags.pueCount(declared: 130, withoutPUE: 100, pue: 1.5) == nil)
    #expect(Flags.pueTwice("it", declaredIT: 150, withoutPUE: 100, pue: 1.5)?.id == "X01")
    #expect(Flags.pueTwice("it", declaredIT: 100, withoutPUE: 100, pue: 1.5) == nil)
    #expect(Flags.pueInFactor(factor: 0.4235, intensity: 0.385, pue: 1.1)?.id == "X01")
    #expect(Flags.pueInFactor(factor: 0.385, intensity: 0.385, pue: 1.1) == nil)
  }

  /// What a check says of a case that is wrong and of one that is right.
  struct Pair: CustomTestStringConvertible, Sendable {
    let id: String
    let wrong: Inconsistency?
    let right: Inconsistency?
    var testDescription: String { id }

    init(_ id: String, _ wrong: Inconsistency?, _ right: Inconsistency?) {
      self.id = id
      self.wrong = wrong
      self.right = right
    }
  }

  static let pairs: [Pair] = [
    Pair(
      "X02", Flags.powerOfTen(declared: 5521, recomputed: 553),
      Flags.powerOfTen(declared: 600, recomputed: 553)),
    Pair("X03", Flags.negativeComponent(["cpu": -0.026]), Flags.negativeComponent(["cpu": 0])),
    Pair("X03", Flags.fallingTotal([1, 3, 2]), Flags.fallingTotal([1, 2, 2])),
    Pair(
      "X04", Flags.sumDoesNotClose("it", [58, 25, 10, 8], total: 100, rounding: 0.5),
      Flags.sumDoesNotClose("it", [58, 24, 10, 8], total: 100, rounding: 0.5)),
    Pair("X05", Flags.unitRatio(626_155, 284_019), Flags.unitRatio(626_155, 626_000)),
    Pair(
      "X05", Flags.poundsAreNotKilograms(pounds: 0.954, kilograms: 0.423),
      Flags.poundsAreNotKilograms(pounds: 0.954, kilograms: 0.4327)),
    Pair(
      "X06", Flags.outsideBand("it", 1533, 5e4...2e7, unit: "g"),
      Flags.outsideBand("it", 1_533_120, 5e4...2e7, unit: "g")),
    Pair(
      "X07", Flags.textUnit(claimed: .words, source: .bytes),
      Flags.textUnit(claimed: .words, source: .words)),
    Pair(
      "X08", Flags.workReadAsTime(claimed: .time, source: .work),
      Flags.workReadAsTime(claimed: .work, source: .work)),
    Pair(
      "X11", Flags.ratedPower(watts: 400, rated: [250, 400]),
      Flags.ratedPower(watts: 396.5, rated: [250, 400])),
    Pair(
      "X12", Flags.powerOfAnotherProduct(watts: 700, rated: [250, 400]),
      Flags.powerOfAnotherProduct(watts: 404, rated: [250, 400])),
    Pair(
      "X13", Flags.textDiffersFromTable("it", 79, 79.2, rounding: 0.05),
      Flags.textDiffersFromTable("it", 79, 79.04, rounding: 0.05)),
    Pair("X13", Flags.nameDiffers("it", "a", "b"), Flags.nameDiffers("it", "a", "a")),
    Pair(
      "X14", Flags.impliedFactor("it", implied: 287, stated: 288, within: 1e-3),
      Flags.impliedFactor("it", implied: 287.9, stated: 288, within: 1e-3)),
    Pair(
      "X15", Flags.otherRegionsFactor(implied: 432, site: 57, usual: 432),
      Flags.otherRegionsFactor(implied: 57, site: 57, usual: 432)),
    Pair(
      "X16", Flags.stale("it", year: 2017, usedIn: 2020),
      Flags.stale("it", year: 2018, usedIn: 2020)),
    Pair(
      "X17", Flags.comparatorsDisagree([900, 1200, 570], unit: "kg"),
      Flags.comparatorsDisagree([900, 905], unit: "kg")),
    Pair("X25", Flags.curveFalls([0.4, 0.95, 0.85]), Flags.curveFalls([0.4, 0.4, 0.95])),
    Pair(
      "X18", Flags.basisMixed("it", .location, .market), Flags.basisMixed("it", .market, .market)),
    Pair(
      "X20", Flags.boundariesDiffer("it", .device, .node),
      Flags.boundariesDiffer("it", .node, .node)),
    Pair(
      "X21", Flags.growthTimesPeriod(factor: 3e5, doublingMonths: 3.4, statedMonths: 72),
      Flags.growthTimesPeriod(factor: 3e5, doublingMonths: 3.4, statedMonths: 60.6)),
    Pair(
      "X22", Flags.hypotheticalShown(as: .measured, source: .hypothetical),
      Flags.hypotheticalShown(as: .hypothetical, source: .hypothetical)),
    Pair(
      "X24", Flags.inputIgnored("it", with: 1, without: 1, given: 2, usual: 3),
      Flags.inputIgnored("it", with: 1, without: 2, given: 2, usual: 3)),
    Pair("X27", Flags.medianTimesCount(.median), Flags.medianTimesCount(.measured)),
    Pair(
      "X29", Flags.stepUtilisation(step: 0.462, run: 0.304),
      Flags.stepUtilisation(step: 0.462, run: 0.45)),
    Pair(
      "X30", Flags.farFromSixND(declared: 6.31e23, parameters: 280e9, tokens: 300e9),
      Flags.farFromSixND(declared: 3.14e23, parameters: 175e9, tokens: 300e9)),
    Pair("X34", Flags.embodiedScope(14.7, 164), Flags.embodiedScope(164, 273)),
    Pair("X41", Flags.evaluationChanged(0.53, 1.76), Flags.evaluationChanged(0.53, 0.54)),
    Pair(
      "X42", Flags.versionsDiffer("it", 164, "a", 273, "b"),
      Flags.versionsDiffer("it", 164, "a", 164, "b")),
    Pair(
      "X43", Flags.circular("it", input: 0.197, impliedByResult: 0.1968),
      Flags.circular("it", input: 0.35, impliedByResult: 0.1968)),
    Pair(
      "X44", Flags.productDiffers("it", printed: 576, factors: [32_768, 0.018]),
      Flags.productDiffers("it", printed: 589.8, factors: [32_768, 0.018])),
    Pair(
      "X46", Flags.memoryAboveAccelerators(memory: 2.1, accelerators: 1.3),
      Flags.memoryAboveAccelerators(memory: 0.06, accelerators: 0.6)),
  ]

  @Test(arguments: pairs)
  func `a check finds what is wrong and nothing else`(pair: Pair) {
    #expect(pair.wrong?.id == pair.id)
    #expect(pair.wrong?.text.isEmpty == false)
    #expect(pair.right == nil)
  }
}
