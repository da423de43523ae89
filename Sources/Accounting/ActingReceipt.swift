public import Quantities

/// What Joulebook did for a run, with the keys of a receipt.
public struct ActingReceipt: Hashable, Codable, Sendable {
  public let waitedSeconds: Double?
  public let requested: Timestamp?
  public let startReason: String?
  public let deadline: Timestamp?
  public let pausedSeconds: Double
  public let pauses: [Pause]
  public let budget: Budget?
  public let powerCaps: [PowerCap]
  public let saving: Saving?

  public struct Pause: Hashable, Codable, Sendable {
    public let startSeconds: Double
    public let endSeconds: Double
    public let reason: String
    public let resumed: String
    public let way: String

    enum CodingKeys: String, CodingKey {
      case reason, resumed, way
      case startSeconds = "start_seconds"
      case endSeconds = "end_seconds"
    }
  }

  public struct Budget: Hashable, Codable, Sendable {
    public let limit: String
    public let action: Acting.Budget.Action
    public let usedPart: Double
    public let reachedSeconds: Double?
    public let stopped: Bool
    public let basis: String

    enum CodingKeys: String, CodingKey {
      case limit, action, stopped, basis
      case usedPart = "used_part"
      case reachedSeconds = "reached_seconds"
    }
  }

  public struct PowerCap: Hashable, Codable, Sendable {
    public let component: Component
    public let device: String
    public let beforeWatts: Double
    public let limitWatts: Double

    enum CodingKeys: String, CodingKey {
      case component, device
      case beforeWatts = "before_watts"
      case limitWatts = "limit_watts"
    }
  }

  public struct Saving: Hashable, Codable, Sendable {
    public let actualGrams: Double
    public let atOnceGrams: Double
    public let savedGrams: Double
    public let kind: String
    public let signal: String
    public let zone: String
    public let source: String
    public let computed: Timestamp

    enum CodingKeys: String, CodingKey {
      case kind, signal, zone, source, computed
      case actualGrams = "actual_grams"
      case atOnceGrams = "at_once_grams"
      case savedGrams = "saved_grams"
    }
  }

  enum CodingKeys: String, CodingKey {
    case requested, deadline, pauses, budget, saving
    case waitedSeconds = "waited_seconds"
    case startReason = "start_reason"
    case pausedSeconds = "paused_seconds"
    case powerCaps = "power_caps"
  }

  public init(_ acting: Acting) {
    waitedSeconds = acting.wait.map { ($0.started - $0.requested).seconds }
    requested = acting.wait?.requested
    startReason = acting.wait?.reason
    deadline = acting.deadline
    pausedSeconds = acting.pausedSeconds
    pauses = acting.pauses.map {
      Pause(
        startSeconds: $0.start, endSeconds: $0.end, reason: $0.reason, resumed: $0.resumed,
        way: $0.way)
    }
    budget = acting.budget.map {
      Budget(
        limit: $0.limit, action: $0.action, usedPart: $0.used, reachedSeconds: $0.reached,
        stopped: $0.stopped, basis: $0.basis)
    }
    powerCaps = acting.powerCaps.map {
      PowerCap(
        component: $0.component, device: $0.device, beforeWatts: $0.before.watts,
        limitWatts: $0.limit.watts)
    }
    saving = acting.saving.map {
      Saving(
        actualGrams: $0.actual.grams, atOnceGrams: $0.atOnce.grams, savedGrams: $0.saved.grams,
        kind: $0.kind, signal: $0.signal, zone: $0.zone, source: $0.source, computed: $0.computed)
    }
  }
}
