public import Accounting

/// Works out the energy of one kind of work that nobody metered, as a model whose inputs keep their ranges.
///
/// To add one: a file in `Estimators/`, a line in `Estimators.swift`, a run of the contract suite.
public protocol Estimator: Sendable {
  /// As on the command line: `training`.
  var name: String { get }
  /// What it estimates, one sentence.
  var summary: String { get }
  /// All that may be given. What a calculation does not use is refused, never ignored.
  var parameters: [Parameter] { get }
  /// The calculation for what was given.
  func build(_ draft: inout Draft) throws(Problem)
}

/// Something that may be given to an estimator.
public struct Parameter: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// Bounds inclusive; a number outside them is refused.
    case number(least: Double, most: Double)
    case word
    case choice([String])
  }

  /// `node-factor`: the flag without its dashes, and the key in a file.
  public let name: String
  public let kind: Kind
  /// `W`, `h`, `1` for a ratio or a count; empty for words.
  public let unit: String
  public let meaning: String

  public init(_ name: String, _ kind: Kind, unit: String = "", _ meaning: String) {
    self.name = name
    self.kind = kind
    self.unit = unit
    self.meaning = meaning
  }

  static func number(
    _ name: String, _ unit: String, _ range: ClosedRange<Double>, _ meaning: String
  ) -> Parameter {
    Parameter(
      name, .number(least: range.lowerBound, most: range.upperBound), unit: unit, meaning)
  }
}
