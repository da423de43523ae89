public import Accounting
public import Quantities

/// Runs in a table, and their sums.
public struct RunList: Sendable {
  public let entries: [Entry]
  /// Ids of runs whose entries are damaged.
  public let unreadable: [String]
  /// True when there are older runs that are not shown.
  public let hasMore: Bool
  /// True when conditions were given, so that an empty list does not mean an empty ledger.
  public let isFiltered: Bool

  public init(entries: [Entry], unreadable: [String], hasMore: Bool, isFiltered: Bool) {
    self.entries = entries
    self.unreadable = unreadable
    self.hasMore = hasMore
    self.isFiltered = isFiltered
  }

  /// Sums over the runs shown; what a run inside another booked is in the other already.
  public var total: (energy: Estimate<Energy>, emissions: Estimate<Emissions>) {
    whole.map { AccountingMethod().footprint(of: $0) }
      .reduce((.zero, .zero)) { ($0.0 + $1.energy, $0.1 + $1.emissions) }
  }

  /// Launches of several parts among them.
  public var launches: [Launch] {
    Launch.folded(entries).compactMap { item in
      if case .launch(let launch) = item { launch } else { nil }
    }
  }

  /// The runs that are not part of another one shown.
  private var whole: [Entry] {
    let byID = Dictionary(entries.map { ($0.run.id, $0.run) }) { first, _ in first }
    return entries.filter { entry in
      !(entry.run.parent.flatMap { byID[$0] }.map(entry.run.isPart) ?? false)
    }
  }

  public func text(style: TextStyle) -> String {
    guard !entries.isEmpty || !unreadable.isEmpty else {
      return isFiltered
        ? "No run fits these conditions. `joulebook list --all` shows every run.\n"
        : "The ledger is empty. Meter a first run: joulebook run -- python3 train.py\n"
    }
    var table = TextTable([.left, .left, .left, .left, .right, .right, .right, .left, .left])
    table.add([
      "ID", "Started (UTC)", "Name", "Project", "Time", "Energy", "Emissions", "Evidence", "End",
    ])
    for item in Launch.folded(entries) {
      switch item {
      case .run(let entry): table.add(row(entry))
      case .launch(let launch): table.add(row(launch))
      }
    }
    let lines = table.lines
    let rows = [style.bold(lines[0])] + lines.dropFirst()
    return (rows + [style.bold(footer)] + notes(style)).joined(separator: "\n") + "\n"
  }

  private func row(_ entry: Entry) -> [String] {
    let run = entry.run
    let footprint = AccountingMethod().footprint(of: entry)
    return [
      run.id, moment(run.started), run.name.cut(to: 20), run.project.cut(to: 14),
      Duration.seconds(run.seconds).text, footprint.energy.text, footprint.emissions.text,
      evidence(footprint.evidenceMix), run.endText,
    ]
  }

  private func row(_ launch: Launch) -> [String] {
    let sum = launch.sum
    return [
      launch.id, moment(launch.started), launch.name.cut(to: 20), launch.project.cut(to: 14),
      Duration.seconds(launch.seconds).text, sum.energy.text, sum.emissions.text,
      evidence(sum.evidenceMix), launch.telling.endText,
    ]
  }

  private var footer: String {
    let total = total
    let count = Launch.folded(entries).count
    let runs = count == 1 ? "1 run" : "\(count) runs"
    let seconds = Launch.folded(whole).map { item in
      switch item {
      case .run(let entry): entry.run.seconds
      case .launch(let launch): launch.seconds
      }
    }.reduce(0, +)
    let sums = [
      (total.energy.text, total.energy.rangeText),
      (total.emissions.text, total.emissions.rangeText),
    ].map { text, range in range.isEmpty ? text : "\(text) (\(range))" }
    return "\(runs), \(Duration.seconds(seconds).text): \(sums.joined(separator: ", "))"
  }

  private func notes(_ style: TextStyle) -> [String] {
    var notes: [String] = []
    for launch in launches {
      notes.append(
        style.faint(
          "\(launch.id) has \(launch.parts.count) parts: joulebook show \(launch.id)"))
    }
    let parts = entries.count - whole.count
    if parts > 0 {
      let runs = parts == 1 ? "1 run was" : "\(parts) runs were"
      notes.append(
        style.faint("\(runs) started by another one shown: the sums have that energy once."))
    }
    if hasMore { notes.append(style.faint("There are older runs: joulebook list --all")) }
    if !unreadable.isEmpty {
      let ids = unreadable.joined(separator: ", ").printable
      notes.append(style.warning("! Damaged and not in the sums: \(ids). Run joulebook check."))
    }
    return notes
  }

  /// The evidence that most of the energy has.
  private func evidence(_ mix: [Evidence: Double]) -> String {
    guard let most = mix.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })
    else { return "nothing booked" }
    return most.value > 0.995
      ? most.key.rawValue : "\((most.value * 100).text(decimals: 0)) % \(most.key.rawValue)"
  }

  private func moment(_ timestamp: Timestamp) -> String {
    let text = timestamp.description
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
  }
}
