public import Accounting
public import Quantities

/// Where emissions lead, with every assumption: as text, JSON and rows by year, schema 1.
public struct ScenarioReport: Encodable, Sendable {
  /// Whose emissions: `a training run like GPT-3`.
  public let subject: String
  public let base: Emissions
  public let baseSource: String
  public let from: Int
  public let to: Int
  public let assumptions: [Assumption]
  public let result: ScenarioResult
  public let notes: [String]

  public struct Assumption: Encodable, Hashable, Sendable {
    public let factor: ScenarioFactor
    /// `× 4.90 a year, 4.67 to 5.14`.
    public let text: String
    public let source: String

    public init(factor: ScenarioFactor, text: String, source: String) {
      self.factor = factor
      self.text = text
      self.source = source
    }
  }

  public init(
    subject: String, base: Emissions, baseSource: String, from: Int, to: Int,
    assumptions: [Assumption], result: ScenarioResult, notes: [String]
  ) {
    self.subject = subject
    self.base = base
    self.baseSource = baseSource
    self.from = from
    self.to = to
    self.assumptions = assumptions
    self.result = result
    self.notes = notes
  }

  var last: ScenarioResult.Year { result.years[result.years.count - 1] }

  /// What was found, as a sentence without its full stop.
  public var finding: String {
    let times = last.median
    let change =
      abs(times - 1) < 0.05
      ? "emits what it did in \(from)"
      : times > 1
        ? "emits \(Self.times(times)) what it did in \(from)"
        : "emits \((times * 100).text(significant: 2)) % of what it did in \(from)"
    let alone = last.ifThisGoesOn
    let tail = alone > 1.05 ? "; growth alone would make it \(Self.times(alone))" : ""
    return "By \(to), \(subject) \(change)\(tail)"
  }

  private static func times(_ number: Double) -> String {
    number < 1e6
      ? AxisText.grouped(number.text(significant: 2)) + " times"
      : "\((number / 1e6).text(significant: 2)) million times"
  }

  func emissions(_ multiple: Double) -> Emissions { .grams(base.grams * multiple) }

  public var csv: String { ScenarioChart(self).csv }

  enum CodingKeys: String, CodingKey {
    case schema, subject, base, baseSource = "base_source", from, to, assumptions, years, parts,
      finding
    case breakEven = "break_even_hardware_times_per_year", notes
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(1, forKey: .schema)
    try keys.encode(subject, forKey: .subject)
    try keys.encode(finding, forKey: .finding)
    try keys.encode(base.grams, forKey: .base)
    try keys.encode(baseSource, forKey: .baseSource)
    try keys.encode(from, forKey: .from)
    try keys.encode(to, forKey: .to)
    try keys.encode(assumptions, forKey: .assumptions)
    try keys.encode(result.years.map { Year($0, base: base.grams) }, forKey: .years)
    try keys.encode(result.parts.map(Part.init), forKey: .parts)
    try keys.encode(
      [
        "median": result.breakEven.median, "low90": result.breakEven.low90,
        "high90": result.breakEven.high90,
      ],
      forKey: .breakEven)
    try keys.encode(notes, forKey: .notes)
  }

  private struct Year: Encodable {
    let year: Int
    let grams: [String: Double]

    enum CodingKeys: String, CodingKey { case year, grams = "emissions_grams" }

    init(_ found: ScenarioResult.Year, base: Double) {
      year = found.year
      grams = [
        "low90": found.low90 * base, "low50": found.low50 * base, "median": found.median * base,
        "high50": found.high50 * base, "high90": found.high90 * base,
        "if_this_goes_on": found.ifThisGoesOn * base,
      ]
    }
  }

  private struct Part: Encodable {
    let factor: ScenarioFactor
    let multiplier: Double
    let change: Double
    let uncertainty: Double

    enum CodingKeys: String, CodingKey {
      case factor, multiplier, change = "change_in_bases", uncertainty = "uncertainty_share"
    }

    init(_ part: ScenarioResult.Part) {
      factor = part.factor
      multiplier = part.multiplier
      change = part.change
      uncertainty = part.uncertainty
    }
  }
}
