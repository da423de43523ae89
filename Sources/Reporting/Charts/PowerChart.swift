public import Accounting
public import Quantities

/// Power over time, stacked by component: evidence by texture, gaps as gaps, the job's stages above.
public struct PowerChart: Chart {
  private let subject: String
  private let started: Timestamp?
  let history: PowerHistory
  private let policy: AttributionPolicy?

  /// - Parameters:
  ///   - subject: what drew the power, in words: `run train`.
  ///   - started: when the seconds of the history begin.
  ///   - policy: by which shared devices are divided; nil where nothing is.
  public init(
    subject: String, started: Timestamp? = nil, history: PowerHistory,
    policy: AttributionPolicy? = nil
  ) {
    self.subject = subject.label
    self.started = started
    let folded = history.folded(to: Self.mostSpans)
    self.history = PowerHistory(
      spans: folded.spans, traces: folded.traces, gaps: folded.gaps,
      stages: folded.stages.map { StageSpan(name: $0.name.label, start: $0.start, end: $0.end) })
    self.policy = policy
  }

  public init(_ entry: Entry) {
    self.init(
      subject: "run \(entry.run.name)", started: entry.run.started, history: PowerHistory(entry),
      policy: entry.policy)
  }

  /// More spans than this would be finer than a screen shows.
  static let mostSpans = 320

  public let name = "power"

  // MARK: Words

  private var energy: Energy { history.energy }
  /// Seconds in which something is known.
  private var knownSeconds: Double {
    history.spans.indices.filter { index in history.traces.contains { $0.energies[index] != nil } }
      .map { history.spans[$0].seconds }.reduce(0, +)
  }
  var isEmpty: Bool { history.traces.isEmpty || knownSeconds <= 0 }
  private var mean: Power { .watts(knownSeconds > 0 ? energy.joules / knownSeconds : 0) }
  var most: (power: Power, at: Double) {
    let watts = history.spans.indices.map { total(at: $0) ?? 0 }
    let peak = watts.max() ?? 0
    let place = watts.firstIndex(of: peak) ?? 0
    return (.watts(peak), history.spans.isEmpty ? 0 : history.spans[place].start)
  }

  /// The components from the one that took most on, those of several evidences added up.
  private var shares: [(component: Component, part: Double)] {
    let all = energy.joules
    guard all > 0 else { return [] }
    return Component.allCases.compactMap { component in
      let traces = history.traces.filter { $0.component == component }
      guard !traces.isEmpty else { return nil }
      return (component, traces.map(\.energy.joules).reduce(0, +) / all)
    }.sorted { $0.1 > $1.1 }
  }

  public var title: String {
    guard !isEmpty else { return "The power of \(subject) over time is not known" }
    let draw = "\(subject) drew \(mean.text()) on average and \(most.power.text()) at most"
      .capitalisedFirst
    guard shares.count > 1, let first = shares.first else { return draw }
    return
      "\(draw); \((first.part * 100).text(decimals: 0)) % went to the \(first.component.rawValue)"
  }

  public var subtitle: String {
    var text = "IT power in \(unit.name), stacked by component"
    if let started { text += ", from \(DateTicks.moment(started.seconds)) UTC" }
    if let policy { text += "; booked by the policy \(policy.rawValue)" }
    return text + "."
  }

  public var alternative: String {
    guard !isEmpty else { return "\(title). No span of it was recorded." }
    var sentences = [
      "\(energy.text()) in \(Duration.seconds(knownSeconds).text), the most at \(time(most.at)).",
      shares.map {
        "\($0.component.rawValue) \(($0.part * 100).text(decimals: 0)) %"
      }.joined(separator: ", ").capitalisedFirst + ".",
    ]
    if !history.stages.isEmpty {
      let names = history.stages.map(\.name)
      let shown = names.prefix(6).joined(separator: ", ")
      sentences.append(
        "Stages: \(shown)\(names.count > 6 ? " and \(names.count - 6) more" : "").")
    }
    if !history.gaps.isEmpty {
      let seconds = history.gaps.map { $0.end - $0.start }.reduce(0, +)
      sentences.append(
        "\(history.gaps.count) gap\(history.gaps.count == 1 ? "" : "s"), \(Duration.seconds(seconds).text) in all."
      )
    }
    return sentences.joined(separator: " ")
  }

