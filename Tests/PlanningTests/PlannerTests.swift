import Accounting
import Quantities
import Testing

@testable import Planning

/// Plans over places, in wall-clock time.
struct PlannerTests {
  private static let release = moment("2026-03-01T10:00:00Z")

  private static func moment(_ text: String) -> Timestamp {
    Timestamp(text) ?? Timestamp(nanoseconds: 0)
  }

  private static func series(
    _ zone: String, _ values: [Double], slot: Int = 3600,
    from start: String = "2026-03-01T10:00:00Z",
    spread: Double? = nil
  ) -> IntensitySeries {
    IntensitySeries(
      zone: zone, start: moment(start), slotSeconds: slot, values: values,
      low: spread.map { part in values.map { $0 * (1 - part) } },
      high: spread.map { part in values.map { $0 * (1 + part) } }, source: "test")
  }

  private static func candidate(
    _ place: String, _ values: [Double], pue: Double = 1, spread: Double? = nil
  ) -> PlanCandidate {
    PlanCandidate(
      place: place, placeName: place, intensity: series(place, values, spread: spread),
      pue: Estimate(exactly: Ratio(pue)))
  }

  private static func job(hours: Double = 3, watts: Double = 1000) -> PlannedJob {
    PlannedJob(
      name: "job", stages: [.init(seconds: hours * 3600, power: .watts(watts))],
      evidence: .assumed, source: "given")
  }

  private static let hours = [300.0, 100, 400, 120, 380, 90, 360]

  private static var window: PlanWindow {
    PlanWindow(release: release, deadline: release + .seconds(7 * 3600))
  }

  @Test func `the best start is found in quarters of an hour`() throws {
    let table = Planner(job: Self.job(), window: Self.window).table([
      Self.candidate("DE", Self.hours)
    ])
    let baseline = try #require(table.baseline)
    #expect(abs(baseline.emissions.value.grams - 800) < 1e-6)
    let best = try #require(table.ranked.first)
    #expect(best.start == Self.moment("2026-03-01T13:00:00Z"))
    #expect(best.finish == Self.moment("2026-03-01T16:00:00Z"))
    #expect(abs(best.emissions.value.grams - 590) < 1e-6)
    #expect(best.method == .slidingWindow)
    #expect(abs((best.saving(against: baseline) ?? 0) - 0.2625) < 1e-9)
  }

