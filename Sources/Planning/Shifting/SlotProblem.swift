/// A job that may be moved in time on a grid whose intensity changes (Dodge et al. 2022, section 5; Wiesner et al. 2021).
///
/// Time is cut into slots of one length. Intensities are in g CO2e/kWh, energies in kWh a slot at the facility's
/// meter; costs come out in g CO2e. Prices in money a kWh in place of intensities give money.
public struct SlotProblem: Hashable, Sendable {
  /// g CO2e/kWh of each slot from the release to the deadline.
  public var intensities: [Double]
  /// kWh of each slot of the job, one after the other.
  public var profile: [Double]
  /// Slots in which the job may run; nil for all. A slot whose intensity is not known is never one.
  public var allowed: [Bool]?
  /// kWh that each start but the first costs, in the slot in which the job goes on.
  public var resumeEnergy: Double
  /// kWh a slot that a paused job draws: hardware that is held for it.
  public var pausedEnergy: Double
  /// kWh a slot before the first start, where the hardware is held already.
  public var waitingEnergy: Double
  /// Slots that the job runs through once it has started or gone on, at least; a shorter job runs through as a whole.
  public var minimumStretch: Int

  public init(
    intensities: [Double], profile: [Double], allowed: [Bool]? = nil, resumeEnergy: Double = 0,
    pausedEnergy: Double = 0, waitingEnergy: Double = 0, minimumStretch: Int = 1
  ) {
    self.intensities = intensities
    self.profile = profile
    self.allowed = allowed
    self.resumeEnergy = resumeEnergy
    self.pausedEnergy = pausedEnergy
    self.waitingEnergy = waitingEnergy
    self.minimumStretch = max(1, minimumStretch)
  }

  /// What a choice of slots emits.
  public struct Choice: Hashable, Sendable {
    public let grams: Double
    /// Slots in which the job runs: stretches in order, not touching.
    public let stretches: [Range<Int>]

    public init(grams: Double, stretches: [Range<Int>]) {
      self.grams = grams
      self.stretches = stretches
    }

    /// Indices of the slots in which the job runs, rising.
    public var slots: [Int] { stretches.flatMap { Array($0) } }
    public var start: Int { stretches.first?.lowerBound ?? 0 }
    public var end: Int { stretches.last?.upperBound ?? 0 }
  }

  func isAllowed(_ slot: Int) -> Bool {
    intensities[slot].isFinite && (allowed?[slot] ?? true)
  }

  private var fits: Bool { !profile.isEmpty && profile.count <= intensities.count }

  /// The job starts in the first slot and runs through. Nil where it cannot.
  public func baseline() -> Choice? { fits ? started(at: 0) : nil }

  /// The best start of a job that runs through; the earliest of equals. Nil where there is none.
  public func contiguous() -> Choice? {
    starts().min { $0.grams < $1.grams }
  }

  /// For each finish that no earlier one beats, what it emits: from the earliest to the cleanest.
  public func frontier() -> [Choice] {
    var best = Double.infinity
    return starts().filter { choice in
      guard choice.grams < best * (1 - 1e-12) else { return false }
      best = choice.grams
      return true
    }
  }

  /// Every start that is possible: by a sliding window over prefix sums where the job draws the same in each slot,
  /// else by correlating its curve with the intensities.
  private func starts() -> [Choice] {
    guard fits else { return [] }
    let n = profile.count
    let last = intensities.count - n
    // Slots up to each that the job may not run in.
    var barred = [0]
    var prefix = [0.0]
    for slot in intensities.indices {
      let isOpen = isAllowed(slot)
      barred.append(barred[slot] + (isOpen ? 0 : 1))
      prefix.append(prefix[slot] + (intensities[slot].isFinite ? intensities[slot] : 0))
    }
    let isFlat = profile.allSatisfy { $0 == profile[0] }
    return (0...last).compactMap { start in
      guard barred[start + n] == barred[start] else { return nil }
      let run =
        isFlat && n > 16
        ? profile[0] * (prefix[start + n] - prefix[start])
        : profile.indices.reduce(0) { $0 + profile[$1] * intensities[start + $1] }
      return Choice(
        grams: run + waitingEnergy * prefix[start], stretches: [start..<start + n])
    }
  }

  private func started(at start: Int) -> Choice? {
    guard (start..<start + profile.count).allSatisfy(isAllowed) else { return nil }
    let waited = (0..<start).reduce(0) { $0 + waitingEnergy * intensities[$1] }
    return Choice(
      grams: profile.indices.reduce(waited) { $0 + profile[$1] * intensities[start + $1] },
      stretches: [start..<start + profile.count])
  }

  /// What a given choice of slots emits, whatever it was chosen by; nil where a slot is not known or the job does not
  /// fit into it.
  public func grams(of stretches: [Range<Int>]) -> Double? {
    var done = 0
    var grams = 0.0
    var at = 0
    for stretch in stretches {
      guard stretch.lowerBound >= at, stretch.upperBound <= intensities.count else { return nil }
      let idle = done == 0 ? waitingEnergy : pausedEnergy
      for slot in at..<stretch.lowerBound where idle > 0 {
        guard intensities[slot].isFinite else { return nil }
        grams += idle * intensities[slot]
      }
      if done > 0 { grams += resumeEnergy * intensities[stretch.lowerBound] }
      for slot in stretch {
        guard done < profile.count, intensities[slot].isFinite else { return nil }
        grams += profile[done] * intensities[slot]
        done += 1
      }
      at = stretch.upperBound
    }
    return done == profile.count ? grams : nil
  }
}
