public import Accounting

/// A published figure with its inputs, and what must come out of them.
public struct ValidationRow: Sendable {
  public let id: String
  /// Key of the source, as in the catalogue: `patterson-2021`.
  public let paper: String
  public let title: String
  public var subject: Validation.Subject
  public let expectations: [Validation.Expectation]
  /// Ids of the checks that must find something, and no others.
  public let flags: [String]
  public let origin: ValidationResult.Origin
  public let claim: ValidationResult.Claim?
  public let note: String
  /// The checks that this row's numbers allow; those that hold for all rows come on top.
  let checks: @Sendable (Validation.Outcome) -> [Inconsistency?]

  package init(
    _ id: String, _ paper: String, _ title: String, _ subject: Validation.Subject,
    _ expectations: [Validation.Expectation], flags: [String] = [],
    origin: ValidationResult.Origin = .published, claim: ValidationResult.Claim? = nil,
    note: String = "",
    checks: @escaping @Sendable (Validation.Outcome) -> [Inconsistency?] = { _ in [] }
  ) {
    self.id = id
    self.paper = paper
    self.title = title
    self.subject = subject
    self.expectations = expectations
    self.flags = flags
    self.origin = origin
    self.claim = claim
    self.note = note
    self.checks = checks
  }
}

extension Validation {
  /// What works a row out.
  public enum Subject: Sendable {
    /// The estimator that users call, with everything given.
    /// - Parameter also: further results from its own, where the row asks for them.
    case estimate(
      String, [String: Amount], also: @Sendable (Outcome) -> [String: Double] = { _ in [:] })
    /// A named formula.
    case formula(String, @Sendable () throws(Problem) -> [String: Double])
  }

  /// A value given to an estimator: a number or a word.
  public enum Amount: Hashable, Sendable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByStringLiteral
  {
    case number(Double)
    case word(String)

    public init(floatLiteral value: Double) { self = .number(value) }
    public init(integerLiteral value: Int) { self = .number(Double(value)) }
    public init(stringLiteral value: String) { self = .word(value) }

    var text: String {
      switch self {
      case .number(let value): "\(value)"
      case .word(let word): word
      }
    }
  }

  /// Results by their keys.
  public struct Outcome: Sendable {
    public let values: [String: Double]

    public init(_ values: [String: Double]) { self.values = values }

    /// Not a number where there is no such result, so that nothing is met by it.
    public subscript(key: String) -> Double { values[key] ?? .nan }
  }

  /// What must come out under a key.
  public struct Expectation: Sendable {
    /// Unit or name, as a reader sees it: `kWh`, `net t`.
    public let name: String
    public let key: String
    /// How many of the result's unit make one of the shown unit.
    public let scale: Double
    public let calculated: Double
    public let printed: Double?
    public let tolerance: Double?

    package init(
      _ name: String, _ key: String, per scale: Double = 1, _ calculated: Double,
      printed: Double? = nil, within tolerance: Double? = nil
    ) {
      self.name = name
      self.key = key
      self.scale = scale
      self.calculated = calculated
      self.printed = printed
      self.tolerance = tolerance
    }

    static func kilowattHours(
      _ calculated: Double, printed: Double? = nil, within tolerance: Double? = nil
    ) -> Expectation {
      Expectation(
        "kWh", "facility_energy_joules", per: 3.6e6, calculated, printed: printed,
        within: tolerance)
    }

    static func megawattHours(
      _ calculated: Double, printed: Double? = nil, within tolerance: Double? = nil
    ) -> Expectation {
      Expectation(
        "MWh", "facility_energy_joules", per: 3.6e9, calculated, printed: printed,
        within: tolerance)
    }

    static func pounds(
      _ calculated: Double, printed: Double? = nil, within tolerance: Double? = nil
    ) -> Expectation {
      Expectation(
        "lb", "emissions_grams", per: UnitConversion.gramsPerPound, calculated, printed: printed,
        within: tolerance)
    }

    static func kilograms(
      _ calculated: Double, printed: Double? = nil, within tolerance: Double? = nil
    ) -> Expectation {
      Expectation(
        "kg", "emissions_grams", per: 1e3, calculated, printed: printed, within: tolerance)
    }

    static func tonnes(
      _ calculated: Double, printed: Double? = nil, within tolerance: Double? = nil
    ) -> Expectation {
      Expectation(
        "t", "emissions_grams", per: 1e6, calculated, printed: printed, within: tolerance)
    }

    static func netTonnes(
      _ calculated: Double, printed: Double? = nil, within tolerance: Double? = nil
    ) -> Expectation {
      Expectation(
        "net t", "net_emissions_grams", per: 1e6, calculated, printed: printed,
        within: tolerance)
    }

    static func flop(
      _ calculated: Double, printed: Double? = nil, within tolerance: Double? = nil
    ) -> Expectation {
      Expectation("FLOP", "training_flop", calculated, printed: printed, within: tolerance)
    }
  }
}
