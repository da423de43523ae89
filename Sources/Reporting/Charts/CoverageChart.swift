public import Accounting
import Quantities

/// How each part of the time is known: metered, attributed, modelled, assumed, or missing.
public struct CoverageChart: Chart {
  /// What is known of a stretch.
  public enum State: Hashable, Sendable {
    case known(Evidence)
    case missing

    var word: String {
      switch self {
      case .known(let evidence): evidence.rawValue
      case .missing: "missing"
      }
    }
  }

  /// A stretch of one row, in seconds.
  public struct Segment: Hashable, Sendable {
    public let start: Double
    public let end: Double
    public let state: State

    public init(start: Double, end: Double, state: State) {
      self.start = start
      self.end = end
      self.state = state
    }
  }

  /// A device or a component over the time.
  public struct Row: Hashable, Sendable {
    public let name: String
    public let segments: [Segment]

    public init(_ name: String, _ segments: [Segment]) {
      self.name = name.label
      self.segments = segments
    }
  }

  private let subject: String
  let rows: [Row]
  private let isOneRun: Bool

  /// - Parameter isOneRun: the seconds are those of one run's clock; else they are sums over runs.
  public init(subject: String, rows: [Row], isOneRun: Bool) {
    self.subject = subject.label
    self.rows = Array(
      rows.filter { row in
        row.segments.allSatisfy { $0.start.isFinite && $0.end.isFinite && $0.end >= $0.start }
      }.prefix(Self.mostRows))
    self.isOneRun = isOneRun
  }

  static let mostRows = 40

  public let name = "coverage"
  public var height: Double { ChartSheet.height(of: self, rows: rows.count, rowHeight: 26) }

  // MARK: Words

  var seconds: Double { rows.flatMap { $0.segments.map { $0.end } }.max() ?? 0 }

  private func sum(_ rows: [Row], where isCounted: (State) -> Bool) -> Double {
    rows.flatMap(\.segments).filter { isCounted($0.state) }.map { $0.end - $0.start }.reduce(0, +)
  }

  private func part(_ isCounted: (State) -> Bool) -> Double {
    let all = sum(rows) { _ in true }
    return all > 0 ? sum(rows, where: isCounted) / all : 0
  }

  var words: [(state: State, part: Double)] {
    (Evidence.allCases.map { State.known($0) } + [.missing]).map { state in
      (state, part { $0 == state })
    }.filter { $0.part > 0 }
  }

  public var title: String {
    guard sum(rows, where: { _ in true }) > 0 else { return "Nothing of \(subject) is known" }
    let missing = part { $0 == .missing }
    let measured = part { $0 == .known(.metered) || $0 == .known(.attributed) }
    let known = "\(percent(measured)) of the devices' time in \(subject) is measured"
    return missing > 0
      ? "\(known), \(percent(missing)) is missing" : "\(known), nothing is missing"
  }

  /// A trace is not nothing, and nearly all is not all.
  private func percent(_ part: Double) -> String {
    part > 0 && part < 0.01
      ? "under 1 %" : part > 0.99 && part < 1 ? "over 99 %" : "\((part * 100).text(decimals: 0)) %"
  }

  public var subtitle: String {
    (isOneRun ? "Time since the start of the run" : "Time of all runs together")
      + " in \(clock.name), by device and how its energy is known; "
      + "attributed: shared out of what was metered."
  }

  public var alternative: String {
    guard !words.isEmpty else { return "\(title). No device was measured or modelled." }
    return words.map { "\($0.state.word) \(percent($0.part))" }.joined(separator: ", ")
      .capitalisedFirst + ", of \(rows.count) device\(rows.count == 1 ? "" : "s")."
  }

  public var table: ChartTable {
    var table = ChartTable(["device", "start_seconds", "end_seconds", "state"])
    for row in rows {
      for segment in row.segments {
        table.add([
          row.name, ChartTable.cell(segment.start), ChartTable.cell(segment.end),
          segment.state.word,
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
          (.y, .init("device", .ordered)),
          (.x, .init("start_seconds", .fromZero, title: "time, s")),
          (.x2, .init("end_seconds", .fromZero)), (.color, .init("state", .name)),
        ])
    ])
  }

  // MARK: Drawing

  private var clock: AxisUnit { AxisUnit("s", largest: seconds) }

