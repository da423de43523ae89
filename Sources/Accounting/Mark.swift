import Quantities

/// What a job said of itself while it ran, and when.
public struct Mark: Hashable, Codable, Sendable {
  /// Seconds after the run's start, when it was received.
  public var at: Double
  /// Epochs and steps done, and how many are planned.
  public var epoch: Double?
  public var step: Double?
  public var of: Double?
  /// The part of the job that begins or ends.
  public var stage: String?
  public var state: State?
  /// Tokens and requests: of a line what it adds, of a mark that is kept the sum up to it.
  public var tokens: Double?
  public var requests: Double?
  /// Numbers under other names: a loss, an accuracy.
  public var metrics: [String: Double]?

  public enum State: String, Codable, CaseIterable, Sendable { case begin, end }

  public init(at: Double) { self.at = at }

  /// Says where the job is, not only what it counted.
  public var isProgress: Bool { epoch != nil || step != nil }
}

/// What a run's job said, and what was forecast from it.
public struct RunProgress: Hashable, Codable, Sendable {
  /// In order; thinned out evenly where there were too many.
  public var marks: [Mark] = []
  /// Lines that were understood, and those that were not, by reason.
  public var received = 0
  public var dropped: [String: Int] = [:]
  public var forecasts: [Forecast] = []
  /// Where the planned end was reached; nil when the job ended before.
  public var end: End?

  public init() {}

  public var isEmpty: Bool { received == 0 && dropped.isEmpty }

  /// What was expected at one moment of the run, as it was worked out then.
  public struct Forecast: Hashable, Codable, Sendable {
    /// Part of the plan at which it was due: 0.1, 0.2, 0.5, 0.8.
    public var due: Double
    public var done: Double
    public var of: Double
    /// Seconds and joules from the start until then.
    public var at: Double
    public var spent: Double
    /// Seconds and joules still to come: value, low, high.
    public var seconds: [Double]
    public var joules: [Double]
    /// The same by mean × steps.
    public var meanSeconds: Double
    public var meanJoules: Double

    public init(
      due: Double, done: Double, of: Double, at: Double, spent: Double, seconds: [Double],
      joules: [Double], meanSeconds: Double, meanJoules: Double
    ) {
      self.due = due
      self.done = done
      self.of = of
      self.at = at
      self.spent = spent
      self.seconds = seconds
      self.joules = joules
      self.meanSeconds = meanSeconds
      self.meanJoules = meanJoules
    }
  }

  /// The moment at which the last planned step was done.
  public struct End: Hashable, Codable, Sendable {
    public var at: Double
    public var joules: Double

    public init(at: Double, joules: Double) {
      self.at = at
      self.joules = joules
    }
  }
}
