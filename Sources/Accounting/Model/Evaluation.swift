import RealModule
import Quantities

extension Model {
  /// Works all steps out for given inputs, in order, into `values`, which has room for every step.
  func evaluate(_ given: [Double], into values: inout [Double]) {
    for (index, step) in steps.enumerated() {
      values[index] =
        switch step.operation {
        case .input(let input): given[input]
        case .constant(let value): value
        case .product(let terms): terms.reduce(1) { $0 * values[$1] }
        case .quotient(let a, let b): values[a] / values[b]
        case .sum(let terms): terms.reduce(0) { $0 + values[$1] }
        case .difference(let a, let b): values[a] - values[b]
        case .power(let term, let exponent): Double.pow(values[term], exponent)
        case .least(let terms): terms.reduce(.infinity) { min($0, values[$1]) }
        case .greatest(let terms): terms.reduce(-.infinity) { max($0, values[$1]) }
        case .roundedUp(let term): values[term].rounded(.up)
        case .function(let term, _, let body): body(values[term])
        }
    }
  }

  /// The values of all steps at the inputs' best values.
  public func bestValues() -> [Double] {
    var values = [Double](repeating: 0, count: steps.count)
    evaluate(inputs.map(\.distribution.best), into: &values)
    return values
  }

  /// The best value of one result.
  public func best(_ key: String) -> Double? { output(key).map { bestValues()[$0.index] } }

  /// Works results out: best value, 50 % and 90 % intervals, and what widens them.
  /// - Parameters:
  ///   - seed: of the draws, where any are needed.
  ///   - draws: a power of two fills space evenly.
  ///   - isQuick: does without the finer correction of the draws: for tables of many scenarios.
  public func evaluated(
    seed: UInt64 = 1, draws: Int = 1024, isQuick: Bool = false
  ) -> Evaluation {
    let best = bestValues()
    let exponents = self.exponents()
    /// The powers of a result that has its interval in closed form.
    func closed(_ output: Output) -> [Power]? {
      exponents[output.term.index].flatMap { $0.allSatisfy(isLognormal) ? $0 : nil }
    }
    let drawn =
      outputs.allSatisfy { closed($0) != nil }
      ? nil : sample(outputs.map(\.term.index), seed: seed, draws: draws, isQuick: isQuick)
    var results: [Evaluation.Result] = []
    for (place, output) in outputs.enumerated() {
      let value = best[output.term.index]
      if let powers = closed(output) {
        let width = Double.sqrt(powers.reduce(0) { $0 + variance($1) })
        let end = { (z: Double) in value * Double.exp(z * width) }
        results.append(
          Evaluation.Result(
            key: output.key, label: steps[output.term.index].label,
            unit: steps[output.term.index].unit, value: value,
            low90: end(-Distribution.z90), high90: end(Distribution.z90),
            low50: end(-Distribution.z50), high50: end(Distribution.z50), isExact: true,
            widths: widths(powers)))
      } else if let drawn {
        let draws = OrderStatistics(drawn.columns[place], scores: drawn.scores[place])
        let end = { (p: Double) in draws.quantile(p) }
        results.append(
          Evaluation.Result(
            key: output.key, label: steps[output.term.index].label,
            unit: steps[output.term.index].unit, value: value,
            low90: min(end(0.05), value), high90: max(end(0.95), value), low50: end(0.25),
            high50: end(0.75), isExact: false,
            widths: swings(of: output.term, value: value)))
      }
    }
    return Evaluation(results: results)
  }

  private func isLognormal(_ power: Power) -> Bool {
    if case .lognormal = inputs[power.input].distribution { true } else { false }
  }

  private func spread(of input: Int) -> Double {
    if case .lognormal(_, let spread) = inputs[input].distribution { spread } else { 0 }
  }

  /// What a step owes to an uncertain input: a power of it.
  struct Power: Hashable, Sendable {
    let input: Int
    let exponent: Double
  }

  /// For each step that is a product of powers of inputs: the power of each uncertain one, in the order of the inputs;
  /// nil for other steps.
  func exponents() -> [[Power]?] {
    var all: [[Power]?] = []
    all.reserveCapacity(steps.count)
    func isFixed(_ term: Int) -> Bool { all[term]?.isEmpty ?? false }
    for step in steps {
      let powers: [Power]? =
        switch step.operation {
        case .input(let input):
          inputs[input].distribution.isExact ? [] : [Power(input: input, exponent: 1)]
        case .constant: []
        case .product(let terms): terms.reduce([]) { Self.combined($0, all[$1], sign: 1) }
        case .quotient(let a, let b): Self.combined(all[a], all[b], sign: -1)
        case .power(let term, let exponent):
          all[term]?.map { Power(input: $0.input, exponent: $0.exponent * exponent) }
        // Exact only when nothing in them is uncertain.
        case .sum(let terms), .least(let terms), .greatest(let terms):
          terms.allSatisfy(isFixed) ? [] : nil
        case .difference(let a, let b): isFixed(a) && isFixed(b) ? [] : nil
        case .roundedUp(let term), .function(let term, _, _): isFixed(term) ? [] : nil
        }
      all.append(powers)
    }
    return all
  }