  public func draw(on sheet: inout ChartSheet) {
    guard seconds > 0 else { return sheet.nothing("No device was measured or modelled.") }
    let clock = clock
    let frame = sheet.rowFrame(
      rows.map(\.name), x: .linear([0, seconds / clock.size], zero: true, room: 0),
      xTitle: isOneRun
        ? "time since the start, \(clock.name)" : "time of all runs, \(clock.name)", rowHeight: 26,
      endRoom: 96)
    for (index, row) in rows.enumerated() {
      let y = frame.y(index) - 8
      for segment in row.segments {
        let places = [segment.start, segment.end].map { frame.x($0 / clock.size) }
        let width = max(places[1] - places[0], 0.6)
        switch segment.state {
        case .known(let evidence):
          sheet.bar(
            x: places[0], y: y, width: width, height: 16, .first, evidence: evidence)
        case .missing: sheet.missing(x: places[0], y: y, width: width, height: 16)
        }
      }
      let missing = sum([row]) { $0 == .missing }
      let all = sum([row]) { _ in true }
      if missing > 0, all > 0 {
        sheet.text(
          "\(percent(missing / all)) missing", at: (frame.right + 6, frame.y(index) + 4), .faint,
          small: true)
      }
    }
    let evidence = words.compactMap { word -> Evidence? in
      if case .known(let evidence) = word.state { evidence } else { nil }
    }
    sheet.evidenceKey(
      Set(evidence), hasMissing: words.contains { $0.state == .missing }, y: sheet.height - 12)
  }
}

// MARK: - Of runs

extension CoverageChart {
  /// Of one run over its time, device by device; of several, the sums by component.
  public init(_ statement: Statement) {
    if statement.runs.count == 1 {
      self.init(statement.runs[0].entry)
    } else {
      self.init(
        subject: statement.subject, rows: Self.sums(statement.runs.map(\.entry)), isOneRun: false)
    }
  }

  public init(_ entry: Entry) {
    self.init(subject: "run \(entry.run.name)", rows: Self.rows(entry), isOneRun: true)
  }

  /// Gaps of which nothing is known are missing, and so is a run in which no device was found.
  private static func rows(_ entry: Entry) -> [Row] {
    let run = entry.run
    let end = run.seconds
    let devices = run.devices.filter { $0.device.partOf == nil }
    guard !devices.isEmpty else {
      return end > 0 ? [Row("no device", [Segment(start: 0, end: end, state: .missing)])] : []
    }
    return devices.map { record in
      let evidence = Attribution(record, policy: entry.policy).evidence
      let gaps = run.gaps.filter {
        ($0.device == record.device.name || $0.device == "machine") && $0.energy == nil
      }.map { (start: min(max($0.start, 0), end), end: min(max($0.end, 0), end)) }
        .filter { $0.end > $0.start }.sorted { $0.start < $1.start }
      var segments: [Segment] = []
      var at = 0.0
      for gap in gaps where gap.end > at {
        if gap.start > at {
          segments.append(Segment(start: at, end: gap.start, state: .known(evidence)))
        }
        segments.append(Segment(start: max(gap.start, at), end: gap.end, state: .missing))
        at = gap.end
      }
      if at < end { segments.append(Segment(start: at, end: end, state: .known(evidence))) }
      return Row("\(record.device.component.rawValue) \(record.device.name)", segments)
    }
  }

  private static func sums(_ entries: [Entry]) -> [Row] {
    var sums: [String: [State: Double]] = [:]
    for entry in entries {
      let rows = rows(entry)
      let devices = entry.run.devices.filter { $0.device.partOf == nil }
      for (index, row) in rows.enumerated() {
        let name = index < devices.count ? devices[index].device.component.rawValue : "no device"
        for segment in row.segments {
          sums[name, default: [:]][segment.state, default: 0] += segment.end - segment.start
        }
      }
    }
    let names = Component.allCases.map(\.rawValue) + ["no device"]
    return names.compactMap { name in
      sums[name].map { states in
        var at = 0.0
        let order = Evidence.allCases.map { State.known($0) } + [.missing]
        return Row(
          name,
          order.compactMap { state in
            guard let seconds = states[state], seconds > 0 else { return nil }
            defer { at += seconds }
            return Segment(start: at, end: at + seconds, state: state)
          })
      }
    }
  }
}
