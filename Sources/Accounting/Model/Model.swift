public import Quantities

/// A calculation as a value: its inputs, and the steps from them to its results.
///
/// Built once, worked out as often as wanted: for the best values, for an interval, for thousands of scenarios, and
/// as a derivation that a reader can follow. An input that several steps use is one input: its error moves them all
/// together.
public struct Model: Sendable {
  var steps: [Step] = []
  public internal(set) var inputs: [Input] = []
  public internal(set) var outputs: [Output] = []

  /// A number that comes from outside.
  public struct Input: Sendable {
    public let label: String
    /// As in a `Derivation`: `W`, `s`, `J`, `g CO2e/kWh`; empty for a ratio.
    public let unit: String
    public var distribution: Distribution
    public let evidence: Evidence?
    /// Where it comes from, one sentence.
    public let note: String?
    public let citation: Citation?
  }

  /// A result.
  public struct Output: Hashable, Sendable {
    /// Key for programs, with its unit: `energy_joules`.
    public let key: String
    let term: Term
  }

  /// A number inside the model.
  public struct Term: Hashable, Sendable {
    let index: Int
  }

  struct Step: Sendable {
    let operation: Operation
    /// Empty for a step that its user's formula takes in.
    let label: String
    let unit: String
    let note: String?
    let citation: Citation?
  }

  enum Operation: Sendable {
    case input(Int)
    case constant(Double)
    case product([Int])
    case quotient(Int, Int)
    case sum([Int])
    case difference(Int, Int)
    case power(Int, Double)
    case least([Int])
    case greatest([Int])
    case roundedUp(Int)
    /// Any other function of one number, told in words.
    case function(Int, name: String, @Sendable (Double) -> Double)
  }

  public init() {}

  /// Unit of a term.
  public func unit(of term: Term) -> String { steps[term.index].unit }

  /// The result of that key; nil when there is none.
  public func output(_ key: String) -> Term? { outputs.first { $0.key == key }?.term }
}

// MARK: Building

extension Model {
  /// Adds an input.
  public mutating func input(
    _ label: String, _ distribution: Distribution, unit: String = "", evidence: Evidence? = nil,
    note: String? = nil, citation: Citation? = nil
  ) -> Term {
    inputs.append(
      Input(
        label: label, unit: unit, distribution: distribution, evidence: evidence, note: note,
        citation: citation))
    return add(.input(inputs.count - 1), label, unit, note, citation)
  }

  /// A number of the formula itself: 3.6 MJ in a kilowatt-hour.
  public mutating func constant(_ value: Double, unit: String = "", label: String = "") -> Term {
    add(.constant(value), label, unit, nil, nil)
  }

  /// The product of some terms.
  /// - Parameter label: empty for a step that need not be named.
  public mutating func product(
    _ terms: [Term], label: String = "", unit: String = "", note: String? = nil,
    citation: Citation? = nil
  ) -> Term {
    add(.product(terms.map(\.index)), label, unit, note, citation)
  }

  public mutating func quotient(
    _ a: Term, _ b: Term, label: String = "", unit: String = "", note: String? = nil,
    citation: Citation? = nil
  ) -> Term {
    add(.quotient(a.index, b.index), label, unit, note, citation)
  }

  public mutating func sum(
    _ terms: [Term], label: String = "", unit: String = "", note: String? = nil,
    citation: Citation? = nil
  ) -> Term {
    add(.sum(terms.map(\.index)), label, unit, note, citation)
  }

  public mutating func difference(
    _ a: Term, _ b: Term, label: String = "", unit: String = "", note: String? = nil,
    citation: Citation? = nil
  ) -> Term {
    add(.difference(a.index, b.index), label, unit, note, citation)
  }

  public mutating func power(
    _ term: Term, _ exponent: Double, label: String = "", unit: String = "",
    note: String? = nil, citation: Citation? = nil
  ) -> Term {
    add(.power(term.index, exponent), label, unit, note, citation)
  }

  public mutating func least(
    _ terms: [Term], label: String = "", unit: String = "", note: String? = nil
  ) -> Term {
    add(.least(terms.map(\.index)), label, unit, note, nil)
  }

  public mutating func greatest(
    _ terms: [Term], label: String = "", unit: String = "", note: String? = nil
  ) -> Term {
    add(.greatest(terms.map(\.index)), label, unit, note, nil)
  }

  public mutating func roundedUp(_ term: Term, label: String = "", unit: String = "") -> Term {
    add(.roundedUp(term.index), label, unit, nil, nil)
  }

  /// A function of one number, such as a fitted curve; `name` tells it in a formula.
  public mutating func function(
    _ term: Term, name: String, label: String = "", unit: String = "", note: String? = nil,
    citation: Citation? = nil, _ body: @escaping @Sendable (Double) -> Double
  ) -> Term {
    add(.function(term.index, name: name, body), label, unit, note, citation)
  }

  /// Names a result. A key that is there already is replaced.
  public mutating func result(_ key: String, _ term: Term) {
    outputs.removeAll { $0.key == key }
    outputs.append(Output(key: key, term: term))
  }

  private mutating func add(
    _ operation: Operation, _ label: String, _ unit: String, _ note: String?, _ citation: Citation?
  ) -> Term {
    steps.append(
      Step(operation: operation, label: label, unit: unit, note: note, citation: citation))
    return Term(index: steps.count - 1)
  }
}
