import Testing

@testable import Planning

/// The worked vector of one kilowatt-hour a slot for three slots, and what holds for every series.
struct ShiftingTests {
  private let hours = [300.0, 100, 400, 120, 380, 90, 360]

  private func problem(resume: Double = 0) -> SlotProblem {
    SlotProblem(intensities: hours, profile: [1, 1, 1], resumeEnergy: resume)
  }

  @Test func `the worked vector comes out`() {
    #expect(problem().baseline() == SlotProblem.Choice(grams: 800, stretches: [0..<3]))
    #expect(problem().contiguous() == SlotProblem.Choice(grams: 590, stretches: [3..<6]))
    #expect(
      problem().interruptible()
        == SlotProblem.Choice(grams: 310, stretches: [1..<2, 3..<4, 5..<6]))
  }

  @Test(arguments: [(0.2, 352.0), (1.0, 520), (1.2, 562), (1.34, 590), (2, 590)])
  func `going on costs energy at the slot's intensity`(energy: Double, grams: Double) throws {
    let choice = try #require(problem(resume: energy).interruptible())
    #expect(abs(choice.grams - grams) < 1e-9)
    #expect(choice.stretches.count == (energy < 4.0 / 3 ? 3 : 1))
  }

  @Test(arguments: 0..<300)
  func `dynamic programming equals trying all`(seed: Int) {
    let problem = SlotProblem.random(seed: UInt64(seed))
    let found = problem.interruptible()
    let best = problem.triedOut()
    guard let found, let best else {
      #expect(found == nil && best == nil)
      return
    }
    #expect(abs(found.grams - best) <= 1e-9 * max(1, best))
    #expect(found.stretches.map(\.count).reduce(0, +) == problem.profile.count)
    #expect(found.slots.allSatisfy(problem.isAllowed))
    let least = min(problem.minimumStretch, problem.profile.count)
    #expect(found.stretches.allSatisfy { $0.count >= least })
    #expect(abs((problem.grams(of: found.stretches) ?? .nan) - best) <= 1e-9 * max(1, best))
  }

  @Test(arguments: 0..<200)
  func `more freedom never costs more`(seed: Int) throws {
    var problem = SlotProblem.random(seed: UInt64(seed) + 1000)
    problem.allowed = nil
    problem.minimumStretch = 1
    problem.pausedEnergy = 0
    problem.resumeEnergy = 0
    guard let baseline = problem.baseline() else { return }
    let contiguous = try #require(problem.contiguous())
    let interruptible = try #require(problem.interruptible())
    #expect(contiguous.grams <= baseline.grams)
    #expect(interruptible.grams <= contiguous.grams + 1e-9)
    var longer = problem
    longer.intensities.append(Double(seed % 500))
    #expect(try #require(longer.contiguous()).grams <= contiguous.grams)
    #expect(try #require(longer.interruptible()).grams <= interruptible.grams + 1e-9)
  }

  @Test func `a flat series saves nothing and starts at once`() throws {
    let flat = SlotProblem(
      intensities: Array(repeating: 417.3, count: 48), profile: [0.4, 1.1, 0.7], resumeEnergy: 0.1)
    let baseline = try #require(flat.baseline())
    #expect(flat.contiguous() == baseline)
    #expect(flat.interruptible()?.stretches == [0..<3])
    #expect(abs((flat.interruptible()?.grams ?? 0) - baseline.grams) < 1e-9)
  }

  @Test func `the saving in per cent does not depend on the power`() throws {
    var problem = problem()
    let one = try #require(problem.contiguous()).grams / 800
    problem.profile = [250, 250, 250]
    #expect(
      abs(try #require(problem.contiguous()).grams / (try #require(problem.baseline()).grams) - one)
        < 1e-12)
  }

  @Test func `a curve is laid where its peak falls into the clean slot`() {
    let problem = SlotProblem(intensities: [100, 300, 100, 50, 200], profile: [1, 5])
    #expect(problem.contiguous() == SlotProblem.Choice(grams: 350, stretches: [2..<4]))
  }

  @Test func `blackout hours and unknown slots are left alone`() {
    var problem = problem()
    problem.intensities[5] = .nan
    #expect(problem.interruptible()?.stretches == [0..<2, 3..<4])
    #expect(problem.contiguous()?.stretches == [1..<4])
    problem.allowed = [true, false, true, true, true, true, true]
    #expect(problem.contiguous()?.stretches == [2..<5])
    #expect(problem.baseline() == nil)
  }

  @Test func `held hardware makes waiting cost`() {
    var problem = problem()
    // Waiting one slot costs 300 g a kWh, and saves 180 g; three slots cost 800 g and save 210 g.
    problem.waitingEnergy = 0.7
    #expect(problem.contiguous() == SlotProblem.Choice(grams: 800, stretches: [0..<3]))
    problem.waitingEnergy = 0.5
    #expect(problem.contiguous() == SlotProblem.Choice(grams: 770, stretches: [1..<4]))
    problem.waitingEnergy = 0.01
    #expect(problem.contiguous() == SlotProblem.Choice(grams: 598, stretches: [3..<6]))
  }

  @Test func `the frontier goes from the earliest to the cleanest`() {
    let frontier = problem().frontier()
    #expect(frontier.map(\.start) == [0, 1, 3])
    #expect(frontier.map(\.grams) == [800, 620, 590])
  }

  @Test func `what does not fit is nothing`() {
    let problem = SlotProblem(intensities: [1, 2], profile: [1, 1, 1])
    #expect(problem.baseline() == nil && problem.contiguous() == nil)
    #expect(problem.interruptible() == nil && problem.frontier().isEmpty)
    #expect(SlotProblem(intensities: [1], profile: []).contiguous() == nil)
  }
}

