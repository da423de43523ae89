/// A trend with what it is a trend of, and what others found.
public struct GrowthReport: Hashable, Sendable, Encodable {
  public let schema = 1
  /// What grows, as a sentence begins: `Training compute`.
  public let subject: String
  public let unit: String
  /// Whose figures.
  public let source: String
  /// `2010-01-01 to 2022-02-28`, or empty.
  public let window: String
  public let findings: GrowthFindings
  /// Other fits, and what was published of them.
  public let rivals: [GrowthRival]
  public let claims: [GrowthClaim]

  public init(
    subject: String, unit: String, source: String, window: String, findings: GrowthFindings,
    rivals: [GrowthRival] = [], claims: [GrowthClaim] = []
  ) {
    self.subject = subject
    self.unit = unit
    self.source = source
    self.window = window
    self.findings = findings
    self.rivals = rivals
    self.claims = claims
  }

  private enum CodingKeys: String, CodingKey {
    case schema, subject, unit, source, window, findings, rivals, claims
  }
}

/// Another fit that the trend is set beside.
public struct GrowthRival: Hashable, Sendable, Encodable {
  public let label: String
  /// Nil where only what was published is known.
  public let estimate: GrowthEstimate?
  /// As printed; empty where nothing was.
  public let published: String
  /// Who published it.
  public let source: String
  /// Whether it is of the same quantity in the same unit, and so fits in the same picture.
  public let isComparable: Bool

  public init(
    _ label: String, _ estimate: GrowthEstimate?, published: String = "", source: String = "",
    isComparable: Bool
  ) {
    self.label = label
    self.estimate = estimate
    self.published = published
    self.source = source
    self.isComparable = isComparable
  }

  private enum CodingKeys: String, CodingKey {
    case label, estimate, published, source
    case isComparable = "comparable"
  }
}

/// A growth that somebody states with its doubling time and its period: two of the three give the third (check X21).
public struct GrowthClaim: Hashable, Sendable, Encodable {
  public let factor: Double
  public let doublingMonths: Double
  public let statedMonths: Double
  /// As the claim has it: `2012 to 2018`.
  public let period: String
  public let source: String

  public init(
    factor: Double, doublingMonths: Double, statedMonths: Double, period: String, source: String
  ) {
    self.factor = factor
    self.doublingMonths = doublingMonths
    self.statedMonths = statedMonths
    self.period = period
    self.source = source
  }

  /// What the growth takes at that doubling time.
  public var impliedMonths: Double {
    Doubling.months(factor: factor, doublingMonths: doublingMonths)
  }

  /// What the period would give at that doubling time.
  public var impliedFactor: Double {
    Doubling.factor(months: statedMonths, doublingMonths: doublingMonths)
  }

  /// The period is more than a tenth off.
  public var isFlagged: Bool { abs(statedMonths / impliedMonths - 1) > 0.1 }

  private enum CodingKeys: String, CodingKey {
    case factor, period, source
    case doublingMonths = "doubling_months"
    case statedMonths = "stated_months"
    case impliedMonths = "implied_months"
    case isFlagged = "flagged"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(factor, forKey: .factor)
    try container.encode(doublingMonths, forKey: .doublingMonths)
    try container.encode(statedMonths, forKey: .statedMonths)
    try container.encode(impliedMonths, forKey: .impliedMonths)
    try container.encode(period, forKey: .period)
    try container.encode(isFlagged, forKey: .isFlagged)
    try container.encode(source, forKey: .source)
  }
}
