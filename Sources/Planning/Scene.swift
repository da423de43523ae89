import Accounting
import Quantities

/// A job at a candidate, in the slots of a window.
struct Scene {
  /// As it was asked for, and as it runs on the candidate's hardware.
  private let original: PlannedJob
  private let job: PlannedJob
  private let window: PlanWindow
  private let candidate: PlanCandidate
  let problem: SlotProblem

  init(_ job: PlannedJob, _ window: PlanWindow, _ candidate: PlanCandidate) {
    original = job
    self.job = job.scaled(
      time: candidate.timeFactor.value.base, power: candidate.powerFactor.value.base)
    self.window = window
    self.candidate = candidate
    problem = Self.problem(
      self.job, window, candidate.intensity.values, of: candidate.intensity,
      pue: candidate.pue.value.base)
  }

  private static func problem(
    _ job: PlannedJob, _ window: PlanWindow, _ values: [Double], of series: IntensitySeries,
    pue: Double, energy: Double = 1
  ) -> SlotProblem {
    let seconds = Double(window.slotSeconds)
    let series = IntensitySeries(
      zone: series.zone, start: series.start, slotSeconds: series.slotSeconds, values: values,
      source: series.source)
    let means = series.means(
      from: window.release, slotSeconds: window.slotSeconds, count: window.slots)
    let perSlot = seconds / 3.6e6 * pue
    let isCut = !window.blackouts.isEmpty || !window.capacities.isEmpty
    return SlotProblem(
      intensities: means, profile: job.profile(slot: seconds).map { $0 * pue * energy },
      allowed: isCut ? means.indices.map { window.isOpen($0, peak: job.peak) } : nil,
      resumeEnergy: window.resumeEnergy.kilowattHours * pue,
      pausedEnergy: window.pausedPower.watts * perSlot,
      waitingEnergy: window.waitingPower.watts * perSlot,
      minimumStretch: Int((window.minimumStretch / seconds).rounded(.up)))
  }

  /// How a job that runs through is placed.
  var throughMethod: Plan.Method {
    Set(problem.profile).count == 1 ? .slidingWindow : .correlation
  }

  var pausingMethod: Plan.Method {
    let isFree =
      problem.resumeEnergy == 0 && problem.pausedEnergy == 0 && problem.waitingEnergy == 0
    return isFree && problem.minimumStretch == 1 && throughMethod == .slidingWindow
      ? .selection : .dynamicProgramming
  }

  /// Why there is no plan.
  var refusal: String {
    let needed = problem.profile.count
    if needed > problem.intensities.count { return "it does not finish before the deadline" }
    let known = problem.intensities.filter(\.isFinite).count
    if known < problem.intensities.count { return "the intensity is not known for long enough" }
    return "no open stretch is long enough"
  }

  /// The plan that starts with the release.
  /// - Parameter isUnplanned: takes no notice of blackouts, capacities and the deadline, as a job without a plan does.
  func atOnce(ignoring isUnplanned: Bool) -> Plan? {
    guard isUnplanned else { return problem.baseline().map { plan($0, .now, .start) } }
    var window = window
    window.blackouts = []
    window.capacities = []
    let seconds = Double(window.slotSeconds)
    let end = window.release + .seconds((original.seconds / seconds).rounded(.up) * seconds)
    window.deadline = max(window.deadline, end)
    var unscaled = candidate
    unscaled.timeFactor = Estimate(exactly: Ratio(1))
    unscaled.powerFactor = Estimate(exactly: Ratio(1))
    let scene = Scene(original, window, unscaled)
    return scene.problem.baseline().map { scene.plan($0, .now, .start) }
  }

  /// The best stretches within the first part of the window.
  func interrupted(within part: Double) -> SlotProblem.Choice? {
    var problem = problem
    let count = Int(Double(problem.intensities.count) * part)
    guard count >= problem.profile.count else { return nil }
    problem.intensities = Array(problem.intensities.prefix(count))
    problem.allowed = problem.allowed.map { Array($0.prefix(count)) }
    return problem.interruptible()
  }

  /// What the job emits in given stretches of time; nil where they are not slots, or their intensity is not known.
  func grams(of stretches: [Plan.Stretch]) -> Double? {
    let seconds = Double(window.slotSeconds)
    return problem.grams(
      of: stretches.map { stretch in
        let start = Int(((stretch.start - window.release).seconds / seconds).rounded())
        // The last slot is used in part.
        let end = ((stretch.end - window.release).seconds / seconds - 1e-6).rounded(.up)
        return start..<max(start, Int(end))
      })
  }

  /// The least that a kind of plan emits.
  func best(_ kind: Plan.Kind) -> Double? {
    switch kind {
    case .now, .shifted: problem.contiguous()?.grams
    case .paused: problem.interruptible()?.grams
    case .scaled: nil
    }
  }

