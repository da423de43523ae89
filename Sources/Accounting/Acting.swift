public import Quantities

/// What Joulebook did for a run besides metering it: waited, paused, watched a budget, limited power.
///
/// Kept with the entry. What it did not do is nil or empty.
public struct Acting: Hashable, Codable, Sendable {
  public var wait: Wait?
  /// When the run had to be done; nil when nobody said.
  public var deadline: Timestamp?
  public var pauses: [Pause]
  public var budget: Budget?
  public var powerCaps: [PowerCap]
  public var saving: Saving?

  public init(
    wait: Wait? = nil, deadline: Timestamp? = nil, pauses: [Pause] = [], budget: Budget? = nil,
    powerCaps: [PowerCap] = [], saving: Saving? = nil
  ) {
    self.wait = wait
    self.deadline = deadline
    self.pauses = pauses
    self.budget = budget
    self.powerCaps = powerCaps
    self.saving = saving
  }

  /// True when nothing was done that is worth a word.
  public var isEmpty: Bool { self == Acting() }

  /// A start that was put off.
  public struct Wait: Hashable, Codable, Sendable {
    public var requested: Timestamp
    public var started: Timestamp
    /// Why it began when it did, one sentence.
    public var reason: String
    /// Whose intensities decided, for people; empty when nobody's.
    public var source: String

    public init(requested: Timestamp, started: Timestamp, reason: String, source: String) {
      self.requested = requested
      self.started = started
      self.reason = reason
      self.source = source
    }
  }

  /// A stretch in which the whole process tree was suspended.
  public struct Pause: Hashable, Codable, Sendable {
    /// Seconds after the run's start.
    public var start: Double
    public var end: Double
    /// Why it was suspended and why it went on, a sentence each.
    public var reason: String
    public var resumed: String
    /// How: `control group`, `signals`, `checkpoint command`.
    public var way: String

    public init(start: Double, end: Double, reason: String, resumed: String, way: String) {
      self.start = start
      self.end = end
      self.reason = reason
      self.resumed = resumed
      self.way = way
    }

    public var seconds: Double { max(0, end - start) }
  }

  /// Seconds in which the run was suspended.
  public var pausedSeconds: Double { pauses.reduce(0) { $0 + $1.seconds } }

  /// A limit that was watched while the run went on.
  public struct Budget: Hashable, Codable, Sendable {
    public enum Action: String, Hashable, Codable, CaseIterable, Sendable { case warn, pause, stop }

    /// As it was given: `5 kWh`.
    public var limit: String
    public var action: Action
    /// Part of it that was used when the watch ended: 1 is all.
    public var used: Double
    /// Seconds after the start at which it was used up; nil when it never was.
    public var reached: Double?
    /// True when the run was ended for it.
    public var stopped: Bool
    /// How use was counted, one sentence.
    public var basis: String

    public init(
      limit: String, action: Action, used: Double, reached: Double?, stopped: Bool, basis: String
    ) {
      self.limit = limit
      self.action = action
      self.used = used
      self.reached = reached
      self.stopped = stopped
      self.basis = basis
    }
  }

  /// A power limit that held while the run went on.
  public struct PowerCap: Hashable, Codable, Sendable {
    public var component: Component
    public var device: String
    public var before: Power
    public var limit: Power

    public init(component: Component, device: String, before: Power, limit: Power) {
      self.component = component
      self.device = device
      self.before = before
      self.limit = limit
    }
  }
}
