import Accounting
import Quantities
import Testing

@Suite struct IdleBaselineTests {
  private let curve = [0.12, 0.32, 0.75, 1.02]

  @Test(arguments: [(0.0, 0.12), (0.05, 0.22), (0.1, 0.32), (0.5, 0.75), (1.0, 1.02)])
  func `relative power follows the curve in straight lines`(utilisation: Double, power: Double) {
    let found = IdleBaseline.relativePower(utilisation, curve: curve)
    #expect(abs(found - power) < 1e-12)
  }

  @Test func `idle power is modelled from the mean at the mean utilisation`() {
    let idle = IdleBaseline(
      meanWatts: 75, utilisation: 0.5, curve: curve, source: "Teads 2021", isModelled: false)
    #expect(abs(idle.power.value.watts - 12) < 1e-9)
    #expect(idle.evidence == .modelled)
    #expect(idle.power.low.watts < 12 && idle.power.high.watts > 12)
  }

  @Test func `a device at rest draws no more than it was ever seen to draw`() {
    let idle = IdleBaseline(metered: 40, origin: "an earlier run").atMost(30)
    #expect(idle.power.value == .watts(30))
    #expect(idle.power.high == .watts(30))
  }

  @Test func `a higher power that was seen changes nothing`() {
    let idle = IdleBaseline(metered: 40, origin: "an earlier run")
    #expect(idle.atMost(50) == idle)
    #expect(idle.atMost(nil) == idle)
  }
}
