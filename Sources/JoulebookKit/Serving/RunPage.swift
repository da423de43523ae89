public import Accounting
public import Quantities
public import Reporting

/// Some of the runs that a filter finds, and the sums of all of them.
public struct RunPage: Answer {
  public let rows: [Row]
  /// Of all runs that the filter finds; what a run inside another booked is in the other already.
  public let total: ExperimentTotal
  /// When the sums were worked out, if runs were booked or changed since: they are being added up again.
  public let totalAsOf: Timestamp?
  /// Entries of the whole ledger that cannot be read: they are in no row and no sum.
  public let unreadable: Int
  /// What to ask the next page with; nil on the last.
  public let next: String?

  /// A run in a list.
  public struct Row: Encodable, Hashable, Sendable {
    public let id: String
    public let name: String
    public let project: String
    public let tags: [String: String]
    public let started: Timestamp
    public let ended: Timestamp
    public let seconds: Double
    public let exitCode: Int?
    public let signal: Int?
    public let ending: RunSummary.Ending
    /// IT energy booked.
    public let energy: Estimate<Energy>
    public let facilityEnergy: Estimate<Energy>
    public let emissions: Estimate<Emissions>
    public let byEvidence: EnergyByEvidence
    /// True when another run of the ledger has its energy as well.
    public let isPart: Bool

    /// How it ended: `exit 0`, `signal 9`.
    public var endText: String {
      if let signal { return "signal \(signal)" }
      return exitCode.map { "exit \($0)" } ?? "end unknown"
    }
  }
}

extension RunPage {
  public func text(style: TextStyle) -> String {
    var table = TextTable([.left, .left, .left, .left, .right, .right, .right, .left])
    table.add(["ID", "Started (UTC)", "Name", "Project", "Time", "Energy", "Emissions", "End"])
    for row in rows {
      table.add([
        row.id, String(row.started.description.prefix(16)), row.name.cut(to: 20),
        row.project.cut(to: 14), Duration.seconds(row.seconds).text, row.energy.text,
        row.emissions.text, row.endText,
      ])
    }
    let sums = "\(total.runs) runs in all: \(total.energy.text), \(total.emissions.text)"
    return (table.lines + [style.bold(sums)]).joined(separator: "\n") + "\n"
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(1, forKey: .schema)
    try keys.encode(rows, forKey: .runs)
    try keys.encode(Totals(total), forKey: .total)
    try keys.encodeIfPresent(totalAsOf, forKey: .totalAsOf)
    try keys.encode(unreadable, forKey: .unreadable)
    try keys.encode(next != nil, forKey: .hasMore)
    try keys.encodeIfPresent(next, forKey: .next)
  }

  enum CodingKeys: String, CodingKey {
    case schema, runs, total, unreadable, next
    case totalAsOf = "total_as_of"
    case hasMore = "has_more"
  }

  private struct Totals: Encodable {
    let total: ExperimentTotal

    init(_ total: ExperimentTotal) { self.total = total }

    func encode(to encoder: any Encoder) throws {
      var keys = encoder.container(keyedBy: TextKey.self)
      try keys.encode(total.runs, forKey: "runs")
      try keys.encode(total.nested, forKey: "runs_inside_others")
      try keys.encode(total.failed + total.killed, forKey: "runs_failed")
      try keys.encode(total.seconds, forKey: "duration_seconds")
      try keys.encode(total.deviceSeconds, forKey: "device_seconds")
      try keys.encode(joules: total.energy, as: "energy")
      try keys.encode(joules: total.facilityEnergy, as: "facility_energy")
      try keys.encode(grams: total.emissions, as: "emissions")
      try keys.encode(mix: total.byEvidence.mix)
    }
  }
}

extension RunPage.Row {
  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: TextKey.self)
    try keys.encode(id, forKey: "id")
    try keys.encode(name, forKey: "name")
    try keys.encode(project, forKey: "project")
    try keys.encode(tags, forKey: "tags")
    try keys.encode(started, forKey: "started")
    try keys.encode(ended, forKey: "ended")
    try keys.encode(seconds, forKey: "duration_seconds")
    try keys.encodeIfPresent(exitCode, forKey: "exit_code")
    try keys.encodeIfPresent(signal, forKey: "signal")
    try keys.encode(isPart, forKey: "inside_another")
    try keys.encode(joules: energy, as: "energy")
    try keys.encode(joules: facilityEnergy, as: "facility_energy")
    try keys.encode(grams: emissions, as: "emissions")
    try keys.encode(mix: byEvidence.mix)
  }
}

/// A key that is made of words.
private struct TextKey: CodingKey, ExpressibleByStringLiteral {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringLiteral value: String) { stringValue = value }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension KeyedEncodingContainer<TextKey> {
  fileprivate mutating func encode(joules value: Estimate<Energy>, as name: String) throws {
    try encode(value.value.joules, forKey: TextKey(stringValue: name + "_joules"))
    try encode(value.low.joules, forKey: TextKey(stringValue: name + "_low_joules"))
    try encode(value.high.joules, forKey: TextKey(stringValue: name + "_high_joules"))
  }

  fileprivate mutating func encode(grams value: Estimate<Emissions>, as name: String) throws {
    try encode(value.value.grams, forKey: TextKey(stringValue: name + "_grams"))
    try encode(value.low.grams, forKey: TextKey(stringValue: name + "_low_grams"))
    try encode(value.high.grams, forKey: TextKey(stringValue: name + "_high_grams"))
  }

  fileprivate mutating func encode(mix: [Evidence: Double]) throws {
    for evidence in Evidence.allCases {
      try encode(mix[evidence] ?? 0, forKey: TextKey(stringValue: "\(evidence.rawValue)_part"))
    }
  }
}
