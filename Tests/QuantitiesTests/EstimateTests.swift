import Quantities
import Testing

@Suite struct EstimateTests {
  @Test func `a range is widened until it holds the best value`() {
    let estimate = Estimate<Energy>(.joules(5), low: .joules(6), high: .joules(4))
    #expect(estimate == Estimate(exactly: .joules(5)))
  }

  @Test func `sums add ends to ends`() {
    let sum =
      Estimate<Energy>(.joules(5), low: .joules(4), high: .joules(7))
      + Estimate(.joules(1), low: .joules(0), high: .joules(3))
    #expect(sum == Estimate(.joules(6), low: .joules(4), high: .joules(10)))
  }

  @Test func `the range of a product holds every product of what is inside`() {
    let energy = Estimate<Energy>(.joules(2), low: .joules(-1), high: .joules(4))
    let ratio = Estimate<Ratio>(Ratio(1.5), low: Ratio(1), high: Ratio(2))
    #expect(energy * ratio == Estimate(.joules(3), low: .joules(-2), high: .joules(8)))
  }

  @Test func `energy times intensity is emissions`() {
    let energy = Estimate<Energy>(exactly: .kilowattHours(2))
    let intensity = Estimate<CarbonIntensity>(exactly: .gramsPerKilowattHour(300))
    #expect((energy * intensity).value == .grams(600))
  }

  @Test func `power over time is energy`() {
    #expect(Power.watts(10) * .milliseconds(1500) == .joules(15))
    #expect(Energy.joules(15) / .milliseconds(1500) == .watts(10))
  }
}
