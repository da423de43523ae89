import Accounting
import Testing

@testable import Estimating

/// Formulas that are no estimate.
struct FormulaTests {
  private func isNear(_ a: Double, _ b: Double, _ reach: Double = 1e-9) -> Bool {
    abs(a - b) <= reach * max(abs(a), abs(b))
  }

  // MARK: Power

  @Test func `the trapezoid rule is exact on a ramp`() {
    let samples = (0...10).map { PowerSamples.Sample(watts: 5 * Double($0), seconds: Double($0)) }
    #expect(isNear(PowerSamples.trapezoidJoules(samples), 250))
    #expect(PowerSamples.leftRectangleJoules(samples) < 250)
    #expect(PowerSamples.trapezoidJoules([]) == 0)
  }

  @Test func `a counter that turned still counts forward`() {
    #expect(PowerSamples.counterMicrojoules(from: 90, to: 5, range: 100) == 15)
    #expect(PowerSamples.counterMicrojoules(from: 5, to: 90, range: 100) == 85)
  }

  @Test(arguments: [(0.0, 0.12), (0.15, 0.373_75), (0.2, 0.4275), (0.5, 0.75), (1.0, 1.02)])
  func `the curve of Teads goes straight between its points`(use: Double, share: Double) {
    #expect(isNear(PowerCurves.teadsShareOfTDP(utilisation: use), share))
  }

  @Test func `the curve of Teads never falls`() {
    let shares = (0...100).map { PowerCurves.teadsShareOfTDP(utilisation: Double($0) / 100) }
    #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 <= $1 })
  }

  // MARK: Trend

  @Test func `a clean doubling is found with a narrow interval`() throws {
    let years = (0..<10).map { Double($0) / 2 }
    let noise = [0.01, -0.01, 0.01, -0.01, 0.01, -0.01, 0.01, -0.01, 0.01, -0.01]
    let fit = try #require(
      DoublingTime(
        years: years,
        amounts: zip(years, noise).map {
          Doubling.factor(months: 12 * $0, doublingMonths: 6) * (1 + $1)
        }))
    #expect(isNear(fit.months, 6, 0.01) && fit.determination > 0.999)
    #expect(fit.low95Months < 6.01 && fit.high95Months > 5.99)
  }

  @Test func `where no growth is within the interval its end is open`() throws {
    let fit = try #require(DoublingTime(years: [0, 1, 2, 3], amounts: [1, 8, 0.5, 4]))
    #expect(fit.high95Months == .infinity)
    #expect(DoublingTime(years: [0, 1], amounts: [1, 2]) == nil)
    #expect(DoublingTime(years: [1, 1, 1], amounts: [1, 2, 3]) == nil)
  }

  @Test func `months and factor of a growth are each other's inverse`() {
    #expect(
      isNear(
        Doubling.factor(
          months: Doubling.months(factor: 300, doublingMonths: 3.4), doublingMonths: 3.4), 300))
  }

  @Test func `days of the calendar count from 1970`() {
    #expect(UnitConversion.days(year: 1970, month: 1, day: 1) == 0)
    #expect(UnitConversion.days(year: 2000, month: 2, day: 29) == 11_016)
    #expect(
      UnitConversion.days(year: 2017, month: 10, day: 18)
        - UnitConversion.days(year: 2012, month: 9, day: 30) == 1844
    )
  }

  @Test func `more contracted energy than load in an hour helps no other hour`() {
    let score = CarbonFree.hourlyScore(load: [1, 1], contracted: [2, 0], gridShare: [0, 0.5])
    #expect(isNear(score, 0.75))
    #expect(CarbonFree.volumeShare(load: [1, 1], contracted: [2, 0]) == 1)
  }

  // MARK: Water, hardware, compute

  @Test func `of water only the part off site grows with PUE`() {
    let one = WaterUse.litres(itKilowattHours: 10, pue: 1, onSite: 0.5, offSite: 3)
    let more = WaterUse.litres(itKilowattHours: 10, pue: 1.5, onSite: 0.5, offSite: 3)
    #expect(isNear(one, 35) && isNear(more, 50))
    #expect(
      WaterUse.litresByFacilityEnergy(itKilowattHours: 10, pue: 1.5, onSiteAndOffSite: 3.5)
        > more)
  }

  @Test func `embodied emissions go by time, life, use and share`() {
    let whole = EmbodiedShare.grams(madeGrams: 1e6, reservedHours: 8760, lifeHours: 4 * 8760)
    #expect(isNear(whole, 250_000))
    #expect(
      isNear(
        EmbodiedShare.grams(
          madeGrams: 1e6, reservedHours: 8760, lifeHours: 4 * 8760, useRate: 0.5,
          resourceShare: 0.25), 125_000))
  }

  @Test func `EcoLogits' formula gives the embodied emissions of the estimator`() throws {
    let outcome = try Validation.estimate(
      "api",
      [
        "active-parameters": 70e9, "total-parameters": 70e9, "output-tokens": 400, "batch": 32,
        "pue": 1.1, "intensity": 300,
      ])
    let formula = EcoLogits.embodiedGrams(
      latencySeconds: EcoLogits.latencySeconds(activeBillions: 70, tokens: 400, batch: 32),
      devices: outcome["devices"], deviceGrams: 273e3, batch: 32)
    #expect(isNear(outcome["embodied_grams"], formula))
  }

  @Test func `compute, device time and utilisation are one equation`() {
    let flop = TrainingCompute.trainingFLOP(
      days: 10, devices: 8, peakFLOPPerSecond: 1e14, utilisation: 0.4)
    #expect(
      isNear(
        TrainingCompute.modelFLOPUtilisation(
          flop: flop, deviceHours: 8 * 240, peakFLOPPerSecond: 1e14), 0.4))
    // GPT-1 by the rule of Amodei and Hernandez 2018: 8 devices, 30 days, 12 TFLOP/s.
    let first = TrainingCompute.trainingFLOP(days: 30, devices: 8, peakFLOPPerSecond: 12e12)
    #expect(isNear(UnitConversion.petaflopDays(flop: first), 0.96, 0.02))
  }

  @Test func `a share of overhead is a PUE`() {
    #expect(isNear(ImpliedFigure.pue(overheadShare: 0.08), 1.087, 1e-3))
  }
}
