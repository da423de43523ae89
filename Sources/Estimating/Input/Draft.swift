public import Accounting
public import Quantities

/// A calculation while an estimator builds it: the model, what was given, and which of it was used.
public struct Draft {
  public var model = Model()
  public let facts: EstimatingFacts
  /// What a reader should know beside the figures.
  public var warnings: [String] = []
  /// Where the results stand in an inventory by the GHG Protocol: a sentence each.
  public var scopes: [String] = []
  /// Lines of a table that an estimator adds: name, and the keys of its results.
  public var rows: [(name: String, keys: [String])] = []
  /// Heads of the columns of these rows.
  public var rowTitles: [String] = []
  private let given: [String: Given]
  private let parameters: [String: Parameter]
  private let estimator: String
  private var used: Set<String> = []

  init(
    _ given: [String: Given], for estimator: any Estimator, facts: EstimatingFacts
  ) throws(Problem) {
    self.given = given
    self.facts = facts
    self.estimator = estimator.name
    parameters = Dictionary(
      (estimator.parameters + FootprintPart.parameters).map { ($0.name, $0) }
    ) { first, _ in first }
    for (name, value) in given.sorted(by: { $0.key < $1.key }) where parameters[name] == nil {
      throw unknown(name, value)
    }
  }

  /// True when somebody gave it.
  public func has(_ name: String) -> Bool { given[name] != nil }

  /// A word that was given.
  public mutating func word(_ name: String) throws(Problem) -> String? {
    guard let value = given[name] else { return nil }
    used.insert(name)
    if case .choice(let choices) = parameters[name]?.kind, !choices.contains(value.text) {
      throw Problem(
        "Cannot use `\(name)` = `\(value.text)` (\(value.origin)).",
        why: "It must be one of \(choices.joined(separator: ", ")).",
        fix:
          "Did you mean `\(choices.min { distance(value.text, $0) < distance(value.text, $1) } ?? "")`?",
        exit: .usage)
    }
    return value.text
  }

  /// A number that was given, in its parameter's unit.
  public mutating func distribution(_ name: String) throws(Problem) -> Distribution? {
    guard let value = given[name] else { return nil }
    used.insert(name)
    guard let distribution = value.distribution else {
      throw Problem(
        "Cannot use `\(name)` = `\(value.text)` (\(value.origin)).", why: "It is not a number.",
        fix: "Write a number such as `300`, a range such as `250..350`, or `300~1.5` for a factor.",
        exit: .usage)
    }
    if case .number(let least, let most) = parameters[name]?.kind {
      let ends =
        distribution.isExact
        ? (low: distribution.best, high: distribution.best) : distribution.interval90
      guard ends.low >= least, ends.high <= most else {
        throw Problem(
          "Cannot use `\(name)` = `\(value.text)` (\(value.origin)).",
          why: "\(parameters[name]?.meaning ?? name): it lies between \(least.plain) and "
            + "\(most.plain)\(unitText(name)).",
          fix: "Check the unit and the decimal point.", exit: .usage)
      }
    }
    return distribution
  }

  /// A number as an input of the model: given, or known from elsewhere, or nil.
  /// - Parameter scale: from the parameter's unit to the model's: 3,600 for hours to seconds.
  public mutating func term(
    _ name: String, label: String? = nil, unit: String, scale: Double = 1,
    otherwise known: KnownValue? = nil
  ) throws(Problem) -> Model.Term? {
    let label = label ?? name.replacing("-", with: " ")
    if let distribution = try distribution(name) {
      return model.input(
        label, distribution.scaled(by: scale), unit: unit, evidence: .assumed,
        note: "given by \(given[name]?.origin ?? "")")
    }
    return known.map { self.known(label, $0, unit: unit, scale: scale) }
  }

  /// The same where a calculation cannot do without it.
  public mutating func needed(
    _ name: String, label: String? = nil, unit: String, scale: Double = 1,
    otherwise known: KnownValue? = nil
  ) throws(Problem) -> Model.Term {
    if let term = try term(name, label: label, unit: unit, scale: scale, otherwise: known) {
      return term
    }
    throw missing([name])
  }

  /// An input that nobody gave.
  public mutating func known(
    _ label: String, _ value: KnownValue, unit: String, scale: Double = 1
  ) -> Model.Term {
    model.input(
      label, value.distribution.scaled(by: scale), unit: unit, evidence: value.evidence,
      note: value.note, citation: value.citation)
  }

  /// Of several that exclude each other, the one that was given; two are a `Problem`.
  public func only(of names: [String]) throws(Problem) -> String? {
    let found = names.filter { given[$0] != nil }
    guard found.count > 1 else { return found.first }
    throw Problem(
      "Cannot use \(found.map { "`\($0)`" }.joined(separator: " and ")) together.",
      why: "They say the same thing in different units or meanings.",
      fix: "Give one of \(names.map { "`\($0)`" }.joined(separator: ", ")).", exit: .usage)
  }

  /// What a calculation needs and was not given.
  public func missing(_ names: [String]) -> Problem {
    let known = names.compactMap { parameters[$0] }
    let meaning = known.map { "`\($0.name)`: \($0.meaning)\(unitText($0.name))" }
    return Problem(
      "`\(estimator)` needs \(names.map { "`\($0)`" }.joined(separator: " or ")).",
      why: meaning.joined(separator: "; ") + ".",
      fix: "Add `--\(names[0]) …`; `joulebook estimate \(estimator) --help` lists all.",
      exit: .usage)
  }

  /// A parameter that nothing used is refused: it would have been ignored.
  func refuseUnused() throws(Problem) {
    let unused = given.keys.filter { !used.contains($0) }.sorted()
    guard let first = unused.first, let value = given[first] else { return }
    throw Problem(
      "`\(first)` (\(value.origin)) would not be used.",
      why: "With what else is given, the calculation does not need it: "
        + "\(parameters[first]?.meaning ?? first).",
      fix: "Take it out, or the parameter that makes it superfluous.", exit: .usage)
  }

  private func unknown(_ name: String, _ value: Given) -> Problem {
    let names = parameters.keys.sorted()
    let nearest = names.min { distance(name, $0) < distance(name, $1) } ?? ""
    return Problem(
      "`\(estimator)` has no parameter `\(name)` (\(value.origin)).",
      why: "It knows \(names.joined(separator: ", ")).",
      fix: distance(name, nearest) <= max(2, name.count / 3)
        ? "Did you mean `\(nearest)`?" : "Run `joulebook estimate \(estimator) --help`.",
      exit: .usage)
  }

  private func unitText(_ name: String) -> String {
    let unit = parameters[name]?.unit ?? ""
    return unit.isEmpty || unit == "1" ? "" : ", in \(unit)"
  }
}

extension Distribution {
  /// The same in another unit.
  func scaled(by factor: Double) -> Distribution {
    guard factor != 1 else { return self }
    return switch self {
    case .exact(let value): .exact(value * factor)
    case .lognormal(let median, let spread): .lognormal(median: median * factor, spread: spread)
    case .split(let value, let low, let high):
      .split(value: value * factor, low: low * factor, high: high * factor)
    case .triangular(let low, let mode, let high):
      .triangular(low: low * factor, mode: mode * factor, high: high * factor)
    case .uniform(let low, let high): .uniform(low: low * factor, high: high * factor)
    case .empirical(let values): .empirical(values.map { $0 * factor })
    }
  }
}

extension Double {
  /// Without a needless `.0`.
  var plain: String {
    if self == .infinity { return "any size" }
    let text = "\(self)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
