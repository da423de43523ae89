public import Quantities

/// What serving took: the run's energy by what the server was doing, and what comes to each request and token.
///
/// The lines add up to the energy that the run books. Figures for each thing divide one of their sums by a count; they
/// say the same energy in several ways and are not added up.
public struct ServiceFootprint: Hashable, Sendable {
  public let lines: [Line]
  /// IT energy that the run books.
  public let energy: Estimate<Energy>
  public let evidence: Evidence
  public let counts: [ServiceCount]
  /// What the loaded model draws while no request runs; nil where it was never seen without one.
  public let idlePower: Estimate<Power>?
  /// How often the server's counters began again while they were read.
  public let restarts: Int
  public let unanswered: Int
  /// Energy above idle for a token in and one out, where these could be told apart.
  public let split: TokenSplit?

  /// A part of the run's energy.
  public struct Line: Hashable, Sendable {
    public let part: Part
    public let seconds: Double
    public let energy: Estimate<Energy>
    public let evidence: Evidence
  }

  /// Where the energy went.
  public enum Part: String, CaseIterable, Sendable {
    case loading
    /// While no request ran.
    case idle
    /// While requests ran, what the loaded model draws without them.
    case base
    /// While requests ran, what lies above that; all of serving where the idle power is not known.
    case requests
    case silent = "not answering"
    /// Before the watch began or after it ended.
    case unwatched
  }

  /// Nil where the job counted neither requests nor tokens and its stages are not those of a server.
  public init?(_ entry: Entry) {
    let marks = entry.progress?.marks ?? []
    let counts = ServiceCount.all(of: marks)
    let length = max(entry.run.seconds, entry.run.spans.last?.end ?? 0)
    let stages = StageSpan.all(of: entry).compactMap { span in
      // A mark may come after the end; time before the start and after it is none of the run's.
      let inside = StageSpan(
        name: span.name, start: max(0, span.start), end: min(span.end, length))
      return ServiceStage(rawValue: span.name).flatMap {
        inside.end > inside.start ? (stage: $0, span: inside) : nil
      }
    }
    guard !counts.isEmpty || stages.contains(where: { $0.stage == .serving }) else { return nil }
    let footprint = AccountingMethod().footprint(of: entry)
    let total = footprint.energy
    let weakest = footprint.evidenceMix.filter { $0.value > 0 }.keys.max() ?? .assumed
    let curve = RunCurve(entry)
    self.counts = counts
    energy = total
    evidence = weakest
    let last = marks.last { $0.metrics?[ServiceMetric.inFlightAtStart] != nil }?.metrics
    restarts = Int(last?[ServiceMetric.restarts] ?? 0)
    unanswered = Int(last?[ServiceMetric.unanswered] ?? 0)
    // Without spans nobody knows when the energy was drawn.
    guard stages.contains(where: { $0.stage == .serving || $0.stage == .idle }),
      curve.total.joules > 0
    else {
      (lines, idlePower, split) = ([], nil, nil)
      return
    }
    let idle = IdleService(stages.filter { $0.stage == .idle }.map(\.span), curve)
    idlePower = idle.power
    lines = Self.lines(stages, curve, idle: idle.power, total: total, seconds: length)
      .map { part, seconds, energy in
        Line(
          part: part, seconds: seconds, energy: energy,
          evidence: part == .base || part == .requests ? weakest.whenShared : weakest)
      }
    split = idle.power.flatMap { TokenSplit(marks, curve, idle: $0.value) }
  }

  private static func lines(
    _ stages: [(stage: ServiceStage, span: StageSpan)], _ curve: RunCurve, idle: Estimate<Power>?,
    total: Estimate<Energy>, seconds: Double
  ) -> [(Part, Double, Estimate<Energy>)] {
    func sum(_ stage: ServiceStage) -> (seconds: Double, joules: Double) {
      stages.filter { $0.stage == stage }.reduce((0, 0)) { sums, item in
        let joules = curve.joules(at: item.span.end) - curve.joules(at: item.span.start)
        return (sums.0 + item.span.end - item.span.start, sums.1 + joules)
      }
    }
    // What meters and shares leave open moves all parts alike.
    let value = total.value.joules
    let (down, up) = value > 0 ? (total.low.joules / value, total.high.joules / value) : (1, 1)
    func ranged(_ joules: Double) -> Estimate<Energy> {
      Estimate(.joules(joules), low: .joules(joules * down), high: .joules(joules * up))
    }
    let (loading, resting, serving, silent) = (
      sum(.loading), sum(.idle), sum(.serving), sum(.silent)
    )
    var lines: [(Part, Double, Estimate<Energy>)] = []
    if loading.seconds > 0 { lines.append((.loading, loading.seconds, ranged(loading.joules))) }
    if resting.seconds > 0 { lines.append((.idle, resting.seconds, ranged(resting.joules))) }
    if serving.seconds > 0 {
      if let idle {
        func base(_ power: Power) -> Double {
          min(max(0, power.watts * serving.seconds), serving.joules)
        }
        let (value, low, high) = (base(idle.value), base(idle.low), base(idle.high))
        lines.append(
          (
            .base, serving.seconds,
            Estimate(.joules(value), low: .joules(low * down), high: .joules(high * up))
          ))
        let above = serving.joules - value
        lines.append(
          (
            .requests, serving.seconds,
            Estimate(
              .joules(above), low: .joules(max(0, serving.joules - high) * down),
              high: .joules((serving.joules - low) * up))
          ))
      } else {
        lines.append((.requests, serving.seconds, ranged(serving.joules)))
      }
    }
    if silent.seconds > 0 { lines.append((.silent, silent.seconds, ranged(silent.joules))) }
    let rest = value - lines.reduce(0) { $0 + $1.2.value.joules }
    let left = seconds - loading.seconds - resting.seconds - serving.seconds - silent.seconds
    if left > 1e-3 || abs(rest) > 1e-9 * value {
      lines.append((.unwatched, max(0, left), ranged(rest)))
    }
    return lines
  }
}

extension ServiceFootprint {
  /// The sum that a figure divides.
  public enum Basis: String, CaseIterable, Sendable {
    /// While requests ran, whatever drew it.
    case serving
    /// What lay above the idle power of the loaded model.
    case aboveIdle = "above_idle"
    /// All that the run books, loading and idle included.
    case run
  }

  /// Energy of a basis; nil where it is not known.
  public func energy(_ basis: Basis) -> Estimate<Energy>? {
    switch basis {
    case .run: return energy
    case .serving:
      let parts = lines.filter { $0.part == .base || $0.part == .requests }
      return parts.isEmpty ? nil : Self.sum(parts, within: energy)
    case .aboveIdle:
      return idlePower == nil ? nil : lines.first { $0.part == .requests }?.energy
    }
  }

  /// Energy for each of what was counted; nil where either is not known.
  public func each(_ count: ServiceCount, _ basis: Basis) -> Estimate<Energy>? {
    energy(basis).flatMap { count.share(of: $0) }
  }

  /// Base and rest are two parts of one metered sum: what moves between them widens neither.
  private static func sum(_ parts: [Line], within total: Estimate<Energy>) -> Estimate<Energy> {
    let joules = parts.reduce(0) { $0 + $1.energy.value.joules }
    let whole = total.value.joules
    guard whole > 0 else { return Estimate(exactly: .joules(joules)) }
    return Estimate(
      .joules(joules), low: .joules(joules * total.low.joules / whole),
      high: .joules(joules * total.high.joules / whole))
  }
}
