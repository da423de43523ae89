import Quantities

extension Model {
  /// Sums of the results of several models. An input that they share, by name, value and origin, is one input of the
  /// sum: a PUE that is wrong is wrong for all of them.
  public static func total(_ models: [Model], of keys: [String]) -> Model {
    var sum = Model()
    var shared: [Shared: Term] = [:]
    var parts: [String: [Term]] = [:]
    for model in models {
      var terms: [Int] = []
      for step in model.steps {
        if case .input(let index) = step.operation {
          let input = model.inputs[index]
          let key = Shared(
            label: input.label, note: input.note ?? "", distribution: input.distribution)
          let term =
            shared[key]
            ?? sum.input(
              input.label, input.distribution, unit: input.unit, evidence: input.evidence,
              note: input.note, citation: input.citation)
          shared[key] = term
          terms.append(term.index)
        } else {
          sum.steps.append(step.moved { terms[$0] })
          terms.append(sum.steps.count - 1)
        }
      }
      for key in keys {
        guard let term = model.output(key) else { continue }
        parts[key, default: []].append(Term(index: terms[term.index]))
      }
    }
    for key in keys {
      guard let terms = parts[key], let first = terms.first else { continue }
      let step = sum.steps[first.index]
      sum.result(key, sum.sum(terms, label: step.label, unit: step.unit))
    }
    return sum
  }

  private struct Shared: Hashable {
    let label: String
    let note: String
    let distribution: Distribution
  }
}

extension Model.Step {
  /// The same step over other terms.
  func moved(_ place: (Int) -> Int) -> Model.Step {
    let moved: Model.Operation =
      switch operation {
      case .input, .constant: operation
      case .product(let terms): .product(terms.map(place))
      case .quotient(let a, let b): .quotient(place(a), place(b))
      case .sum(let terms): .sum(terms.map(place))
      case .difference(let a, let b): .difference(place(a), place(b))
      case .power(let term, let exponent): .power(place(term), exponent)
      case .least(let terms): .least(terms.map(place))
      case .greatest(let terms): .greatest(terms.map(place))
      case .roundedUp(let term): .roundedUp(place(term))
      case .function(let term, let name, let body): .function(place(term), name: name, body)
      }
    return Model.Step(
      operation: moved, label: label, unit: unit, note: note, citation: citation)
  }
}
