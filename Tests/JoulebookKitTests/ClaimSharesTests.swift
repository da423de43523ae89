import Accounting
import Metering
import Testing

@testable import JoulebookKit

/// Claims that come to more than the machine are cut in proportion.
struct ClaimSharesTests {
  private let device = Device(
    component: .cpu, name: "package-0", sensor: "rapl", evidence: .metered, sharing: .cpuTime)

  private func spans(_ watts: Double, seconds: Int) -> [Run.Span] {
    (0..<seconds).map { second in
      var tally = Tally()
      tally.energy = watts
      tally.seconds = 1
      return Run.Span(start: Double(second), end: Double(second + 1), tallies: [tally])
    }
  }

  private func shares(_ others: [(from: Int64, to: Int64, cpu: Double)]) -> ClaimShares {
    ClaimShares(
      start: 0,
      others: others.map {
        MachineClaim.Other(
          run: "r", start: $0.from * 1_000_000_000, end: $0.to * 1_000_000_000,
          parts: .init(cpu: $0.cpu, memory: 1, gpu: 1))
      })
  }

  private func ceded(_ shares: ClaimShares, claim: Double) -> Double {
    shares.ceded(device, claim: claim, spans: spans(100, seconds: 10), at: 0)
  }

  @Test func `two whole machines halve the time that they share`() {
    #expect(abs(ceded(shares([(4, 8, 1)]), claim: 1) - 200) < 1e-9)
  }

  @Test func `what three claim is divided by three while all are there`() {
    // 2 s alone, 2 s by two, 4 s by three, 2 s by two.
    let all = shares([(2, 8, 1), (4, 10, 1)])
    #expect(abs(ceded(all, claim: 1) - (2 * 50 + 4 * 200.0 / 3 + 2 * 50)) < 1e-9)
  }

  @Test func `reservations that fit beside each other leave nothing`() {
    #expect(ceded(shares([(0, 10, 0.5)]), claim: 0.5) == 0)
  }

  @Test func `a reservation and a whole machine book the whole together`() {
    let half = 100 * 10 * 0.5 - ceded(shares([(0, 10, 1)]), claim: 0.5)
    let whole = 100 * 10 - ceded(shares([(0, 10, 0.5)]), claim: 1)
    #expect(abs(half + whole - 1000) < 1e-9)
    #expect(abs(whole / half - 2) < 1e-9)
  }

  @Test func `claims outside the run take nothing`() {
    #expect(ceded(shares([(-5, 0, 1), (10, 12, 1)]), claim: 1) == 0)
  }
}
