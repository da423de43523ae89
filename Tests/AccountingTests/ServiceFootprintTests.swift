import Quantities
import Testing

@testable import Accounting

/// A small generator of its own, so that a failure can be repeated.
private struct Dice {
  private var state: UInt64
  init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next(_ range: ClosedRange<Double>) -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let part = Double(state >> 11) / Double(UInt64(1) << 53)
    return range.lowerBound + part * (range.upperBound - range.lowerBound)
  }
}

@Suite struct ServiceFootprintTests {
  /// A run that books all that one device draws: a power for each second.
  static func entry(_ watts: [Double], _ marks: [Mark], accuracy: Device.Accuracy? = nil) -> Entry {
    var entry = Entries.entry()
    if let accuracy {
      entry.run.devices[0].device = Device(
        component: .gpu, name: "GPU-0", sensor: "nvml", evidence: .metered,
        sharing: .deviceProcesses, accuracy: accuracy)
    }
    entry.policy = .wholeMachine
    entry.run.seconds = Double(watts.count)
    var total = Tally()
    entry.run.spans = watts.enumerated().map { index, power in
      var tally = Tally()
      (tally.energy, tally.run, tally.seconds) = (power, power, 1)
      total += tally
      return Run.Span(start: Double(index), end: Double(index + 1), tallies: [tally])
    }
    entry.run.devices[0].total = total
    var progress = RunProgress()
    progress.marks = marks.sorted { $0.at < $1.at }
    progress.received = marks.count
    entry.progress = progress
    return entry
  }

  static func stage(_ at: Double, _ stage: ServiceStage) -> Mark {
    var mark = Mark(at: at)
    mark.stage = stage.rawValue
    return mark
  }

  /// Sums up to a moment, as a watch sends them.
  static func count(
    _ at: Double, requests: Double? = nil, input: Double = 0, output: Double = 0,
    start: Double = 0, now: Double = 0
  ) -> Mark {
    var mark = Mark(at: at)
    mark.requests = requests
    mark.tokens = input + output
    mark.metrics = [
      ServiceMetric.input: input, ServiceMetric.output: output,
      ServiceMetric.inFlightAtStart: start, ServiceMetric.inFlight: now,
    ]
    return mark
  }

  /// 10 s loading at 200 W, 20 s idle at 50 W, 10 s serving at 250 W, 5 s idle again.
  private func served(start: Double = 0, now: Double = 0) -> Entry {
    Self.entry(
      Array(repeating: 200.0, count: 10) + Array(repeating: 50, count: 20)
        + Array(repeating: 250, count: 10) + Array(repeating: 50, count: 5),
      [
        Self.stage(0, .loading), Self.stage(10, .idle), Self.stage(30, .serving),
        Self.stage(40, .idle), Self.count(10, requests: 0, start: start),
        Self.count(40, requests: 20, input: 1000, output: 500, start: start, now: now),
      ])
  }

  @Test func `the parts are what the server did, and idle stands apart`() throws {
    let service = try #require(ServiceFootprint(served()))
    #expect(service.lines.map(\.part) == [.loading, .idle, .base, .requests])
    #expect(service.lines.map { $0.energy.value.joules.rounded() } == [2000, 1250, 500, 2000])
    #expect(service.lines.map(\.seconds) == [10, 25, 10, 10])
    #expect(service.idlePower?.value.watts == 50)
    #expect(service.lines.map(\.evidence).last == .attributed)
  }

  @Test func `each request and token has its part of each sum`() throws {
    let service = try #require(ServiceFootprint(served()))
    #expect(service.counts.map(\.thing) == [.requests, .inputTokens, .outputTokens, .tokens])
    #expect(service.counts.map(\.value) == [20, 1000, 500, 1500])
    let request = service.counts[0]
    #expect(service.each(request, .serving)?.value.joules == 125)
    #expect(service.each(request, .aboveIdle)?.value.joules == 100)
    #expect(abs((service.each(request, .run)?.value.joules ?? 0) - 287.5) < 1e-9)
    #expect(service.each(service.counts[2], .serving)?.value.joules == 5)
  }

  @Test func `requests that ran at the ends widen the range`() throws {
    let service = try #require(ServiceFootprint(served(start: 2, now: 5)))
    let request = service.counts[0]
    #expect(request.low == 18 && request.high == 25)
    let each = try #require(service.each(request, .serving))
    #expect(each.low.joules == 2500 / 25 && abs(each.high.joules - 2500 / 18) < 1e-9)
    #expect(service.counts[2].low == 450 && service.counts[2].high == 625)
  }