  @Test func `an interruptible job runs in the clean hours`() throws {
    var window = Self.window
    window.isInterruptible = true
    let best = try #require(
      Planner(job: Self.job(), window: window).table([Self.candidate("DE", Self.hours)]).ranked
        .first)
    #expect(best.kind == .paused && best.method == .selection)
    #expect(best.pauses == 2)
    #expect(abs(best.emissions.value.grams - 310) < 1e-6)
    window.resumeEnergy = .kilowattHours(0.2)
    let dear = try #require(
      Planner(job: Self.job(), window: window).table([Self.candidate("DE", Self.hours)]).ranked
        .first)
    #expect(dear.method == .dynamicProgramming)
    #expect(abs(dear.emissions.value.grams - 352) < 1e-6)
    #expect(abs(dear.energy.value.kilowattHours - 3.4) < 1e-9)
    #expect(abs(dear.idleEnergy.kilowattHours - 0.4) < 1e-9)
  }

  @Test func `another place may be cleaner than any hour`() throws {
    let table = Planner(job: Self.job(), window: Self.window).table([
      Self.candidate("DE", Self.hours, pue: 1.5),
      Self.candidate("SE", Array(repeating: 30, count: 7)),
    ])
    #expect(table.ranked.map(\.candidate.place) == ["SE", "DE"])
    #expect(abs((table.baseline?.emissions.value.grams ?? 0) - 1200) < 1e-6)
    #expect(table.pareto.map(\.candidate.place) == ["SE"])
    #expect(table.ranked[0].kind == .now)
  }

  @Test func `moving the data counts`() throws {
    var far = Self.candidate("SE", Array(repeating: 30, count: 7))
    far.transferEnergy = Estimate(exactly: .kilowattHours(20))
    let table = Planner(job: Self.job(), window: Self.window).table([
      Self.candidate("DE", Self.hours), far,
    ])
    #expect(table.ranked.map(\.candidate.place) == ["DE", "SE"])
    #expect(abs(table.ranked[1].emissions.value.grams - 690) < 1e-6)
  }

  @Test func `pareto keeps what is earlier, cleaner or cheaper`() throws {
    var clean = Self.candidate("SE", Array(repeating: 30, count: 7))
    clean.pricePerKilowattHour = 0.5
    var near = Self.candidate("DE", Self.hours)
    near.pricePerKilowattHour = 0.1
    let table = Planner(job: Self.job(), window: Self.window).table([near, clean])
    #expect(table.pareto.contains { $0.candidate.place == "DE" && $0.kind == .now })
    #expect(table.pareto.contains { $0.candidate.place == "SE" })
    for plan in table.pareto {
      #expect(
        !table.pareto.contains {
          $0.total.grams < plan.total.grams && $0.finish <= plan.finish
            && ($0.cost ?? 0) <= (plan.cost ?? 0)
        })
    }
  }

  @Test func `the range holds the value and widens with each uncertainty`() throws {
    let narrow = try #require(
      Planner(job: Self.job(), window: Self.window).table([
        Self.candidate("DE", Self.hours, spread: 0.1)
      ]).ranked.first)
    #expect(abs(narrow.emissions.low.grams - 590 * 0.9) < 1e-6)
    #expect(abs(narrow.emissions.high.grams - 590 * 1.1) < 1e-6)
    let job = PlannedJob(
      name: "", stages: Self.job().stages,
      energyRange: Estimate(Ratio(1), low: Ratio(0.5), high: Ratio(2)), evidence: .modelled,
      source: "")
    let wide = try #require(
      Planner(job: job, window: Self.window).table([
        Self.candidate("DE", Self.hours, spread: 0.1)
      ]).ranked.first)
    #expect(abs(wide.emissions.low.grams - 590 * 0.45) < 1e-6)
    #expect(abs(wide.emissions.high.grams - 590 * 2.2) < 1e-6)
  }

  @Test func `marginal stands apart and changes no rank`() throws {
    var candidate = Self.candidate("DE", Self.hours)
    candidate = PlanCandidate(
      place: "DE", placeName: "DE", intensity: candidate.intensity,
      marginal: .init(series: Self.series("DE", Array(repeating: 700, count: 7)), source: "test"),
      pue: candidate.pue)
    let best = try #require(
      Planner(job: Self.job(), window: Self.window).table([candidate]).ranked.first)
    #expect(abs((best.marginalEmissions?.grams ?? 0) - 2100) < 1e-6)
    #expect(abs(best.emissions.value.grams - 590) < 1e-6)
  }

  @Test func `blackout hours of the day are kept`() throws {
    var window = Self.window
    window.blackouts = [try #require(DailySpan("13:00-14:00"))]
    let table = Planner(job: Self.job(), window: window).table([Self.candidate("DE", Self.hours)])
    #expect(table.ranked.first?.start == Self.release)
    #expect(table.ranked.first?.finish == Self.moment("2026-03-01T13:00:00Z"))
    window.blackouts = [try #require(DailySpan("12:00-15:00"))]
    let none = Planner(job: Self.job(), window: window).table([Self.candidate("DE", Self.hours)])
    #expect(none.ranked.isEmpty)
    #expect(none.refused.map(\.reason) == ["no open stretch is long enough"])
    #expect(none.baseline != nil)
  }

  @Test func `capacity keeps a job out of hours that cannot feed it`() throws {
    var window = Self.window
    window.capacities = [
      PlanWindow.Capacity(span: try #require(DailySpan("13:00-16:00")), power: .watts(900))
    ]
    let table = Planner(job: Self.job(), window: window).table([Self.candidate("DE", Self.hours)])
    #expect(table.ranked.first?.start == Self.release)
    let small = Planner(job: Self.job(watts: 800), window: window)
    #expect(
      small.table([Self.candidate("DE", Self.hours)]).ranked.first?.start
        == Self.moment("2026-03-01T13:00:00Z"))
  }

  @Test(arguments: ["22:00-06:00", "00:00-24:00", "23:30-00:30", "09:00-17:00"])
  func `a span of the day meets the moments in it, over midnight too`(text: String) throws {
    let span = try #require(DailySpan(text))
    for minute in 0..<(3 * 1440) {
      let of = minute % 1440 * 60
      let isIn =
        span.start < span.end
        ? of >= span.start && of < span.end : of >= span.start || of < span.end
      let start = Int64(minute * 60)
      #expect(span.meets(start..<start + 60) == isIn)
    }
    #expect(DailySpan("25:00-26:00") == nil && DailySpan("10:00") == nil)
    #expect(DailySpan("10:00-10:00") == nil && DailySpan("1:2:3-4:5") == nil)
  }

  @Test func `slots of thirty minutes and releases between them are weighted by time`() throws {
    let series = Self.series("GB", [100, 200, 300, .nan], slot: 1800)
    let means = series.means(
      from: Self.moment("2026-03-01T10:15:00Z"), slotSeconds: 1800, count: 4)
    #expect(means[0] == 150 && means[1] == 250)
    #expect(means[2].isNaN && means[3].isNaN)
    #expect(
      series.means(from: Self.moment("2026-03-01T09:45:00Z"), slotSeconds: 1800, count: 2)[0].isNaN)
  }

  @Test func `a job's curve is cut into slots that add up to its energy`() {
    let job = PlannedJob(
      name: "",
      stages: [
        .init(seconds: 100, power: .watts(50)), .init(seconds: 5000, power: .watts(900)),
        .init(seconds: 37.5, power: .watts(10)),
      ], evidence: .metered, source: "")
    for slot in [1.0, 7, 60, 900, 3600, 86_400] {
      let profile = job.profile(slot: slot)
      #expect(profile.count == Int((job.seconds / slot).rounded(.up)))
      #expect(abs(profile.reduce(0, +) - job.energy.kilowattHours) < 1e-9)
    }
  }

  @Test func `speed is chosen slot by slot where settings are given`() throws {
    var full = Self.candidate("DE", Self.hours)
    full = PlanCandidate(
      place: "DE", placeName: "DE", hardware: "full", intensity: full.intensity, pue: full.pue)
    var half = PlanCandidate(
      place: "DE", placeName: "DE", hardware: "half", intensity: full.intensity, pue: full.pue)
    half.timeFactor = Estimate(exactly: Ratio(1.5))
    half.powerFactor = Estimate(exactly: Ratio(0.5))
    let table = Planner(job: Self.job(), window: Self.window).table(
      [full, half], choosesSpeed: true)
    let scaled = try #require(table.ranked.first { $0.kind == .scaled })
    // Work at half speed is 0.75 kWh an hour-equivalent; nothing through is as clean.
    #expect(table.ranked.allSatisfy { $0.total.grams >= scaled.total.grams - 1e-6 })
    #expect(scaled.stretches.allSatisfy { ["full", "half"].contains($0.setting) })
  }
}
