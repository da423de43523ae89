public import Quantities

/// How many of something a service did, with what its counters leave open.
public struct ServiceCount: Hashable, Sendable {
  public let thing: Thing
  /// What was counted. Requests that ran when the watch began may be in it in part, and those that still ran at its
  /// end are not: the range says how many.
  public let value: Double
  public let low: Double
  public let high: Double

  public enum Thing: String, CaseIterable, Sendable {
    case requests
    case inputTokens = "input_tokens"
    case outputTokens = "output_tokens"
    case tokens

    /// `request`, `input token`.
    public var one: String {
      switch self {
      case .requests: "request"
      case .inputTokens: "input token"
      case .outputTokens: "output token"
      case .tokens: "token"
      }
    }
  }

  public init(_ thing: Thing, _ value: Double, low: Double? = nil, high: Double? = nil) {
    self.thing = thing
    self.value = value
    self.low = min(low ?? value, value)
    self.high = max(high ?? value, value)
  }

  /// What comes to each; nil where nothing was counted.
  public func share(of energy: Estimate<Energy>) -> Estimate<Energy>? {
    guard value > 0 else { return nil }
    return Estimate(
      energy.value / value, low: energy.low / high, high: energy.high / max(low, 1))
  }

  /// What a job's marks count, in the order of the vocabulary; nothing that was not counted.
  public static func all(of marks: [Mark]) -> [ServiceCount] {
    func last(_ value: (Mark) -> Double?) -> Double? { marks.compactMap(value).max() }
    let watched = marks.last { $0.metrics?[ServiceMetric.inFlightAtStart] != nil }?.metrics
    let before = watched?[ServiceMetric.inFlightAtStart] ?? 0
    let after = watched?[ServiceMetric.inFlight] ?? 0
    var counts: [ServiceCount] = []
    let requests = last(\.requests)
    if let requests, requests > 0 {
      counts.append(
        ServiceCount(.requests, requests, low: max(0, requests - before), high: requests + after))
    }
    // Tokens of the requests at both ends are open by as much as their number is, part for part.
    let (down, up) =
      requests.map { $0 > 0 ? (max(0, $0 - before) / $0, ($0 + after) / $0) : (1, 1) } ?? (1, 1)
    func add(_ thing: Thing, _ value: Double?) {
      guard let value, value > 0 else { return }
      counts.append(ServiceCount(thing, value, low: value * down, high: value * up))
    }
    // Only where a watch said so: a job may use these names for something else.
    if watched != nil {
      add(.inputTokens, last { $0.metrics?[ServiceMetric.input] })
      add(.outputTokens, last { $0.metrics?[ServiceMetric.output] })
    }
    add(.tokens, last(\.tokens))
    return counts
  }
}

/// What a loaded model draws while nobody asks it.
struct IdleService {
  let power: Estimate<Power>?

  /// After a request ends, clocks and sensors take this long to settle: left out where something remains.
  private static let settling = 2.0
  /// Idle time is cut into stretches of about this length, whose scatter gives the range.
  private static let stretch = 5.0

  init(_ spans: [StageSpan], _ curve: RunCurve) {
    let settled = spans.filter { $0.end - $0.start >= Self.settling + 1 }
      .map { (start: $0.start + Self.settling, end: $0.end) }
    let used = settled.isEmpty ? spans.map { (start: $0.start, end: $0.end) } : settled
    var (joules, seconds) = (0.0, 0.0)
    var powers: [Double] = []
    for span in used where span.end > span.start {
      let count = max(1, Int(((span.end - span.start) / Self.stretch).rounded()))
      let step = (span.end - span.start) / Double(count)
      for index in 0..<count {
        let start = span.start + Double(index) * step
        let energy = curve.joules(at: start + step) - curve.joules(at: start)
        powers.append(energy / step)
        joules += energy
        seconds += step
      }
    }
    guard seconds > 0 else {
      power = nil
      return
    }
    let mean = joules / seconds
    power = Estimate(
      .watts(mean), low: .watts(max(0, mean - Self.reach(powers))),
      high: .watts(mean + Self.reach(powers)))
  }

  /// Half the width of the 95 % interval of a mean; with fewer than three stretches, how far they lie apart.
  private static func reach(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    guard values.count > 2 else { return values.map { abs($0 - mean) }.max() ?? 0 }
    let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
    return StudentT(degreesOfFreedom: Double(values.count - 1)).quantile(0.975)
      * (square / Double(values.count)).squareRoot()
  }
}
