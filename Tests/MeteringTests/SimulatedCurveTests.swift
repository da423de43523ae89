import JoulebookTesting
import Quantities
import Testing

/// Integrals of simulated power, which every claim of accuracy rests on.
struct SimulatedCurveTests {
  static let curves: [PowerCurve] = [
    .constant(70),
    .ramp(from: 20, to: 300, over: 3),
    .square(low: 50, high: 350, hertz: 5),
    .square(low: 50, high: 350, hertz: 0.2, duty: 0.25, phase: 0.6),
    .steps([(at: 0, watts: 100), (at: 1.5, watts: 20), (at: 4, watts: 250)]),
    .constant(30) + .square(low: 0, high: 10, hertz: 1) + .ramp(from: 0, to: 5, over: 10),
  ]

  @Test(arguments: curves)
  func `the energy of a curve is the area under its power`(curve: PowerCurve) {
    // The middle of each of many thin slices: exact for straight lines, off by a slice at a jump.
    let slices = 70_000
    let width = 7.0 / Double(slices)
    let area = (0..<slices).reduce(0.0) { sum, slice in
      sum + curve.power(at: (Double(slice) + 0.5) * width).watts * width
    }
    #expect(abs(curve.energy(from: 0, to: 7).joules - area) < 0.5)
  }

  @Test func `energies of adjoining windows add up`() {
    for curve in Self.curves {
      let parts = curve.energy(from: 0, to: 1.23) + curve.energy(from: 1.23, to: 6)
      #expect(abs((parts - curve.energy(from: 0, to: 6)).joules) < 1e-9)
    }
  }

  @Test func `a square's duty is the part of the time spent high`() {
    let curve = PowerCurve.square(low: 0, high: 100, hertz: 2, duty: 0.3)
    #expect(abs(curve.energy(to: 10).joules - 300) < 1e-9)
  }

  @Test func `a machine's truth counts each joule once`() throws {
    let server = try #require(Scenarios.named("server"))
    // Two packages, two memories and eight GPUs; the platform counter contains some of them.
    let watts: Double = 220 + 230 + 35 + 36 + 8 * 470
    #expect(abs(server.truth(from: 0, to: 10).joules - watts * 10) < 1e-6)
    let twin = try #require(Scenarios.named("twin"))
    #expect(abs(twin.truth(from: 0, to: 10).joules - 650) < 1e-9)
    let mirrored = try #require(Scenarios.named("mirrored-die"))
    #expect(abs(mirrored.truth(from: 0, to: 10).joules - 1200) < 1e-9)
  }

  @Test func `scenarios have names of their own`() {
    #expect(Set(Scenarios.all.map(\.name)).count == Scenarios.all.count)
    #expect(Scenarios.all.allSatisfy { $0.summary.hasSuffix(".") })
  }

  @Test func `a manual clock moves only when told`() async throws {
    let clock = ManualClock()
    clock.advance(by: .seconds(3))
    try await clock.sleep(until: clock.now.advanced(by: .seconds(2)))
    #expect(clock.now.offset == .seconds(5))
  }
}
