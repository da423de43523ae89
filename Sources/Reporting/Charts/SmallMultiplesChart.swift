public import Accounting
public import Quantities

/// One small panel for each project, all on the same scales: who took how much, and when.
public struct SmallMultiplesChart: Chart {
  /// A panel with its name and its energy in each bin.
  public struct Panel: Hashable, Sendable {
    public let name: String
    /// One for each bin, in order.
    public let energies: [EnergyByEvidence]

    public init(_ name: String, energies: [EnergyByEvidence]) {
      self.name = name.label
      self.energies = energies
    }

    var joules: Double {
      energies.map { bin in
        Evidence.allCases.map { max(bin[$0].joules, 0) }.reduce(0, +)
      }.reduce(0, +)
    }
  }

  private let subject: String
  private let grouping: String
  private let start: Timestamp
  private let binSeconds: Double
  private let binName: String
  private let panels: [Panel]
  /// Panels that are in the last one.
  private let others: Int

  /// - Parameters:
  ///   - grouping: what a panel stands for, in the singular: `project`.
  ///   - start: of the first bin.
  ///   - binName: `day`.
  public init(
    subject: String, grouping: String, start: Timestamp, binSeconds: Double, binName: String,
    panels: [Panel]
  ) {
    self.subject = subject.label
    self.grouping = grouping.cut(to: 30).printable
    self.start = start
    self.binSeconds = max(binSeconds, 1)
    self.binName = binName
    let sorted = panels.filter { $0.joules.isFinite }.sorted {
      ($1.joules, $0.name) < ($0.joules, $1.name)
    }
    let most = Self.mostPanels
    if sorted.count > most {
      let rest = sorted.dropFirst(most - 1)
      let bins = rest.map(\.energies.count).max() ?? 0
      var sums = [EnergyByEvidence](repeating: EnergyByEvidence(), count: bins)
      for panel in rest { for (bin, energy) in panel.energies.enumerated() { sums[bin] += energy } }
      self.panels =
        sorted.prefix(most - 1) + [Panel("\(rest.count) others", energies: sums)]
      others = rest.count
    } else {
      self.panels = sorted
      others = 0
    }
  }

  static let mostPanels = 12
  static let beside = 3

  public let name = "multiples"
  private static let panelHeight = 128.0
  private var rows: Int { max(1, (panels.count + Self.beside - 1) / Self.beside) }
  public var height: Double {
    ChartSheet.top(title, subtitle) + 20 + Double(rows) * Self.panelHeight + 40
  }

  // MARK: Words

  private var total: Double { panels.map(\.joules).reduce(0, +) }
  private var bins: Int { panels.map(\.energies.count).max() ?? 0 }
  private func sum(_ bin: EnergyByEvidence) -> Double {
    Evidence.allCases.map { max(bin[$0].joules, 0) }.reduce(0, +)
  }
  private var most: Double { panels.flatMap { $0.energies.map(sum) }.max() ?? 0 }

  public var title: String {
    guard let first = panels.first, total > 0 else {
      return "The energy of \(subject) by \(grouping) is not known"
    }
    let all = AxisUnit("J", largest: total).text(total)
    let count = panels.count + max(0, others - 1)
    return count == 1
      ? "All \(all) of \(subject) went to \(first.name)"
      : "\(first.name) took \((first.joules / total * 100).text(decimals: 0)) % of the \(all) of \(subject)"
  }

  public var subtitle: String {
    "IT energy in \(unit.name) by \(binName) (UTC), a panel for each \(grouping), the largest first, all on one scale."
  }

  public var alternative: String {
    guard total > 0 else { return "\(title). Nothing was booked." }
    let parts = panels.map { panel in
      "\(panel.name) \(AxisUnit("J", largest: panel.joules).text(panel.joules))"
    }
    return parts.joined(separator: "; ") + "."
  }

  public var table: ChartTable {
    var table = ChartTable(["\(columnName)", "start", "end", "evidence", "energy_joules"])
    for panel in panels {
      for (index, bin) in panel.energies.enumerated() {
        let ends = [index, index + 1].map { time($0).description }
        for evidence in Evidence.allCases where bin[evidence].joules != 0 {
          table.add([
            panel.name, ends[0], ends[1], evidence.rawValue,
            ChartTable.cell(bin[evidence].joules),
          ])
        }
      }
    }
    return table
  }

  private var columnName: String { "group" }

  private func time(_ bin: Int) -> Timestamp {
    Timestamp(seconds: start.seconds + Double(bin) * binSeconds)
  }

  public var plot: ChartPlot {
    ChartPlot(
      [
        .init(
          .bar,
          [
            (.x, .init("start", .time, title: binName)), (.x2, .init("end", .time)),
            (.y, .init("energy_joules", .fromZero, title: "IT energy, J")),
            (.opacity, .init("evidence", .evidence)),
          ])
      ], panels: (columnName, Self.beside))
  }

  // MARK: Drawing

  private var unit: AxisUnit { AxisUnit("J", largest: most) }

