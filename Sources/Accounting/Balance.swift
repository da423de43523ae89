package import Quantities

/// Proof that every joule is booked once: what the counters said, and where it went.
package struct Balance: Hashable, Sendable {
  /// What does not balance; empty when all is well.
  package let rows: [Row]
  package let machines: [MachineTotal]

  /// One sum that should have come out otherwise.
  package struct Row: Hashable, Sendable {
    package let rule: Rule
    package let machine: String
    package let runs: [String]
    package let device: String
    package let expected: Double
    package let found: Double
    /// How far `found` may be from `expected`, in the same unit.
    package let tolerance: Double
    package let note: String

    package init(
      rule: Rule, machine: String, runs: [String], device: String, expected: Double,
      found: Double, tolerance: Double, note: String
    ) {
      self.rule = rule
      self.machine = machine
      self.runs = runs
      self.device = device
      self.expected = expected
      self.found = found
      self.tolerance = tolerance
      self.note = note
    }
  }

  /// What must hold.
  package enum Rule: String, CaseIterable, Sendable {
    /// What is stored is what was booked.
    case stored
    /// The spans do not overlap, and their tallies add up to the device's total.
    case spans
    /// The counter's ends give the device's energy, to 0.1 % and one count.
    case counter
    /// No pool is negative beyond 0.1 %: booked + idle + own ≤ energy.
    case pools
    /// Two runs of one machine saw the same energy in the time they share, to 1 %.
    case views
    /// Runs that overlap book no joule twice, to 0.1 %.
    case once
  }

  /// Where the energy of a machine went, each joule counted once although runs overlap.
  package struct MachineTotal: Hashable, Sendable {
    package let machine: String
    package let runs: Int
    package let from: Timestamp
    package let to: Timestamp
    /// Time in which several runs were metered at once, in seconds.
    package var overlapSeconds = 0.0
    package var energy = Energy.zero
    package var booked = Energy.zero
    package var idle = Energy.zero
    package var own = Energy.zero
    package var unexplained: Energy { energy - booked - idle - own }
  }

  /// Checks entries of any number of machines; spans included.
  package init(of entries: [Entry]) {
    var rows = entries.flatMap { RunBalance($0).rows }
    var totals: [MachineTotal] = []
    let byMachine = Dictionary(grouping: entries, by: \.run.machine)
    for (machine, entries) in byMachine.sorted(by: { $0.key < $1.key }) {
      let balance = MachineBalance(machine, entries)
      rows += balance.rows
      totals.append(balance.total)
    }
    self.rows = rows
    machines = totals
  }

  private init(rows: [Row], machines: [MachineTotal]) {
    self.rows = rows
    self.machines = machines
  }

  /// With rows that were found elsewhere in front.
  package func adding(_ more: [Row]) -> Balance { Balance(rows: more + rows, machines: machines) }
}

/// The sums within one run.
struct RunBalance {
  private(set) var rows: [Balance.Row] = []
  private let entry: Entry

  init(_ entry: Entry) {
    self.entry = entry
    checkTiling()
    for (index, record) in entry.run.devices.enumerated() {
      checkSpans(of: record, at: index)
      checkCounter(of: record)
      checkPools(of: record)
    }
  }

  private mutating func checkTiling() {
    let spans = entry.run.spans
    for (span, next) in zip(spans, spans.dropFirst()) where next.start < span.end - 1e-6 {
      add(
        .spans, "", expected: span.end, found: next.start, tolerance: 1e-6,
        "a span begins before the one in front of it ends")
    }
    for span in spans where span.end < span.start || span.tallies.count != entry.run.devices.count {
      add(
        .spans, "", expected: span.start, found: span.end, tolerance: 0,
        "a span ends before it begins or does not fit the devices")
    }
  }

  private mutating func checkSpans(of record: Run.DeviceRecord, at index: Int) {
    let sum = entry.run.spans.reduce(into: Tally()) { sum, span in
      if span.tallies.indices.contains(index) { sum += span.tallies[index] }
    }
    for (name, field) in Tally.fields {
      let expected = record.total[keyPath: field]
      // Month-long sums lose a few of a Double's sixteen digits.
      let tolerance = 1e-6 * max(abs(expected), 1)
      if !(abs(sum[keyPath: field] - expected) <= tolerance) {
        add(
          .spans, record.device.name, expected: expected, found: sum[keyPath: field],
          tolerance: tolerance, "the spans' \(name) does not add up to the total")
      }
    }
  }

  private mutating func checkCounter(of record: Run.DeviceRecord) {
    guard let counter = record.counter else { return }
    let energy = record.total.energy
    let tolerance = 0.001 * abs(energy) + counter.joulesPerCount
    if !(abs(counter.joules - energy) <= tolerance) {
      add(
        .counter, record.device.name, expected: counter.joules, found: energy,
        tolerance: tolerance, "the counter's ends give another energy")
    }
  }

  private mutating func checkPools(of record: Run.DeviceRecord) {
    let share = Attribution(record, policy: entry.policy)
    let tolerance = 0.001 * abs(share.total.joules) + 1e-6
    let pools = [
      ("booked energy", share.run.value), ("idle energy", share.idle),
      ("Joulebook's own energy", share.own), ("unexplained energy", share.unexplained),
    ]
    for (name, pool) in pools where !(pool.joules >= -tolerance) {
      add(
        .pools, record.device.name, expected: 0, found: pool.joules, tolerance: tolerance,
        "the \(name) is negative")
    }
  }

  private mutating func add(
    _ rule: Balance.Rule, _ device: String, expected: Double, found: Double, tolerance: Double,
    _ note: String
  ) {
    rows.append(
      Balance.Row(
        rule: rule, machine: entry.run.machine, runs: [entry.run.id], device: device,
        expected: expected, found: found, tolerance: tolerance, note: note))
  }
}

extension Tally {
  /// Every field with its name.
  static var fields: [(name: String, path: KeyPath<Tally, Double>)] {
    [
      ("energy", \.energy), ("slack below", \.slackBelow), ("slack above", \.slackAbove),
      ("energy in use", \.run), ("own energy", \.own), ("idle energy", \.idle),
      ("time in use", \.runSeconds), ("own time", \.ownSeconds), ("covered time", \.seconds),
    ]
  }
}
