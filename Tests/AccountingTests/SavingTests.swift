import Accounting
import Quantities
import Testing

/// What waiting and pausing saved: one curve, one series, two starts.
struct SavingTests {
  static let start = Timestamp(nanoseconds: 1_795_528_800_000_000_000)

  /// One kWh an hour for three hours.
  static let curve = EnergyCurve(
    pieces: (0..<3).map {
      EnergyCurve.Piece(
        start: Double($0) * 3600, end: Double($0 + 1) * 3600, energy: .kilowattHours(1))
    })

  static let series = IntensitySeries(
    zone: "XX", start: start, slotSeconds: 3600, values: [300, 100, 400, 120, 380, 90, 360],
    source: "worked vector")

  private func hour(_ number: Double) -> Timestamp { Self.start + .seconds(number * 3600) }

  @Test func `a later start saves the difference of the worked vector`() throws {
    let saving = try #require(
      Self.curve.saving(
        started: hour(3), requested: hour(0), pauses: [], series: Self.series, at: hour(7)))
    #expect(abs(saving.atOnce.grams - 800) < 1e-9 && abs(saving.actual.grams - 590) < 1e-9)
    #expect(abs(saving.saved.grams - 210) < 1e-9 && saving.kind == "history")
  }

  @Test func `a pause moves what follows and its own draw counts for the run as it went`() throws {
    // One kWh in hours 0 and 2, a tenth of one while suspended in hour 1.
    let curve = EnergyCurve(pieces: [
      .init(start: 0, end: 3600, energy: .kilowattHours(1)),
      .init(start: 3600, end: 7200, energy: .kilowattHours(0.1)),
      .init(start: 7200, end: 10_800, energy: .kilowattHours(1)),
    ])
    let pause = Acting.Pause(start: 3600, end: 7200, reason: "", resumed: "", way: "signals")
    let saving = try #require(
      curve.saving(
        started: hour(1), requested: hour(1), pauses: [pause], series: Self.series, at: hour(7)))
    #expect(abs(saving.actual.grams - (100 + 40 + 120)) < 1e-9)
    #expect(abs(saving.atOnce.grams - (100 + 400)) < 1e-9)
  }

  @Test func `a start within an hour is shared between the hours`() throws {
    let emissions = try #require(Self.curve.emissions(from: hour(0.5), in: Self.series))
    #expect(abs(emissions.grams - (150 + 100 + 400 + 60)) < 1e-6)
  }

  @Test func `an hour that is not known gives no figure`() {
    #expect(Self.curve.emissions(from: hour(5), in: Self.series) == nil)
    let gap = IntensitySeries(
      zone: "XX", start: Self.start, slotSeconds: 3600, values: [300, .nan, 400], source: "")
    #expect(Self.curve.emissions(from: hour(0), in: gap) == nil)
  }

  @Test func `a flat series saves nothing`() throws {
    let flat = IntensitySeries(
      zone: "XX", start: Self.start, slotSeconds: 3600, values: [Double](repeating: 250, count: 9),
      source: "")
    let saving = try #require(
      Self.curve.saving(
        started: hour(4), requested: hour(0.3), pauses: [], series: flat, at: hour(9)))
    #expect(abs(saving.saved.grams) < 1e-6)
  }
}
