public import Quantities

/// What a rule that stops hopeless trials early would have saved.
public struct StopRuleResult: Hashable, Sendable {
  public let rule: String
  public let basis: Basis
  /// Trials that the rule was tried on, and those it had nothing to go by.
  public let trials: Int
  public let without: Int
  public let stopped: Int
  public let saved: Energy
  public let savedDeviceSeconds: Double
  /// The best final value of all trials, and of those that the rule would have let go on.
  public let best: Double
  public let bestKept: Double

  public enum Basis: String, Sendable {
    /// Values by epoch or step, as they were known at the time.
    case points
    /// Final values alone, as if the ranking had been known early: the most that the rule could have saved.
    case finalValues = "final-values"
  }

  public init(
    rule: String, basis: Basis, trials: Int, without: Int, stopped: Int, saved: Energy,
    savedDeviceSeconds: Double, best: Double, bestKept: Double
  ) {
    self.rule = rule
    self.basis = basis
    self.trials = trials
    self.without = without
    self.stopped = stopped
    self.saved = saved
    self.savedDeviceSeconds = savedDeviceSeconds
    self.best = best
    self.bestKept = bestKept
  }
}
