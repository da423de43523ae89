public import Accounting

/// The method's own test: published figures, recomputed by the estimators and formulas that everybody uses.
public enum Validation {
  /// All rows, those of a paper side by side.
  public static let rows: [ValidationRow] =
    strubellRows + strubellCostRows + pattersonRows + llamaRows + cardRows + computeRows
    + llmCarbonRows
    + inferenceRows + taskRows + waterRows + logRows + standardRows + slipRows + measurementRows
    + articleTrendRows + articleRows

  /// Recomputes rows.
  public static func run(_ rows: [ValidationRow]) -> [ValidationResult] { rows.map(run) }

  /// Recomputes one row.
  public static func run(_ row: ValidationRow) -> ValidationResult {
    var failure: String?
    var outcome = Outcome([:])
    do throws(Problem) {
      outcome = try work(row.subject)
    } catch {
      failure = "\(error.what) \(error.why)"
    }
    let values = row.expectations.map { expected in
      ValidationResult.Value(
        name: expected.name, got: outcome[expected.key] / expected.scale,
        calculated: expected.calculated, printed: expected.printed,
        tolerance: expected.tolerance)
    }
    // One finding per check is enough.
    var flags: [Inconsistency] = []
    for flag in row.checks(outcome) + everywhere(values, outcome) {
      if let flag, !flags.contains(where: { $0.id == flag.id }) { flags.append(flag) }
    }
    return ValidationResult(
      id: row.id, paper: row.paper, title: row.title, origin: row.origin, claim: row.claim,
      values: values, flags: failure == nil ? flags.sorted { $0.id < $1.id } : [],
      namedFlags: row.flags, note: row.note, failure: failure)
  }

  /// The results of an estimator or a formula.
  static func work(_ subject: Subject) throws(Problem) -> Outcome {
    switch subject {
    case .formula(_, let body): return Outcome(try body())
    case .estimate(let name, let given, let also):
      let outcome = try estimate(name, given)
      return Outcome(outcome.values.merging(also(outcome)) { _, other in other })
    }
  }

  /// What an estimator makes of numbers, without a catalogue.
  static func estimate(_ name: String, _ given: [String: Amount]) throws(Problem) -> Outcome {
    let draft = try Estimators.draft(
      Estimators.named(name), given.mapValues { Given($0.text, origin: "published row") },
      facts: .none)
    var values: [String: Double] = [:]
    for output in draft.model.outputs { values[output.key] = draft.model.best(output.key) }
    return Outcome(values)
  }

  /// The checks that every row's numbers allow. A printed figure that is not met is tried for the usual slips.
  private static func everywhere(
    _ values: [ValidationResult.Value], _ outcome: Outcome
  ) -> [Inconsistency?] {
    values.flatMap { value -> [Inconsistency?] in
      guard let printed = value.printed, value.tolerance != nil, !value.passes else { return [] }
      return [
        Flags.powerOfTen(declared: printed, recomputed: value.got),
        Flags.unitRatio(printed, value.got),
      ]
    } + [Flags.negativeComponent(outcome.values)]
  }
}