  public var table: ChartTable {
    var table = ChartTable([
      "start_seconds", "end_seconds", "component", "evidence", "power_watts", "energy_joules",
      "stage",
    ])
    for (index, span) in history.spans.enumerated() {
      let middle = (span.start + span.end) / 2
      let stage = history.stages.first { $0.start <= middle && middle < $0.end }?.name ?? ""
      for trace in history.traces {
        let joules = trace.energies[index]?.joules
        table.add([
          ChartTable.cell(span.start), ChartTable.cell(span.end), trace.component.rawValue,
          trace.evidence.rawValue,
          ChartTable.cell(joules.map { span.seconds > 0 ? $0 / span.seconds : 0 }),
          ChartTable.cell(joules), stage,
        ])
      }
    }
    return table
  }

  public var plot: ChartPlot {
    ChartPlot([
      .init(
        .bar,
        [
          (.x, .init("start_seconds", .binned, title: "time, s")),
          (.x2, .init("end_seconds", .number)),
          (.y, .init("power_watts", .fromZero, title: "IT power, W")),
          (.color, .init("component", .name)), (.opacity, .init("evidence", .evidence)),
        ])
    ])
  }

  // MARK: Drawing

  var unit: AxisUnit { AxisUnit("W", largest: most.power.watts) }

  private func watts(_ trace: PowerHistory.Trace, _ index: Int) -> Double? {
    let span = history.spans[index]
    // Less than nothing is what idle power leaves of a short span; nothing is drawn for it.
    return trace.energies[index].map { span.seconds > 0 ? max($0.joules / span.seconds, 0) : 0 }
  }

  /// Nil where nothing is known.
  func total(at index: Int) -> Double? {
    let known = history.traces.compactMap { watts($0, index) }
    return known.isEmpty ? nil : known.reduce(0, +)
  }

  private func time(_ seconds: Double) -> String { Duration.seconds(max(seconds, 0)).text }

  public func draw(on sheet: inout ChartSheet) {
    guard !isEmpty else { return sheet.nothing("Nothing was recorded over time.") }
    let clock = AxisUnit("s", largest: history.end)
    let totals = history.spans.indices.map { total(at: $0) ?? 0 }
    let hasGaps = !history.gaps.isEmpty || !unknown.isEmpty
    let frame = sheet.frame(
      x: .linear([history.start, history.end].map { $0 / clock.size }, room: 0),
      y: .linear([0] + totals.map { $0 / unit.size }, zero: true, room: 0.06),
      xTitle: "time since the start, \(clock.name)", yTitle: "IT power, \(unit.name)",
      endRoom: 128, foot: 20, head: history.stages.isEmpty ? 0 : 22)
    sheet.begin(plotData(frame, clock))
    stack(on: &sheet, frame, clock)
    gaps(on: &sheet, frame, clock)
    stages(on: &sheet, frame, clock)
    sheet.end()
    names(on: &sheet, frame)
    sheet.evidenceKey(
      Set(history.traces.map(\.evidence)), hasMissing: hasGaps, y: sheet.height - 12)
  }

  /// What a script needs to find values under a pointer: `Docs/Adding/Chart.md` has the list.
  private func plotData(_ frame: Frame, _ clock: AxisUnit) -> [(String, String)] {
    let edges = history.spans.map(\.start) + [history.spans.last?.end ?? 0]
    return [
      ("plot", name), ("left", ChartSheet.number(frame.left)),
      ("right", ChartSheet.number(frame.right)), ("top", ChartSheet.number(frame.top)),
      ("bottom", ChartSheet.number(frame.bottom)),
      ("x0", ChartTable.cell(frame.x.low * clock.size)),
      ("x1", ChartTable.cell(frame.x.high * clock.size)),
      ("y0", ChartTable.cell(frame.y.low * unit.size)),
      ("y1", ChartTable.cell((frame.y.high * unit.size).rounded(significant: 9))),
      (
        "t",
        edges.map { ChartTable.cell($0.rounded(significant: 9)) }.joined(separator: " ")
      ),
    ]
  }

