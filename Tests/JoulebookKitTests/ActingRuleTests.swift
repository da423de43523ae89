import Accounting
import Quantities
import Testing

@testable import JoulebookKit

/// The rules of waiting, pausing and budgets, without a clock or a process.
struct ActingRuleTests {
  static let now = Timestamp(nanoseconds: 1_795_528_800_000_000_000)

  /// Hours from now on.
  private func series(_ values: [Double]) -> IntensitySeries {
    IntensitySeries(
      zone: "DE", start: Self.now, slotSeconds: 3600, values: values,
      kind: .forecast(issued: Self.now), source: "test")
  }

  private func hours(_ number: Double) -> Duration { .seconds(number * 3600) }

  private func duration(_ usual: Double, longest: Double? = nil) throws -> JobDuration {
    try #require(
      JobDuration(
        earlier: longest.map { [usual * 3600, usual * 3600, $0 * 3600] } ?? [usual * 3600],
        origin: "test"))
  }

  @Test func `the start is that of the cleanest hours that leave time`() throws {
    var rule = HoldRule(
      requested: Self.now, limit: Self.now + hours(5), expected: try duration(3))
    rule.plan(series([300, 100, 400, 120, 380, 90, 360, 50, 50]), trouble: nil, now: Self.now)
    // The worked vector of methods 3.16, one kWh spread over three hours: hours 3 to 5 give 590 / 3.
    #expect(rule.start == Self.now + hours(5))
    #expect(rule.reason.contains("167 g"))
    var shorter = HoldRule(
      requested: Self.now, limit: Self.now + hours(4), expected: try duration(3))
    shorter.plan(series([300, 100, 400, 120, 380, 90, 360]), trouble: nil, now: Self.now)
    #expect(shorter.start == Self.now + hours(3))
  }

  @Test func `a plan holds when the provider is lost and gives way to a newer one`() throws {
    var rule = HoldRule(
      requested: Self.now, limit: Self.now + hours(5), expected: try duration(1))
    rule.plan(series([300, 100, 50, 300, 300, 300]), trouble: nil, now: Self.now)
    rule.plan(nil, trouble: "no answer", now: Self.now + hours(1))
    #expect(rule.start == Self.now + hours(2))
    rule.plan(series([300, 20, 50, 300, 300, 300]), trouble: nil, now: Self.now + hours(1))
    #expect(rule.start == Self.now + hours(1))
  }

  @Test func `without any plan or after the latest start it begins at once`() throws {
    var rule = HoldRule(
      requested: Self.now, limit: Self.now + hours(5), expected: try duration(1))
    rule.plan(nil, trouble: "no answer", now: Self.now)
    #expect(rule.start == Self.now && rule.reason.hasSuffix("It starts at once."))
    rule.plan(series([1, 2, 3]), trouble: nil, now: Self.now + hours(6))
    #expect(rule.start == Self.now + hours(6))
  }

  @Test func `unknown hours are never planned into`() throws {
    var rule = HoldRule(
      requested: Self.now, limit: Self.now + hours(4), expected: try duration(2))
    rule.plan(series([300, .nan, 10, .nan, 200, 200]), trouble: nil, now: Self.now)
    #expect(rule.start == Self.now + hours(4))
  }

  private func policy(
    _ rule: ActingOrder.PauseRule, deadline: Double?, maxWait: Double = 1000, usual: Double = 2
  ) throws -> PausePolicy {
    PausePolicy(
      rule: rule, requested: Self.now, deadline: deadline.map { Self.now + hours($0) },
      maxWait: hours(maxWait), waited: .zero, expected: try duration(usual))
  }

  @Test func `a threshold pauses above it and until the deadline asks for the rest`() throws {
    let policy = try policy(.threshold(.gramsPerKilowattHour(200)), deadline: 5)
    let all = series([300, 300, 300, 300, 300, 300])
    let decision = policy.decide(now: Self.now, ran: 0, paused: 0, isPaused: false, series: all)
    guard case .pause(let until, _) = decision else {
      Issue.record("\(decision)")
      return
    }
    #expect(until == Self.now + hours(3))
    let late = policy.decide(
      now: Self.now + hours(3), ran: 0, paused: 10_800, isPaused: true, series: all)
    guard case .run = late else {
      Issue.record("\(late)")
      return
    }
  }

  @Test func `what has run already need not be kept time for`() throws {
    let policy = try policy(.threshold(.gramsPerKilowattHour(200)), deadline: 5)
    let decision = policy.decide(
      now: Self.now + hours(1), ran: 3600, paused: 0, isPaused: false,
      series: series([300, 300, 300, 300, 300, 300]))
    guard case .pause(let until, _) = decision else {
      Issue.record("\(decision)")
      return
    }
    #expect(until == Self.now + hours(4))
  }

  @Test func `a run that takes longer than expected is not paused`() throws {
    let policy = try policy(.threshold(.gramsPerKilowattHour(200)), deadline: 50)
    let decision = policy.decide(
      now: Self.now, ran: 7201, paused: 0, isPaused: false, series: series([300, 300]))
    #expect(decision == .run("It takes longer than expected."))
  }

  @Test func `the plan runs in the cleanest hours before the deadline`() throws {
    let policy = try policy(.auto, deadline: 6)
    let values = series([300, 100, 400, 120, 380, 390, 10])
    let first = policy.decide(now: Self.now, ran: 0, paused: 0, isPaused: false, series: values)
    guard case .pause(let until, _) = first else {
      Issue.record("\(first)")
      return
    }
    #expect(until == Self.now + hours(1))
    let second = policy.decide(
      now: Self.now + hours(1), ran: 0, paused: 3600, isPaused: true, series: values)
    guard case .run = second else {
      Issue.record("\(second)")
      return
    }
    let third = policy.decide(
      now: Self.now + hours(2), ran: 3600, paused: 3600, isPaused: false, series: values)
    guard case .pause(let again, _) = third else {
      Issue.record("\(third)")
      return
    }
    #expect(again == Self.now + hours(3))
  }

  @Test func `without a known intensity nothing is paused`() throws {
    let policy = try policy(.auto, deadline: 6)
    for unknown in [nil, series([]), series([.nan, 100])] {
      let decision = policy.decide(
        now: Self.now, ran: 0, paused: 0, isPaused: false, series: unknown)
      #expect(decision == .run("No intensity of this time is known."))
    }
  }

  static let budgets: [(String, BudgetLimit.Kind, Double)] = [
    ("5kWh", .energy, 18e6), ("300 Wh", .energy, 1.08e6), ("1.5MJ", .energy, 1.5e6),
    ("1e3J", .energy, 1000), ("2kgCO2e", .emissions, 2000), ("500 g CO2", .emissions, 500),
    ("3t", .emissions, 3e6), ("10EUR", .money(currency: "EUR"), 10),
  ]

  @Test(arguments: budgets)
  func `a budget is read in its unit`(_ text: String, _ kind: BudgetLimit.Kind, _ amount: Double)
    throws
  {
    let limit = try BudgetLimit(text)
    #expect(limit.kind == kind && abs(limit.amount / amount - 1) < 1e-12)
  }

  @Test func `a budget of emissions goes by the intensity of each time`() throws {
    var watch = BudgetWatch(try BudgetLimit("1kgCO2e"), action: .stop, price: nil)
    func look(_ kilowattHours: Double, _ grams: Double?) -> Bool {
      watch.look(
        energy: .kilowattHours(kilowattHours),
        intensity: grams.map { .gramsPerKilowattHour($0) }, factor: .gramsPerKilowattHour(400),
        seconds: kilowattHours)
    }
    #expect(!look(1, 500) && abs(watch.part - 0.5) < 1e-12)
    #expect(!look(2, 100) && abs(watch.part - 0.6) < 1e-12)
    #expect(look(3, nil) && abs(watch.part - 1) < 1e-12 && watch.reached == 3)
    #expect(!look(4, nil), "it is reached once")
  }

  @Test(arguments: [
    ("90", 90.0), ("500ms", 0.5), ("30s", 30), ("90m", 5400), ("18h", 64_800), ("2d", 172_800),
    ("1h30m", 5400),
  ])
  func `a span is read`(_ text: String, _ seconds: Double) {
    #expect(ActingReader.seconds(text) == seconds)
  }

  @Test(arguments: ["", "h", "5x", "1h30", "-5m"])
  func `what is no span is none`(_ text: String) {
    #expect(ActingReader.seconds(text) == nil)
  }

  @Test func `a series survives the way between two processes`() throws {
    let whole = IntensitySeries(
      zone: "DE", start: Self.now, slotSeconds: 900, values: [1.5, 0, 300], low: [1, 0, 250],
      high: [2, 1, 350], kind: .forecast(issued: Self.now), source: "x")
    #expect(SeriesText(whole).series == whole)
    let gap = try #require(SeriesText(series([1, .nan])).series)
    #expect(gap.values[1].isNaN && gap.values[0] == 1)
  }
}
