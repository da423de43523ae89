public import Quantities

/// The power that a run books, by component over its time: what a chart of power is drawn from.
public struct PowerHistory: Hashable, Sendable {
  /// Stretches in order, in seconds after the start.
  public let spans: [Span]
  /// One per component and evidence.
  public let traces: [Trace]
  public let gaps: [Gap]
  public let stages: [StageSpan]

  public struct Span: Hashable, Sendable {
    public let start: Double
    public let end: Double
    public var seconds: Double { end - start }

    public init(start: Double, end: Double) {
      self.start = start
      self.end = end
    }
  }

  /// A component's energy in each of the spans.
  public struct Trace: Hashable, Sendable {
    public let component: Component
    public let evidence: Evidence
    /// Nil where it was not known.
    public let energies: [Energy?]

    public init(component: Component, evidence: Evidence, energies: [Energy?]) {
      self.component = component
      self.evidence = evidence
      self.energies = energies
    }

    public var energy: Energy { energies.compactMap(\.self).reduce(.zero, +) }
  }

  public init(spans: [Span], traces: [Trace], gaps: [Gap] = [], stages: [StageSpan] = []) {
    self.spans = spans
    self.traces = traces
    self.gaps = gaps
    self.stages = stages
  }

  /// A run's own, by its policy; without spans where the entry was read without them.
  public init(_ entry: Entry) {
    let run = entry.run
    let gaps = run.gaps
    var keys: [Key] = []
    var devices: [Key: [Int]] = [:]
    for (index, record) in run.devices.enumerated() where record.device.partOf == nil {
      let evidence = Attribution(record, policy: entry.policy).evidence
      let key = Key(component: record.device.component, evidence: evidence)
      if devices[key] == nil { keys.append(key) }
      devices[key, default: []].append(index)
    }
    keys.sort { ($0.component.order, $0.evidence) < ($1.component.order, $1.evidence) }
    let traces = keys.map { key in
      let members = devices[key] ?? []
      let names = Set(members.map { run.devices[$0].device.name })
      return Trace(
        component: key.component, evidence: key.evidence,
        energies: run.spans.map { span in
          guard !Self.isUnknown(span, names, gaps) else { return nil }
          return members.map { index in
            let tally = index < span.tallies.count ? span.tallies[index] : Tally()
            return Attribution(run.devices[index].over(tally), policy: entry.policy).run.value
          }.reduce(.zero, +)
        })
    }
    self.init(
      spans: run.spans.map { Span(start: $0.start, end: $0.end) }, traces: traces, gaps: gaps,
      stages: StageSpan.all(of: entry))
  }

  private struct Key: Hashable {
    let component: Component
    let evidence: Evidence
  }

  /// True when gaps of which nothing is known cover most of the span, for every one of the devices.
  private static func isUnknown(_ span: Run.Span, _ devices: Set<String>, _ gaps: [Gap]) -> Bool {
    let seconds = span.end - span.start
    guard seconds > 0, !gaps.isEmpty else { return false }
    return devices.allSatisfy { device in
      gaps.contains { gap in
        gap.energy == nil && (gap.device == device || gap.device == "machine")
          && min(gap.end, span.end) - max(gap.start, span.start) > seconds / 2
      }
    }
  }

  public var start: Double { spans.first?.start ?? 0 }
  public var end: Double { max(spans.last?.end ?? 0, gaps.map(\.end).max() ?? 0) }
  public var energy: Energy { traces.map(\.energy).reduce(.zero, +) }

  /// At most `count` spans, evenly long, with the same energy; as it is where there are fewer.
  public func folded(to count: Int) -> PowerHistory {
    guard spans.count > count, count > 0, let first = spans.first, let last = spans.last,
      last.end > first.start
    else { return self }
    let step = (last.end - first.start) / Double(count)
    let wide = (0..<count).map {
      Span(start: first.start + Double($0) * step, end: first.start + Double($0 + 1) * step)
    }
    let folded = traces.map { trace in
      var sums = [Double](repeating: 0, count: count)
      var known = [Double](repeating: 0, count: count)
      for (span, energy) in zip(spans, trace.energies) {
        guard let energy, span.seconds > 0 else { continue }
        var place = min(count - 1, max(0, Int((span.start - first.start) / step)))
        while place < count, wide[place].start < span.end {
          let overlap = min(span.end, wide[place].end) - max(span.start, wide[place].start)
          if overlap > 0 {
            sums[place] += energy.joules * overlap / span.seconds
            known[place] += overlap
          }
          place += 1
        }
      }
      return Trace(
        component: trace.component, evidence: trace.evidence,
        energies: zip(sums, known).map { $1 > step / 2 ? .joules($0) : nil })
    }
    return PowerHistory(spans: wide, traces: folded, gaps: gaps, stages: stages)
  }
}

extension Component {
  /// As they are stacked: the heart of the machine below.
  fileprivate var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A stretch of a run in a stage that its job named.
public struct StageSpan: Hashable, Sendable {
  public let name: String
  /// Seconds after the run's start.
  public let start: Double
  public let end: Double

  public init(name: String, start: Double, end: Double) {
    self.name = name
    self.start = start
    self.end = end
  }

  /// The innermost stage at each moment; what lies outside every stage is left out.
  public static func all(of entry: Entry) -> [StageSpan] {
    var spans: [StageSpan] = []
    var open: [String] = []
    var since = 0.0
    func close(at moment: Double) {
      if let name = open.last, moment > since {
        if let last = spans.last, last.name == name, last.end == since {
          spans[spans.count - 1] = StageSpan(name: name, start: last.start, end: moment)
        } else {
          spans.append(StageSpan(name: name, start: since, end: moment))
        }
      }
      since = max(since, moment)
    }
    for mark in entry.progress?.marks ?? [] {
      guard let stage = mark.stage else { continue }
      close(at: mark.at)
      switch mark.state {
      case .end:
        if let place = open.lastIndex(of: stage) { open.removeSubrange(place...) }
      case .begin, nil:
        if mark.state == nil { open = [] }
        if open.count < 16 { open.append(stage) }
      }
    }
    close(at: entry.run.seconds)
    return spans
  }
}
