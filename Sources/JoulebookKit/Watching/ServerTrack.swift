import Accounting
import Importing

/// Turns a server's counters, looked at now and then, into marks of its run.
///
/// Between two looks the server was idle where no request ran or waited at either of them and nothing was counted
/// meanwhile; else it served. So each stretch has one stage, from look to look.
struct ServerTrack {
  /// Seconds between two looks.
  let interval: Double
  /// Start of the run, in seconds of Unix: a server that began later counts from zero.
  let runStarted: Double

  private var last: (counts: ServerCounts, at: Double)?
  private(set) var requests: Double?
  private(set) var inputTokens: Double?
  private(set) var outputTokens: Double?
  private var inFlightAtStart = 0.0
  private(set) var restarts = 0
  /// Looks without an answer after the first one, and those in a row until now.
  private(set) var unanswered = 0
  private var missed = 0
  private(set) var stage: ServiceStage?
  private var transitions = 0
  private var quietSince: Double?

  /// Looks in a row without an answer from which on the server is said not to answer.
  private static let patience = 3

  init(interval: Double, runStarted: Double) {
    self.interval = interval
    self.runStarted = runStarted
  }

  var inFlight: Double? { last?.counts.inFlight }

  /// The server answered.
  mutating func take(_ counts: ServerCounts, at now: Double) -> [Mark] {
    defer {
      last = (counts, now)
      missed = 0
    }
    guard let last else { return begin(counts, at: now) }
    let isReset = Self.isReset(from: last.counts, to: counts)
    if isReset { restarts += 1 }
    let (counted, isCounted) = count(from: isReset ? ServerCounts() : last.counts, to: counts)
    let held = (last.counts.inFlight ?? 0, counts.inFlight ?? 0)
    let isBusy = isCounted || isReset || held.0 > 0 || held.1 > 0
    let isTold = last.counts.inFlight != nil && counts.inFlight != nil
    var marks = enter(
      isBusy || !isTold ? .serving : .idle, since: stage == .silent ? now : last.at, now: now)
    if isCounted || isReset || (held.0 > 0) != (held.1 > 0) {
      marks.append(mark(counted, counts, at: now))
    }
    return marks
  }

  /// The server did not answer.
  mutating func miss(at now: Double) -> [Mark] {
    missed += 1
    guard let last else { return enter(.loading, since: now, now: now) }
    unanswered += 1
    guard missed >= Self.patience else { return [] }
    return enter(.silent, since: last.at, now: now)
  }

  /// The watch ends.
  mutating func finish(at now: Double) -> [Mark] {
    guard let last else { return [] }
    var marks = missed > 0 ? enter(.silent, since: last.at, now: now) : []
    marks.append(mark((nil, nil, nil), last.counts, at: missed > 0 ? last.at : now))
    return marks
  }

  private mutating func begin(_ counts: ServerCounts, at now: Double) -> [Mark] {
    // Its counters are those of this run where it began within it.
    let isOurs = missed > 0 || (counts.started ?? 0) >= runStarted
    if !isOurs { inFlightAtStart = counts.inFlight ?? 0 }
    let (counted, isCounted) =
      isOurs ? count(from: ServerCounts(), to: counts) : count(from: counts, to: counts)
    let isBusy = isCounted || (counts.inFlight ?? 0) > 0 || counts.inFlight == nil
    return enter(isBusy ? .serving : .idle, since: now, now: now) + [mark(counted, counts, at: now)]
  }

  private typealias Counted = (requests: Double?, input: Double?, output: Double?)

  private mutating func count(
    from old: ServerCounts, to new: ServerCounts
  ) -> (Counted, isCounted: Bool) {
    // A counter that has not counted yet is not on every page.
    func rise(_ counter: KeyPath<ServerCounts, Double?>) -> Double? {
      new[keyPath: counter].map { max(0, $0 - (old[keyPath: counter] ?? 0)) }
    }
    let counted = (
      requests: rise(\.requests), input: rise(\.inputTokens), output: rise(\.outputTokens)
    )
    func add(_ more: Double?, to sum: inout Double?) {
      if let more { sum = (sum ?? 0) + more }
    }
    add(counted.requests, to: &requests)
    add(counted.input, to: &inputTokens)
    add(counted.output, to: &outputTokens)
    return (counted, [counted.requests, counted.input, counted.output].contains { ($0 ?? 0) > 0 })
  }

  private static func isReset(from old: ServerCounts, to new: ServerCounts) -> Bool {
    if let was = old.started, let now = new.started, abs(was - now) > 1 { return true }
    return [\ServerCounts.requests, \.inputTokens, \.outputTokens].contains { counter in
      (new[keyPath: counter] ?? 0) < (old[keyPath: counter] ?? 0)
    }
  }

  private func mark(_ counted: Counted, _ counts: ServerCounts, at now: Double) -> Mark {
    var mark = Mark(at: now)
    mark.requests = requests == nil ? nil : counted.requests ?? 0
    if inputTokens != nil || outputTokens != nil {
      mark.tokens = (counted.input ?? 0) + (counted.output ?? 0)
    }
    var metrics = [ServiceMetric.inFlightAtStart: inFlightAtStart]
    metrics[ServiceMetric.inFlight] = counts.inFlight
    metrics[ServiceMetric.input] = inputTokens
    metrics[ServiceMetric.output] = outputTokens
    if restarts > 0 { metrics[ServiceMetric.restarts] = Double(restarts) }
    if unanswered > 0 { metrics[ServiceMetric.unanswered] = Double(unanswered) }
    mark.metrics = metrics
    return mark
  }

  /// How long it must have been quiet to be called idle. A run keeps a thousand changes of stage: the more there were,
  /// the longer the pauses that are still told from serving.
  private var dwell: Double {
    guard transitions >= 256 else { return 0 }
    return interval * Double(1 << min(30, (transitions - 256) / 96))
  }

  private mutating func enter(
    _ new: ServiceStage, since: Double, now: Double
  ) -> [Mark] {
    guard new != stage else {
      quietSince = nil
      return []
    }
    var beginning = since
    if new == .idle {
      beginning = quietSince ?? since
      quietSince = beginning
      guard now - beginning >= dwell else { return [] }
    }
    quietSince = nil
    stage = new
    transitions += 1
    var mark = Mark(at: beginning)
    mark.stage = new.rawValue
    return [mark]
  }
}