  static func combined(_ a: [Power]?, _ b: [Power]?, sign: Double) -> [Power]? {
    guard var sum = a, let b else { return nil }
    for power in b {
      if let place = sum.firstIndex(where: { $0.input == power.input }) {
        sum[place] = Power(
          input: power.input, exponent: sum[place].exponent + sign * power.exponent)
      } else {
        sum.append(Power(input: power.input, exponent: sign * power.exponent))
      }
    }
    return sum.filter { $0.exponent != 0 }.sorted { $0.input < $1.input }
  }

  /// Part of the variance of the logarithm that each input brings.
  private func widths(_ powers: [Power]) -> [Evaluation.Width] {
    let parts = powers.map { (input: $0.input, part: variance($0)) }
    let total = parts.reduce(0) { $0 + $1.part }
    guard total > 0 else { return [] }
    return parts.map { Evaluation.Width(input: inputs[$0.input].label, part: $0.part / total) }
      .sorted { ($0.part, $1.input) > ($1.part, $0.input) }
  }

  /// Variance of the logarithm that a power of a lognormal input brings.
  private func variance(_ power: Power) -> Double {
    let spread = power.exponent * spread(of: power.input)
    return spread * spread
  }

  /// How far the result moves when one input goes through its 90 % interval and all others stay at their best.
  private func swings(of term: Term, value: Double) -> [Evaluation.Width] {
    var given = inputs.map(\.distribution.best)
    var values = [Double](repeating: 0, count: steps.count)
    var swings: [(label: String, swing: Double)] = []
    for (index, input) in inputs.enumerated() where !input.distribution.isExact {
      let ends = input.distribution.interval90
      let best = given[index]
      given[index] = ends.low
      evaluate(given, into: &values)
      let low = values[term.index]
      given[index] = ends.high
      evaluate(given, into: &values)
      swings.append((input.label, abs(values[term.index] - low)))
      given[index] = best
    }
    let total = swings.reduce(0) { $0 + $1.swing * $1.swing }
    guard total > 0 else { return [] }
    return swings.map { Evaluation.Width(input: $0.label, part: $0.swing * $0.swing / total) }
      .filter { $0.part > 0 }.sorted { ($0.part, $1.input) > ($1.part, $0.input) }
  }

  /// One draw of results at plain random inputs: a truth, for tests of coverage.
  public func draw(
    _ keys: [String], using random: inout some RandomNumberGenerator
  ) -> [Double] {
    let given = inputs.map { input in
      input.distribution.isExact
        ? input.distribution.best
        : input.distribution.quantile((Double(random.next() >> 11) + 0.5) / 9_007_199_254_740_992)
    }
    var values = [Double](repeating: 0, count: steps.count)
    evaluate(given, into: &values)
    return keys.map { key in output(key).map { values[$0.index] } ?? .nan }
  }
}

/// Results of a model with their intervals.
public struct Evaluation: Hashable, Sendable {
  public let results: [Result]

  public subscript(key: String) -> Result? { results.first { $0.key == key } }

  /// Without results that a division by zero leaves without a value, and the labels of these.
  public var meaningful: (evaluation: Evaluation, without: [String]) {
    let isFinite = { (result: Result) in
      [result.value, result.low90, result.high90, result.low50, result.high50]
        .allSatisfy(\.isFinite)
    }
    return (
      Evaluation(results: results.filter(isFinite)),
      results.filter { !isFinite($0) }.map(\.label)
    )
  }

  /// One result.
  public struct Result: Hashable, Sendable {
    public let key: String
    /// What it is, in words.
    public let label: String
    public let unit: String
    public let value: Double
    /// Ends of the 90 % interval; the value lies inside.
    public let low90: Double
    public let high90: Double
    public let low50: Double
    public let high50: Double
    /// True when the interval follows in closed form, without draws.
    public let isExact: Bool
    /// What widens the interval, the widest first; parts add up to 1.
    public let widths: [Width]
  }

  /// What an input brings to the width of a result.
  public struct Width: Hashable, Codable, Sendable {
    public let input: String
    /// Part of the variance, 0…1.
    public let part: Double

    public init(input: String, part: Double) {
      self.input = input
      self.part = part
    }
  }
}