  @Test func `without an idle moment nothing is said of what lies above it`() throws {
    let service = try #require(
      ServiceFootprint(
        Self.entry(
          Array(repeating: 100, count: 10),
          [Self.stage(0, .serving), Self.count(10, requests: 4, output: 40)])))
    #expect(service.idlePower == nil && service.split == nil)
    #expect(service.lines.map(\.part) == [.requests])
    #expect(service.each(service.counts[0], .aboveIdle) == nil)
    #expect(service.each(service.counts[0], .serving)?.value.joules == 250)
  }

  @Test func `a job that only counted has figures of the whole run`() throws {
    var mark = Mark(at: 5)
    mark.tokens = 50
    let service = try #require(
      ServiceFootprint(Self.entry(Array(repeating: 10, count: 10), [mark])))
    #expect(service.lines.isEmpty && service.counts.map(\.thing) == [.tokens])
    #expect(service.each(service.counts[0], .run)?.value.joules == 2)
    #expect(service.each(service.counts[0], .serving) == nil)
    var epoch = Mark(at: 1)
    epoch.epoch = 1
    #expect(ServiceFootprint(Self.entry([10], [epoch])) == nil)
  }

  @Test(arguments: 1...60)
  func `parts always add up to what the run books`(seed: Int) throws {
    var dice = Dice(seed)
    let seconds = Int(dice.next(2...90))
    let watts = (0..<seconds).map { _ in dice.next(0...700) }
    let stages = ServiceStage.allCases
    var marks = [Self.stage(dice.next(0...1), .serving)]
    for _ in 0..<Int(dice.next(0...30)) {
      marks.append(
        Self.stage(dice.next(-1...Double(seconds) + 3), stages[Int(dice.next(0...3.99))]))
    }
    marks.append(Self.count(Double(seconds), requests: 3, output: 7))
    let entry = Self.entry(watts, marks, accuracy: .init(low: 0.9, high: 1.2))
    let service = try #require(ServiceFootprint(entry))
    let booked = AccountingMethod().footprint(of: entry).energy
    let sum = service.lines.reduce(0) { $0 + $1.energy.value.joules }
    #expect(abs(sum - booked.value.joules) <= 1e-9 * max(1, booked.value.joules))
    #expect(service.lines.allSatisfy { $0.energy.low <= $0.energy.value })
    #expect(service.lines.allSatisfy { $0.energy.high >= $0.energy.value })
    let time = service.lines.filter { $0.part != .base || service.idlePower == nil }
      .reduce(0) { $0 + $1.seconds }
    #expect(abs(time - Double(seconds)) < 1e-6)
  }

  @Test func `tokens in and out are told apart where they did not rise together`() throws {
    var dice = Dice(7)
    var (input, output) = (0.0, 0.0)
    var watts: [Double] = Array(repeating: 40, count: 30)
    var marks = [Self.stage(0, .idle), Self.stage(30, .serving), Self.count(30, requests: 0)]
    for second in 0..<60 {
      let (more, out) = (dice.next(0...400), dice.next(0...100))
      input += more
      output += out
      watts.append(40 + 0.2 * more + 1.5 * out + dice.next(-3...3))
      marks.append(
        Self.count(Double(31 + second), requests: Double(second), input: input, output: output))
    }
    let split = try #require(ServiceFootprint(Self.entry(watts, marks))?.split)
    #expect(split.stretches == 60)
    #expect((split.input.low.joules...split.input.high.joules).contains(0.2))
    #expect((split.output.low.joules...split.output.high.joules).contains(1.5))
    #expect(split.input.high.joules - split.input.low.joules < 0.03)
  }

  @Test func `tokens that rose together are not told apart`() throws {
    var watts: [Double] = Array(repeating: 40, count: 10)
    var marks = [Self.stage(0, .idle), Self.stage(10, .serving), Self.count(10, requests: 0)]
    for second in 1...40 {
      watts.append(140)
      marks.append(
        Self.count(
          Double(10 + second), requests: Double(second), input: Double(second) * 100,
          output: Double(second) * 20))
    }
    let service = try #require(ServiceFootprint(Self.entry(watts, marks)))
    #expect(service.split == nil && service.idlePower != nil)
  }

  @Test(arguments: 1...40)
  func `shares over requests and idle add up to the run`(seed: Int) {
    var dice = Dice(seed)
    let seconds = Int(dice.next(1...60))
    let entry = Self.entry((0..<seconds).map { _ in dice.next(0...500) }, [])
    let requests = (0..<Int(dice.next(0...50))).map { _ in
      let start = dice.next(-5...Double(seconds) + 5)
      return (start: start, end: start + dice.next(0...20))
    }
    let shares = RequestShares(requests, entry)
    let booked = AccountingMethod().footprint(of: entry).energy.value.joules
    #expect(abs((shares.shared + shares.idle).joules - booked) <= 1e-9 * max(1, booked))
    #expect(shares.energies.allSatisfy { $0.joules >= 0 })
  }

  @Test func `requests at once share the power equally`() {
    let entry = Self.entry([100, 100, 100, 100], [])
    let shares = RequestShares(
      [(start: 0, end: 2), (start: 1, end: 3), (start: 9, end: 10)], entry)
    #expect(shares.energies.map(\.joules) == [150, 150, 0])
    #expect(shares.idle.joules == 100 && shares.idleSeconds == 1)
  }
}
