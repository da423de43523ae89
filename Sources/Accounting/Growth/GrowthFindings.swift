public import Quantities

/// What is found in a series over time.
public struct GrowthFindings: Hashable, Sendable, Encodable {
  public let estimate: GrowthEstimate
  /// The points that it rests on, by date.
  public let points: [GrowthPoint]
  /// Points of the window that the rule did not choose.
  public let others: [GrowthPoint]
  /// The same window by other rules.
  public let rules: [GrowthEstimate]
  /// Those whose absence changes the trend most, the strongest first.
  public let influences: [GrowthInfluence]
  /// Nil with too few points to look for one.
  public let breakSearch: GrowthBreakSearch?
  /// What a reader should know of the data.
  public let warnings: [String]

  public init(
    estimate: GrowthEstimate, points: [GrowthPoint], others: [GrowthPoint],
    rules: [GrowthEstimate], influences: [GrowthInfluence], breakSearch: GrowthBreakSearch?,
    warnings: [String]
  ) {
    self.estimate = estimate
    self.points = points
    self.others = others
    self.rules = rules
    self.influences = influences
    self.breakSearch = breakSearch
    self.warnings = warnings
  }

  private enum CodingKeys: String, CodingKey {
    case estimate, rules, influences, warnings
    case breakSearch = "break_search"
  }
}

/// What the trend would be without one point.
public struct GrowthInfluence: Hashable, Sendable, Encodable {
  public enum Effect: String, Codable, Sendable {
    /// The trend turns round.
    case sign
    /// Growth or decline is no longer, or only now, beyond doubt.
    case verdict
    case size
  }

  public let name: String
  public let without: GrowthEstimate
  public let effect: Effect

  public init(name: String, without: GrowthEstimate, effect: Effect) {
    self.name = name
    self.without = without
    self.effect = effect
  }
}

/// The search for one date at which a series changes its course: two lines against one.
public struct GrowthBreakSearch: Hashable, Sendable {
  /// Between the last point before and the first one after.
  public let date: Timestamp
  public let before: GrowthEstimate
  public let after: GrowthEstimate
  /// The largest F of all places.
  public let largestF: Double
  /// Chance of an F as large at any of the places where there is no break.
  public let chance: Double
  /// Places that were looked at.
  public let places: Int
  public let draws: Int

  public init(
    date: Timestamp, before: GrowthEstimate, after: GrowthEstimate, largestF: Double,
    chance: Double, places: Int, draws: Int
  ) {
    self.date = date
    self.before = before
    self.after = after
    self.largestF = largestF
    self.chance = chance
    self.places = places
    self.draws = draws
  }

  public var isFound: Bool { chance < 0.05 }
}

extension GrowthBreakSearch: Encodable {
  private enum CodingKeys: String, CodingKey {
    case date, before, after, chance, places, draws
    case largestF = "largest_f"
    case isFound = "found"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(isFound, forKey: .isFound)
    try container.encode(String(date.description.prefix(10)), forKey: .date)
    try container.encode(before, forKey: .before)
    try container.encode(after, forKey: .after)
    try container.encode(largestF, forKey: .largestF)
    try container.encode(chance, forKey: .chance)
    try container.encode(places, forKey: .places)
    try container.encode(draws, forKey: .draws)
  }
}