struct BestStartsTests {
  @Test(arguments: [(1, 1), (3, 3), (3, 24), (6, 24), (24, 48), (5, 6)])
  func `every release gets what a plan of its own finds`(length: Int, window: Int) throws {
    var random = SmallRandom(seed: 5)
    var values = (0..<200).map { _ in Double(random.next() % 900) }
    values[77] = .nan
    let means = BestStarts.means(of: values, length: length, window: window)
    #expect(means.count == values.count - window + 1)
    for (release, mean) in means.enumerated() {
      let problem = SlotProblem(
        intensities: Array(values[release..<release + window]),
        profile: Array(repeating: 1, count: length))
      let best = problem.contiguous().map { $0.grams / Double(length) } ?? .infinity
      #expect(mean == best || abs(mean - best) < 1e-9)
    }
  }
}

struct ScaleChoiceTests {
  @Test func `a mixture on the hull beats a setting above it`() {
    let hull = ScaleChoice.hull([
      .init(name: "slow", work: 0.1, energy: 1), .init(name: "poor", work: 0.15, energy: 2.5),
      .init(name: "fast", work: 0.2, energy: 3),
    ])
    #expect(hull.map(\.name) == ["slow", "fast"])
  }

  @Test func `clean slots run fast and dirty ones rest`() throws {
    let choice = try #require(
      ScaleChoice(intensities: [100, 500, 100, 400]).best([
        .init(name: "half", work: 0.25, energy: 1), .init(name: "full", work: 0.5, energy: 3),
      ]))
    // Half speed is 4 kWh for all the work, the step from half to full 8 kWh: 8 × 100 g against 4 × 400 g.
    #expect(choice.uses.map(\.slot) == [0, 2])
    #expect(choice.uses.allSatisfy { $0.setting.name == "full" && $0.part == 1 })
    #expect(choice.grams == 600)
    let close = try #require(
      ScaleChoice(intensities: [100, 150, 100, 190]).best([
        .init(name: "half", work: 0.25, energy: 1), .init(name: "full", work: 0.5, energy: 3),
      ]))
    #expect(close.uses.map(\.slot) == [0, 1, 2, 3])
    #expect(close.grams == 540)
  }

  @Test(arguments: 0..<100)
  func `no choice of whole slots is better`(seed: Int) {
    var random = SmallRandom(seed: UInt64(seed) + 99)
    let values = (0..<6).map { _ in Double(random.next() % 500 + 1) }
    let settings = (1...3).map {
      ScaleChoice.Setting(
        name: "\($0)", work: Double($0) * 0.125, energy: Double(random.next() % 90 + 10) / 10)
    }
    let best = ScaleChoice(intensities: values).best(settings)
    var whole = Double.infinity
    // Each slot at rest or at one of three settings.
    for code in 0..<4096 {
      var (rest, work, grams) = (code, 0.0, 0.0)
      for value in values {
        if rest % 4 > 0 {
          work += settings[rest % 4 - 1].work
          grams += settings[rest % 4 - 1].energy * value
        }
        rest /= 4
      }
      if work >= 1 { whole = min(whole, grams) }
    }
    #expect((best?.grams ?? .infinity) <= whole + 1e-9)
    if let best {
      let work = best.uses.reduce(0) { $0 + $1.part * $1.setting.work }
      #expect(abs(work - 1) < 1e-9)
    }
  }

  @Test func `what cannot be done in time is no plan`() {
    #expect(
      ScaleChoice(intensities: [1, 2]).best([.init(name: "slow", work: 0.3, energy: 1)]) == nil)
  }
}

/// SplitMix64 (Steele et al. 2014): enough to vary cases.
struct SmallRandom: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension SlotProblem {
  /// Up to eleven slots, with all that may be asked for.
  static func random(seed: UInt64) -> SlotProblem {
    var random = SmallRandom(seed: seed)
    func upTo(_ limit: UInt64) -> Double { Double(random.next() % (limit + 1)) }
    let count = Int(4 + random.next() % 8)
    let needed = Int(1 + random.next() % UInt64(min(count, 6)))
    let isFlat = random.next() % 2 == 0
    var problem = SlotProblem(
      intensities: (0..<count).map { _ in upTo(500) },
      profile: (0..<needed).map { _ in isFlat ? 1 : upTo(40) / 10 })
    if random.next() % 2 == 0 { problem.resumeEnergy = upTo(20) / 10 }
    if random.next() % 3 == 0 { problem.pausedEnergy = upTo(5) / 10 }
    if random.next() % 3 == 0 { problem.waitingEnergy = upTo(3) / 10 }
    if random.next() % 3 == 0 { problem.minimumStretch = Int(1 + random.next() % 4) }
    if random.next() % 3 == 0 {
      problem.allowed = (0..<count).map { _ in random.next() % 5 > 0 }
    }
    return problem
  }

  /// The least emissions of all subsets of slots that are plans.
  func triedOut() -> Double? {
    var best: Double?
    for mask in 0..<(1 << intensities.count) where mask.nonzeroBitCount == profile.count {
      let slots = intensities.indices.filter { mask >> $0 & 1 == 1 }
      let stretches = SlotProblem.stretches(of: slots)
      guard slots.allSatisfy(isAllowed),
        stretches.allSatisfy({ $0.count >= min(minimumStretch, profile.count) }),
        let grams = grams(of: stretches)
      else { continue }
      best = min(best ?? .infinity, grams)
    }
    return best
  }
}