  private func stack(on sheet: inout ChartSheet, _ frame: Frame, _ clock: AxisUnit) {
    var floor = [Double](repeating: 0, count: history.spans.count)
    for trace in history.traces {
      var parts: [[(Double, Double)]] = []
      var upper: [(Double, Double)] = []
      var lower: [(Double, Double)] = []
      func finish() {
        if !upper.isEmpty { parts.append(upper + lower.reversed()) }
        (upper, lower) = ([], [])
      }
      for (index, span) in history.spans.enumerated() {
        guard let watts = watts(trace, index) else {
          finish()
          continue
        }
        let (left, right) = (frame.x(span.start / clock.size), frame.x(span.end / clock.size))
        let (bottom, top) = (floor[index], floor[index] + watts)
        upper += [left, right].map { ($0, frame.y(top / unit.size)) }
        lower += [left, right].map { ($0, frame.y(bottom / unit.size)) }
        floor[index] = top
      }
      finish()
      let values = history.spans.indices.map { index in
        watts(trace, index).map { ChartTable.cell($0.rounded(significant: 6)) } ?? "-"
      }
      sheet.shape(
        parts, trace.component.ink, evidence: trace.evidence,
        data: [
          ("series", trace.component.rawValue), ("evidence", trace.evidence.rawValue),
          ("w", values.joined(separator: " ")),
        ])
    }
  }

  /// Where something is not known, what lies above the known part is empty up to the top. Gaps also show at the foot, where even
  /// the shortest is seen.
  private func gaps(on sheet: inout ChartSheet, _ frame: Frame, _ clock: AxisUnit) {
    func place(_ seconds: Double) -> Double {
      min(max(frame.x(seconds / clock.size), frame.left), frame.right)
    }
    for (start, end) in unknown {
      let floor = (start..<end).map { total(at: $0) ?? 0 }.max() ?? 0
      let (left, right) = (place(history.spans[start].start), place(history.spans[end - 1].end))
      let bottom = frame.y(floor / unit.size)
      sheet.missing(x: left, y: frame.top, width: right - left, height: bottom - frame.top)
    }
    for gap in history.gaps {
      let (left, right) = (place(gap.start), place(gap.end))
      sheet.missing(x: left, y: frame.bottom - 6, width: max(right - left, 1.5), height: 6)
    }
  }

  /// Runs of spans in which some component is not known.
  private var unknown: [(start: Int, end: Int)] {
    var runs: [(start: Int, end: Int)] = []
    for index in history.spans.indices
    where history.traces.contains(where: { $0.energies[index] == nil }) {
      if let last = runs.last, last.end == index,
        (total(at: index) == nil) == (total(at: last.start) == nil)
      {
        runs[runs.count - 1].end = index + 1
      } else {
        runs.append((index, index + 1))
      }
    }
    return runs
  }

  private func stages(on sheet: inout ChartSheet, _ frame: Frame, _ clock: AxisUnit) {
    guard !history.stages.isEmpty else { return }
    let y = frame.top - 8
    var last = -Double.infinity
    for (index, stage) in history.stages.prefix(200).enumerated() {
      let ends = [stage.start, stage.end].map {
        min(max(frame.x($0 / clock.size), frame.left), frame.right)
      }
      sheet.rule((ends[0], frame.top - 4), (ends[0], frame.bottom), axis: true)
      sheet.line(
        [(ends[0] + 1, y + 4), (max(ends[1] - 1, ends[0] + 1.5), y + 4)],
        index.isMultiple(of: 2) ? .text : .faint)
      let name = TextWidth.cut(stage.name, size: 11, width: max(ends[1] - ends[0] - 2, 0))
      // A name of one letter and an ellipsis tells nothing.
      guard ends[0] >= last + 4, name.count > 2 || name == stage.name else { continue }
      sheet.text(name, at: (ends[0] + 2, y - 2), .faint, small: true)
      last = ends[0] + 2 + TextWidth.of(name, size: 11)
    }
  }

  /// Names stand at the middle of what the last known span shows.
  private func names(on sheet: inout ChartSheet, _ frame: Frame) {
    guard let last = history.spans.indices.last(where: { total(at: $0) != nil }) else { return }
    var floor = 0.0
    var labels: [(y: Double, text: String, ink: Ink)] = []
    for trace in history.traces {
      let height = watts(trace, last) ?? 0
      let part = energy.joules > 0 ? trace.energy / energy * 100 : 0
      labels.append(
        (
          (floor + height / 2) / unit.size,
          "\(trace.component.rawValue) \(part.text(decimals: 0)) %", trace.component.ink
        ))
      floor += height
    }
    sheet.endLabels(frame, labels)
  }
}
