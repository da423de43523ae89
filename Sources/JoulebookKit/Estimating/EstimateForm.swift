import Estimating

/// What an estimate may be given, for those who make a form of it.
public struct EstimateForm: Sendable {
  /// As on the command line: `training`.
  public let kind: String
  public let summary: String
  /// Of this estimate alone.
  public let own: [Field]
  /// Place, facility and money, which every estimate takes.
  public let common: [Field]

  public struct Field: Hashable, Sendable {
    /// As on the command line, without its dashes.
    public let name: String
    /// `h`, `g/kWh`; empty for words and plain numbers.
    public let unit: String
    public let meaning: String
    /// Empty where anything may be written.
    public let choices: [String]
    /// True where the text may be a range.
    public let isNumber: Bool

    init(_ parameter: Parameter) {
      name = parameter.name
      unit = parameter.unit == "1" ? "" : parameter.unit
      meaning = parameter.meaning
      switch parameter.kind {
      case .number: (choices, isNumber) = ([], true)
      case .word: (choices, isNumber) = ([], false)
      case .choice(let words): (choices, isNumber) = (words, false)
      }
    }
  }

  public var fields: [Field] { own + common }

  init(_ estimator: any Estimator) {
    kind = estimator.name
    summary = estimator.summary
    own = estimator.parameters.map(Field.init)
    common = FootprintPart.parameters.map(Field.init)
  }
}
