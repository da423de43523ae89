import Quantities

/// What serving took, as handed to programs: keys stable, part of a receipt.
public struct ServiceReceipt: Hashable, Codable, Sendable {
  public let parts: [Part]
  public let counts: [Count]
  public let idlePowerWatts: Range?
  public let restarts: Int
  public let unanswered: Int
  /// Joules above idle for a token, where input and output could be told apart.
  public let inputTokenJoules: Range?
  public let outputTokenJoules: Range?

  public struct Part: Hashable, Codable, Sendable {
    public let part: String
    public let seconds: Double
    public let energyJoules: Range
    public let evidence: Evidence

    enum CodingKeys: String, CodingKey {
      case part, seconds, evidence
      case energyJoules = "energy_joules"
    }
  }

  public struct Count: Hashable, Codable, Sendable {
    public let thing: String
    public let count: Double
    public let low: Double
    public let high: Double
    /// By basis: `serving`, `above_idle`, `run`; what is not known is left out.
    public let joulesEach: [String: Range]
    public let evidence: Evidence

    enum CodingKeys: String, CodingKey {
      case thing, count, low, high, evidence
      case joulesEach = "joules_each"
    }
  }

  /// A value and its ends.
  public struct Range: Hashable, Codable, Sendable {
    public let value: Double
    public let low: Double
    public let high: Double

    init(_ estimate: Estimate<some Quantity>) {
      (value, low, high) = (estimate.value.base, estimate.low.base, estimate.high.base)
    }
  }

  enum CodingKeys: String, CodingKey {
    case parts, counts, restarts, unanswered
    case idlePowerWatts = "idle_power_watts"
    case inputTokenJoules = "input_token_joules"
    case outputTokenJoules = "output_token_joules"
  }

  public init(_ service: ServiceFootprint) {
    parts = service.lines.map {
      Part(
        part: $0.part.rawValue, seconds: $0.seconds, energyJoules: Range($0.energy),
        evidence: $0.evidence)
    }
    counts = service.counts.map { count in
      var each: [String: Range] = [:]
      for basis in ServiceFootprint.Basis.allCases {
        each[basis.rawValue] = service.each(count, basis).map(Range.init)
      }
      return Count(
        thing: count.thing.rawValue, count: count.value, low: count.low, high: count.high,
        joulesEach: each, evidence: service.evidence.whenShared)
    }
    idlePowerWatts = service.idlePower.map(Range.init)
    restarts = service.restarts
    unanswered = service.unanswered
    inputTokenJoules = service.split.map { Range($0.input) }
    outputTokenJoules = service.split.map { Range($0.output) }
  }
}
