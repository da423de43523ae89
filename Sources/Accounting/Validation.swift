/// A published figure beside what the method makes of its inputs.
public struct ValidationResult: Hashable, Sendable, Encodable {
  /// `V11`, `A03`; a letter behind the number marks a figure of our own beside a published row.
  public let id: String
  /// Key of the source, as in the catalogue: `patterson-2021`.
  public let paper: String
  public let title: String
  public let origin: Origin
  /// What becomes of a claim of the founding article; nil for other rows.
  public let claim: Claim?
  public let values: [Value]
  /// What the row's numbers show to be wrong in the source.
  public let flags: [Inconsistency]
  /// Ids of the flags that must be raised, and no others.
  public let namedFlags: [String]
  public let note: String
  /// Why nothing could be worked out; nil where it could.
  public let failure: String?

  enum CodingKeys: String, CodingKey {
    case id, paper, title, origin, claim, values, flags, note, failure, verdict
    case namedFlags = "named_flags"
  }

  public init(
    id: String, paper: String, title: String, origin: Origin, claim: Claim?, values: [Value],
    flags: [Inconsistency], namedFlags: [String], note: String, failure: String?
  ) {
    self.id = id
    self.paper = paper
    self.title = title
    self.origin = origin
    self.claim = claim
    self.values = values
    self.flags = flags
    self.namedFlags = namedFlags
    self.note = note
    self.failure = failure
  }

  /// True when every value is met and exactly the named flags are raised.
  public var passes: Bool {
    failure == nil && values.allSatisfy(\.passes) && missingFlags.isEmpty
      && unnamedFlags.isEmpty
  }

  /// Named, but not raised.
  public var missingFlags: [String] {
    namedFlags.filter { id in !flags.contains { $0.id == id } }
  }

  /// Raised, but not named.
  public var unnamedFlags: [String] {
    flags.map(\.id).filter { !namedFlags.contains($0) }
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(id, forKey: .id)
    try keys.encode(paper, forKey: .paper)
    try keys.encode(title, forKey: .title)
    try keys.encode(origin, forKey: .origin)
    try keys.encodeIfPresent(claim, forKey: .claim)
    try keys.encode(values, forKey: .values)
    try keys.encode(flags, forKey: .flags)
    try keys.encode(namedFlags, forKey: .namedFlags)
    try keys.encode(note, forKey: .note)
    try keys.encodeIfPresent(failure, forKey: .failure)
    try keys.encode(passes ? "pass" : "fail", forKey: .verdict)
  }

  /// Whether somebody printed the figure.
  public enum Origin: String, Hashable, Sendable, Encodable {
    /// Printed by the source.
    case published
    /// Printed by nobody, or withheld: worked out here, and to be shown as an estimate.
    case computed
    /// Made up to have an exact answer.
    case exact
  }

  /// What becomes of a claim.
  public enum Claim: String, Hashable, Sendable, Encodable {
    case reproduced
    /// Wrong in unit, window, kind or spelling; the flag says how.
    case flag
    /// True, loosely true or not to be tested: to be shown with what belongs to it.
    case context
  }

  /// One figure of a row.
  public struct Value: Hashable, Sendable, Encodable {
    /// `kWh`, `net t`, `FLOP`.
    public let name: String
    public let got: Double
    /// What exact arithmetic on the inputs gives.
    public let calculated: Double
    /// What the source shows; nil where it shows nothing.
    public let printed: Double?
    /// How far the printed figure may lie off, relative; nil where it is not to be compared.
    public let tolerance: Double?

    enum CodingKeys: String, CodingKey {
      case name, got, calculated, printed, tolerance, deviation, verdict
      case printedDeviation = "printed_deviation"
    }

    public init(
      name: String, got: Double, calculated: Double, printed: Double?, tolerance: Double?
    ) {
      self.name = name
      self.got = got
      self.calculated = calculated
      self.printed = printed
      self.tolerance = tolerance
    }

    /// What arithmetic may differ by: expectations are written with six digits or more.
    public static let arithmetic = 1e-5

    /// Of the result from exact arithmetic, relative.
    public var deviation: Double { Self.relative(got, calculated) }

    /// Of the result from the printed figure, relative.
    public var printedDeviation: Double? { printed.map { Self.relative(got, $0) } }

    public var passes: Bool {
      guard got.isFinite, abs(deviation) <= Self.arithmetic else { return false }
      guard let tolerance, let printedDeviation else { return true }
      // A hair for the last bit of a decimal fraction.
      return abs(printedDeviation) <= tolerance * (1 + 1e-9)
    }

    private static func relative(_ value: Double, _ reference: Double) -> Double {
      reference == 0 ? value : value / reference - 1
    }

    public func encode(to encoder: any Encoder) throws {
      var keys = encoder.container(keyedBy: CodingKeys.self)
      try keys.encode(name, forKey: .name)
      // JSON has no word for a result that is missing.
      try keys.encode(got.isFinite ? got : nil, forKey: .got)
      try keys.encode(calculated, forKey: .calculated)
      try keys.encodeIfPresent(printed, forKey: .printed)
      try keys.encodeIfPresent(tolerance, forKey: .tolerance)
      try keys.encode(deviation.isFinite ? deviation : nil, forKey: .deviation)
      if let printedDeviation, printedDeviation.isFinite {
        try keys.encode(printedDeviation, forKey: .printedDeviation)
      }
      try keys.encode(passes ? "pass" : "fail", forKey: .verdict)
    }
  }
}

/// Something that a check found wrong or noteworthy in published numbers.
public struct Inconsistency: Hashable, Codable, Sendable {
  /// Id of the check, as in the catalogue's table `checks`: `X13`.
  public let id: String
  /// What was found, with its numbers.
  public let text: String

  public init(_ id: String, _ text: String) {
    self.id = id
    self.text = text
  }
}
