import Accounting
public import Quantities

/// A way to run the job: where, on what, in which stretches of time, and what that comes to.
public struct Plan: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// At once, and through.
    case now
    /// At the best time, and through.
    case shifted
    /// In the best stretches.
    case paused
    /// At the best speed in each slot.
    case scaled
  }

  /// A stretch in which the job runs.
  public struct Stretch: Hashable, Sendable {
    public let start: Timestamp
    public let end: Timestamp
    /// Setting of a job whose speed is chosen: `250 W`; empty else.
    public let setting: String

    public init(start: Timestamp, end: Timestamp, setting: String = "") {
      self.start = start
      self.end = end
      self.setting = setting
    }
  }

  /// How the slots were found: `sliding window`.
  public enum Method: String, Hashable, Sendable {
    case start = "at once"
    case slidingWindow = "sliding window"
    case correlation = "correlation of the power curve"
    case selection = "selection of the cleanest slots"
    case dynamicProgramming = "dynamic programming"
    case marginalSteps = "least grams per work first"
  }

  public let candidate: PlanCandidate
  public let kind: Kind
  public let method: Method
  public let stretches: [Stretch]
  /// Energy at the facility's meter, waiting, pausing and moving data included.
  public let energy: Estimate<Energy>
  /// Of it, what hardware that is held draws while the job waits or is paused.
  public let idleEnergy: Energy
  /// Average intensity, for reports; without embodied.
  public let emissions: Estimate<Emissions>
  public let embodied: Estimate<Emissions>
  /// By marginal intensity, for the decision; nil where none is known.
  public let marginalEmissions: Emissions?
  /// In the unit of the prices; nil where none is given.
  public let cost: Double?
  /// Earliest and latest finish by the range of the job's time.
  public let latestFinish: Timestamp

  public var start: Timestamp { stretches.first?.start ?? candidate.intensity.start }
  public var finish: Timestamp { stretches.last?.end ?? start }
  /// Operation and making: what plans are ranked by.
  public var total: Emissions { emissions.value + embodied.value }
  public var pauses: Int { kind == .scaled ? 0 : max(0, stretches.count - 1) }

  /// Part of the baseline's emissions that this plan saves; negative where it adds.
  public func saving(against baseline: Plan) -> Double? {
    baseline.total.grams > 0 ? 1 - total.grams / baseline.total.grams : nil
  }
}

/// What a planner finds: a baseline, the best plan of each candidate, and what nothing beats.
public struct PlanTable: Hashable, Sendable {
  /// At once, at the first candidate; nil where the job cannot start there at once.
  public let baseline: Plan?
  /// The best of each candidate, the least emissions first.
  public let ranked: [Plan]
  /// Plans that no other beats in carbon, finish and money all at once, the earliest first.
  public let pareto: [Plan]
  /// Candidates without a plan, and why.
  public let refused: [Refusal]

  public struct Refusal: Hashable, Sendable {
    public let candidate: PlanCandidate
    public let reason: String
  }
}

/// A plan made on a forecast, scored on what came. Without the energy of moving data.
public struct PlanScore: Hashable, Sendable {
  /// What the forecast said that the plan would emit, and what it did emit.
  public let expected: Emissions
  public let came: Emissions
  /// The least that was possible, known only afterwards.
  public let best: Emissions
  /// Started at the release.
  public let baseline: Emissions

  /// What not knowing the future cost.
  public var regret: Emissions { came - best }
  /// Part of the best saving that was kept; nil where nothing was to be saved.
  public var kept: Double? {
    baseline > best ? (baseline.grams - came.grams) / (baseline.grams - best.grams) : nil
  }
}