  public func draw(on sheet: inout ChartSheet) {
    guard total > 0, bins > 0 else { return sheet.nothing("Nothing was booked.") }
    let unit = unit
    var y = Scale.linear([0, most / unit.size], zero: true, room: 0.02)
    let ticks = y.ticks(about: 2)
    let left = 22 + (ticks.map { TextWidth.of($0.text, size: 11) }.max() ?? 0)
    let wide = (ChartSheet.width - left - 16) / Double(Self.beside)
    for (index, panel) in panels.enumerated() {
      let column = index % Self.beside
      let top = sheet.top + 20 + Double(index / Self.beside) * Self.panelHeight
      let x = left + Double(column) * wide
      let (bottom, right) = (top + Self.panelHeight - 34, x + wide - 16)
      (y.from, y.to) = (bottom, top + 18)
      let amount = AxisUnit("J", largest: panel.joules).text(panel.joules)
      let room = wide - 24 - TextWidth.of(amount, size: 11)
      sheet.text(
        TextWidth.cut(panel.name, bold: true, width: room), at: (x, top + 10), .text,
        bold: true)
      sheet.text(amount, at: (right, top + 10), .faint, .end, small: true)
      for tick in ticks {
        sheet.rule((x, y(tick.value)), (right, y(tick.value)))
        if column == 0 {
          sheet.text(tick.text, at: (x - 6, y(tick.value) + 4), .faint, .end, small: true)
        }
      }
      draw(panel, on: &sheet, x: x, right: right, y)
      sheet.rule((x, bottom), (right, bottom), axis: true)
      let isLowest = index + Self.beside >= panels.count
      if isLowest { dates(on: &sheet, x: x, right: right, y: bottom + 15) }
    }
    let evidence = Set(
      panels.flatMap { panel in
        panel.energies.flatMap { bin in Evidence.allCases.filter { bin[$0].joules > 0 } }
      })
    sheet.evidenceKey(evidence, y: sheet.height - 12)
  }

  private func draw(
    _ panel: Panel, on sheet: inout ChartSheet, x: Double, right: Double, _ y: Scale
  ) {
    let step = (right - x) / Double(bins)
    for (index, bin) in panel.energies.enumerated() {
      var sum = 0.0
      for evidence in Evidence.allCases where bin[evidence].joules > 0 {
        let next = sum + bin[evidence].joules / unit.size
        sheet.bar(
          x: x + Double(index) * step, y: y(sum), width: max(step - (step > 4 ? 1 : 0), 0.5),
          height: y(next) - y(sum), .first, evidence: evidence)
        sum = next
      }
    }
  }

  private func dates(on sheet: inout ChartSheet, x: Double, right: Double, y: Double) {
    let isHours = binSeconds * Double(bins) < 2 * 86_400
    func text(_ bin: Int) -> String {
      isHours ? DateTicks.time(time(bin).seconds) : DateTicks.date(time(bin).seconds)
    }
    sheet.text(text(0), at: (x, y), .faint, small: true)
    let last = isHours ? bins : bins - 1
    if last > 0 { sheet.text(text(last), at: (right, y), .faint, .end, small: true) }
  }
}

// MARK: - Of runs

extension SmallMultiplesChart {
  /// Runs of a statement by project, stage, place or a tag, at the time of their start; bins of hours, days, weeks
  /// or months of 30 days, as the span asks for.
  /// - Parameter key: the name of the group of a run: its project, say.
  public init(_ statement: Statement, grouping: String, key: (Run) -> String) {
    let runs = statement.runs.filter { $0.amounts.devices > 0 }
    let first = runs.map(\.entry.run.started.seconds).min() ?? 0
    let last = runs.map(\.entry.run.started.seconds).max() ?? 0
    let sizes: [(seconds: Double, name: String)] = [
      (3600, "hour"), (86_400, "day"), (7 * 86_400, "week"), (30 * 86_400, "30 days"),
      (365.25 * 86_400, "365 days"),
    ]
    let size = sizes.first { (last - first) / $0.seconds <= 40 } ?? sizes[sizes.count - 1]
    // Weeks begin on Mondays; 1970 began on a Thursday.
    let shift = size.name == "week" ? 4 * 86_400.0 : 0
    let start = ((first - shift) / size.seconds).rounded(.down) * size.seconds + shift
    let count = min(1000, Int((last - start) / size.seconds) + 1)
    var order: [String] = []
    var sums: [String: [EnergyByEvidence]] = [:]
    for row in runs {
      let name = key(row.entry.run)
      if sums[name] == nil {
        order.append(name)
        sums[name] = Array(repeating: EnergyByEvidence(), count: count)
      }
      let bin = min(count - 1, max(0, Int((row.entry.run.started.seconds - start) / size.seconds)))
      var panel = sums[name] ?? []
      for (evidence, energy) in row.amounts.byEvidence { panel[bin][evidence] += energy }
      sums[name] = panel
    }
    self.init(
      subject: statement.subject, grouping: grouping, start: Timestamp(seconds: start),
      binSeconds: size.seconds, binName: size.name,
      panels: order.map { Panel($0, energies: sums[$0] ?? []) })
  }
}