  func plan(_ choice: SlotProblem.Choice, _ kind: Plan.Kind, _ method: Plan.Method) -> Plan {
    let seconds = Double(window.slotSeconds)
    // The last slot is used in part.
    let used = job.seconds - Double(problem.profile.count - 1) * seconds
    let stretches = choice.stretches.enumerated().map { index, slots in
      let isLast = index == choice.stretches.count - 1
      let end = moment(slots.upperBound - (isLast ? 1 : 0))
      return Plan.Stretch(
        start: moment(slots.lowerBound), end: isLast ? end + .seconds(used) : end)
    }
    let waits = Double(choice.start)
    let rests = Double(choice.end - choice.start - problem.profile.count)
    let resumes = Double(choice.stretches.count - 1) * problem.resumeEnergy
    let idle = waits * problem.waitingEnergy + rests * problem.pausedEnergy + resumes
    let grams = { (problem: SlotProblem) in problem.grams(of: choice.stretches) }
    let range = emissionsRange(choice.grams, grams)
    let marginal = candidate.marginal.flatMap {
      Self.problem(job, window, $0.series.values, of: $0.series, pue: candidate.pue.value.base)
        .grams(of: choice.stretches)
    }
    return finished(
      kind, method, stretches, kilowattHours: problem.profile.reduce(0, +), idle: idle,
      emissions: range, marginal: marginal,
      held: job.seconds + (problem.waitingEnergy > 0 ? waits * seconds : 0)
        + (problem.pausedEnergy > 0 ? rests * seconds : 0))
  }

  /// The same slots at the ends of all ranges at once: of the energy, the PUE and the intensity.
  private func emissionsRange(
    _ value: Double, _ grams: (SlotProblem) -> Double?
  ) -> Estimate<Emissions> {
    let energy = job.energyRange
    let series = candidate.intensity
    let factor = candidate.intensityRange
    func end(_ values: [Double]?, _ pue: Double, _ energy: Double, _ otherwise: Double) -> Double {
      // Where the source gives no interval the factor's range stands in for it.
      guard let values else { return value * pue / candidate.pue.value.base * energy * otherwise }
      return grams(
        Self.problem(job, window, values, of: series, pue: pue, energy: energy)) ?? value
    }
    return Estimate(
      .grams(value),
      low: .grams(
        end(series.low, candidate.pue.low.base, energy.low.base, factor.low.base)),
      high: .grams(
        end(series.high, candidate.pue.high.base, energy.high.base, factor.high.base)))
  }

  private func finished(
    _ kind: Plan.Kind, _ method: Plan.Method, _ stretches: [Plan.Stretch],
    kilowattHours: Double, idle: Double, emissions: Estimate<Emissions>, marginal: Double?,
    held: Double
  ) -> Plan {
    let pue = candidate.pue
    let through = Energy.kilowattHours(kilowattHours)
    let rest = Energy.kilowattHours(idle)
    let moved = candidate.transferEnergy
    let energy = Estimate(
      through + rest,
      low: through * (job.energyRange.low.base * pue.low.base / pue.value.base) + rest,
      high: through * (job.energyRange.high.base * pue.high.base / pue.value.base) + rest)
    let known = problem.intensities.filter(\.isFinite)
    let mean = known.isEmpty ? 0 : known.reduce(0, +) / Double(known.count)
    let intensity = CarbonIntensity.gramsPerKilowattHour(mean)
    let cost: Double? = {
      guard candidate.pricePerKilowattHour != nil || candidate.pricePerSecond != nil else {
        return nil
      }
      return (energy.value + moved.value).kilowattHours * (candidate.pricePerKilowattHour ?? 0)
        + held * (candidate.pricePerSecond ?? 0) + candidate.priceOnce
    }()
    let late =
      job.seconds
      * (job.timeRange.high.base * candidate.timeFactor.high.base
        / candidate.timeFactor.value.base - 1)
    return Plan(
      candidate: candidate, kind: kind, method: method, stretches: stretches,
      energy: energy + moved, idleEnergy: rest,
      emissions: emissions + moved * Estimate(exactly: intensity),
      embodied: candidate.embodiedPerSecond * held,
      marginalEmissions: marginal.map(Emissions.grams), cost: cost,
      latestFinish: (stretches.last?.end ?? window.release) + .seconds(max(0, late)))
  }

  private func moment(_ slot: Int) -> Timestamp {
    window.release + .seconds(slot * window.slotSeconds)
  }

  /// The plan that takes the best of several settings in each slot. The job's power counts by its mean.
  func scaled(_ settings: [PlanCandidate]) -> Plan? {
    let seconds = Double(window.slotSeconds)
    let choices = settings.compactMap { setting -> ScaleChoice.Setting? in
      let scene = Scene(original, window, setting)
      guard scene.job.seconds > 0 else { return nil }
      let work = seconds / scene.job.seconds
      return ScaleChoice.Setting(
        name: setting.hardware, work: work,
        energy: scene.job.energy.kilowattHours * setting.pue.value.base * work)
    }
    guard
      let best = ScaleChoice(intensities: problem.intensities, allowed: problem.allowed)
        .best(choices)
    else { return nil }
    var stretches: [Plan.Stretch] = []
    var held = 0.0
    var usedUpTo = (slot: -1, part: 0.0)
    for use in best.uses {
      let offset = use.slot == usedUpTo.slot ? usedUpTo.part : 0
      let start = moment(use.slot) + .seconds(offset * seconds)
      let end = moment(use.slot) + .seconds((offset + use.part) * seconds)
      usedUpTo = (use.slot, offset + use.part)
      held += use.part * seconds
      if let last = stretches.last, last.end == start, last.setting == use.setting.name {
        stretches[stretches.count - 1] = Plan.Stretch(
          start: last.start, end: end, setting: last.setting)
      } else {
        stretches.append(Plan.Stretch(start: start, end: end, setting: use.setting.name))
      }
    }
    let range = emissionsRange(best.grams) { other in
      best.uses.reduce(0) {
        $0 + $1.part * $1.setting.energy * other.intensities[$1.slot]
          * (other.profile.reduce(0, +) / problem.profile.reduce(0, +))
      }
    }
    return finished(
      .scaled, .marginalSteps, stretches, kilowattHours: best.energy, idle: 0, emissions: range,
      marginal: nil, held: held)
  }
}
