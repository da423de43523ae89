import Quantities

extension Model {
  /// The way from a result back to its inputs, each with its range, evidence and source. Steps without a name are
  /// taken into the formula of the step that uses them.
  /// - Parameter evaluation: of this model; its intervals stand at the root and at the results.
  public func derivation(of key: String, _ evaluation: Evaluation) -> Derivation? {
    guard let term = output(key) else { return nil }
    let best = bestValues()
    let widths = Dictionary(
      (evaluation[key]?.widths ?? []).map { ($0.input, $0.part) }
    ) { first, _ in first }
    return node(term.index, best: best, evaluation: evaluation, widths: widths, seen: [])
  }

  private func node(
    _ index: Int, best: [Double], evaluation: Evaluation, widths: [String: Double],
    seen: Set<Int>
  ) -> Derivation {
    let step = steps[index]
    let value = best[index]
    if case .input(let input) = step.operation {
      let given = inputs[input]
      let ends = given.distribution.interval90
      return Derivation(
        given.label, value, given.unit, low: min(ends.low, value), high: max(ends.high, value),
        rangePart: widths[given.label], evidence: given.evidence, note: given.note,
        citation: given.citation)
    }
    let result = outputs.first { $0.term.index == index }.flatMap { evaluation[$0.key] }
    let parts = namedInputs(of: index)
    return Derivation(
      step.label.isEmpty ? "result" : step.label, value, step.unit, low: result?.low90,
      high: result?.high90, formula: formula(index, isRoot: true, best: best), note: step.note,
      citation: step.citation,
      inputs: parts.map {
        node($0, best: best, evaluation: evaluation, widths: widths, seen: seen.union([index]))
      })
  }

  /// The nearest steps below that have a name of their own.
  private func namedInputs(of index: Int) -> [Int] {
    var found: [Int] = []
    for term in operands(index) {
      let below = isNamed(term) ? [term] : namedInputs(of: term)
      for step in below where !found.contains(step) { found.append(step) }
    }
    return found
  }

  private func isNamed(_ index: Int) -> Bool {
    if case .constant = steps[index].operation { return false }
    return !steps[index].label.isEmpty
  }

  private func operands(_ index: Int) -> [Int] {
    switch steps[index].operation {
    case .input, .constant: []
    case .product(let terms), .sum(let terms), .least(let terms), .greatest(let terms): terms
    case .quotient(let a, let b), .difference(let a, let b): [a, b]
    case .power(let term, _), .roundedUp(let term), .function(let term, _, _): [term]
    }
  }

  /// The step in words and signs, with the labels of the steps that have one.
  private func formula(_ index: Int, isRoot: Bool, best: [Double]) -> String {
    if !isRoot, isNamed(index) { return steps[index].label }
    func text(_ term: Int) -> String { formula(term, isRoot: false, best: best) }
    func bracketed(_ term: Int) -> String {
      if isNamed(term) { return steps[term].label }
      return switch steps[term].operation {
      case .sum, .difference, .quotient: "(\(text(term)))"
      case .input, .constant, .product, .power, .least, .greatest, .roundedUp, .function: text(term)
      }
    }
    return switch steps[index].operation {
    case .input: steps[index].label
    case .constant(let value):
      steps[index].label.isEmpty
        ? value.plainText + (steps[index].unit.isEmpty ? "" : " \(steps[index].unit)")
        : steps[index].label
    case .product(let terms): terms.map(bracketed).joined(separator: " × ")
    case .quotient(let a, let b): "\(bracketed(a)) ÷ \(bracketed(b))"
    case .sum(let terms): terms.map(text).joined(separator: " + ")
    case .difference(let a, let b): "\(text(a)) − \(bracketed(b))"
    case .power(let term, let exponent): "\(bracketed(term)) ^ \(exponent.plainText)"
    case .least(let terms): "least of \(terms.map(text).joined(separator: ", "))"
    case .greatest(let terms): "greatest of \(terms.map(text).joined(separator: ", "))"
    case .roundedUp(let term): "\(bracketed(term)) rounded up"
    case .function(let term, let name, _): "\(name) of \(text(term))"
    }
  }
}

extension Double {
  /// Up to six digits, without a needless `.0`.
  var plainText: String {
    guard abs(self) >= 1e-4, abs(self) < 1e9 else { return "\(self)" }
    let text = text(significant: 6)
    guard text.contains(".") else { return text }
    return String(text.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed())
  }
}
