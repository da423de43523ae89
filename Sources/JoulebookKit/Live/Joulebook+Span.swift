public import Accounting
import Bookkeeping
import Quantities
public import Reporting

extension Joulebook {
  /// What a run books between two moments.
  /// - Parameters:
  ///   - reference: a run, as other verbs understand it, or the id of one that is going on.
  ///   - from: seconds after its start.
  ///   - to: the run's end when nil.
  public func span(
    of reference: String, from: Double?, to: Double?
  ) throws(Problem) -> SpanAnswer {
    let entry: Entry
    if let live = try liveRuns().first(where: { $0.id == reference }) {
      entry = live.entry
    } else {
      entry = try ledger().entry(reference)
    }
    return try SpanAnswer(entry, from: from, to: to)
  }
}

/// A part of a run: what it drew, by component.
public struct SpanAnswer: Answer {
  public let id: String
  /// When the run began: moments of a program's own clock are told from it.
  let started: Timestamp
  let site: Site
  public let span: RunSpan
  /// False where the run's power over time is not known: then it is taken to be even.
  public let isResolved: Bool

  public init(_ entry: Entry, from: Double?, to: Double?) throws(Problem) {
    for moment in [from, to].compactMap(\.self) where !moment.isFinite || moment < 0 {
      throw Problem(
        "Cannot take \(moment) for a moment of a run.",
        why: "It is seconds after the run's start, 0 or more.",
        fix: "Write for example 12.5.", exit: .usage)
    }
    if let from, let to, to <= from {
      throw Problem(
        "The span from \(from.text()) s to \(to.text()) s is empty.",
        why: "Its end is not after its start.", fix: "Give an end that is later.", exit: .usage)
    }
    id = entry.run.id
    started = entry.run.started
    site = entry.site
    span = RunSpan(entry, from: from ?? 0, to: to)
    isResolved = !entry.run.spans.isEmpty
    guard span.seconds > 0 || (from == nil && to == nil) else {
      throw Problem(
        "There is nothing of run \(id) after \((from ?? 0).text()) s.",
        why: "It took \(Duration.seconds(entry.run.seconds).text).",
        fix: "Give an earlier moment.", exit: .usage)
    }
  }

  /// Its figures in words, the whole first: the same in a page's table and in JSON.
  public var rows: [Row] {
    [
      Row(
        key: "total", label: "All components", energy: span.energy.text,
        range: span.energy.rangeText, power: span.power?.text() ?? "unknown", evidence: "")
    ]
      + span.parts.map { part in
        Row(
          key: part.component.rawValue, label: part.component.title, energy: part.energy.text,
          range: part.energy.rangeText, power: part.power?.text() ?? "unknown",
          evidence: part.evidence.rawValue)
      }
  }

  public struct Row: Encodable, Hashable, Sendable {
    public let key: String
    public let label: String
    public let energy: String
    public let range: String
    public let power: String
    public let evidence: String
  }

  /// `12.5 s to 40.0 s, 27.5 s`
  public var title: String {
    "\(span.start.text(significant: 4)) s to \(span.end.text(significant: 4)) s, "
      + Duration.seconds(span.seconds).text
  }

  /// What is to be known of it besides; empty where nothing is.
  public var note: String {
    if !isResolved { return "Power over time is not known for this run: it is taken to be even." }
    let missing = span.seconds - span.covered
    return missing > span.seconds * 0.001
      ? "No reading covers \(Duration.seconds(missing).text) of it." : ""
  }

  public func text(style: TextStyle) -> String {
    var table = TextTable([.left, .right, .left, .right, .left])
    table.add(["", "Energy", "", "Mean power", "Evidence"])
    for row in rows { table.add([row.label, row.energy, row.range, row.power, row.evidence]) }
    let emissions = [span.emissions.text, span.emissions.rangeText].filter { !$0.isEmpty }
    let lines =
      ["Run \(id), \(title)"] + table.lines + ["Emissions \(emissions.joined(separator: ", "))"]
      + (note.isEmpty ? [] : [note])
    return lines.joined(separator: "\n") + "\n"
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(1, forKey: .schema)
    try keys.encode(id, forKey: .id)
    try keys.encode(started, forKey: .started)
    try keys.encode(span.start, forKey: .from)
    try keys.encode(span.end, forKey: .to)
    try keys.encode(span.covered, forKey: .covered)
    try keys.encode(span.energy.value, forKey: .energy)
    try keys.encode(span.energy.low, forKey: .energyLow)
    try keys.encode(span.energy.high, forKey: .energyHigh)
    try keys.encode(span.facilityEnergy.value, forKey: .facility)
    try keys.encode(span.emissions.value, forKey: .emissions)
    try keys.encode(span.emissions.low, forKey: .emissionsLow)
    try keys.encode(span.emissions.high, forKey: .emissionsHigh)
    try keys.encode(span.power, forKey: .power)
    try keys.encode(
      Dictionary(
        uniqueKeysWithValues: span.parts.map { ($0.component.rawValue, $0.energy.value) }),
      forKey: .components)
    try keys.encode(rows, forKey: .rows)
    try keys.encode(title, forKey: .title)
    try keys.encode(
      [span.emissions.text, span.emissions.rangeText].filter { !$0.isEmpty }, forKey: .words)
    try keys.encode(note, forKey: .note)
    try keys.encode(site.pue.ratio.value.base, forKey: .pue)
    try keys.encode(Factor(site.factor), forKey: .factor)
  }

  /// The emission factor that its emissions were worked out with.
  private struct Factor: Encodable {
    let region: String
    let name: String
    let intensity: Double
    let low: Double
    let high: Double
    let year: Int
    let basis: String
    let source: String

    init(_ factor: EmissionFactor) {
      region = factor.region
      name = factor.name
      intensity = factor.intensity.value.gramsPerKilowattHour
      low = factor.intensity.low.gramsPerKilowattHour
      high = factor.intensity.high.gramsPerKilowattHour
      year = factor.year
      basis = factor.basis
      source = factor.source.id
    }

    enum CodingKeys: String, CodingKey {
      case region, name, year, basis, source
      case intensity = "grams_per_kwh"
      case low = "low_grams_per_kwh"
      case high = "high_grams_per_kwh"
    }
  }

  enum CodingKeys: String, CodingKey {
    case schema, id, started, rows, title, note, pue, factor
    case from = "from_seconds"
    case to = "to_seconds"
    case covered = "covered_seconds"
    case energy = "energy_joules"
    case energyLow = "energy_low_joules"
    case energyHigh = "energy_high_joules"
    case facility = "facility_energy_joules"
    case emissions = "emissions_grams"
    case emissionsLow = "emissions_low_grams"
    case emissionsHigh = "emissions_high_grams"
    case power = "mean_power_watts"
    case components = "component_energy_joules"
    case words = "emissions_text"
  }
}

extension Component {
  /// As a heading: `CPU`, `Memory`.
  public var title: String {
    switch self {
    case .cpu: "CPU"
    case .memory: "Memory"
    case .gpu: "GPU"
    case .system: "System"
    case .other: "Other"
    }
  }
}
