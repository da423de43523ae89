public import Accounting

/// Every estimator, in the order in which help lists them.
public enum Estimators {
  public static let all: [any Estimator] = [
    HardwareEstimator(), TrainingEstimator(), SearchEstimator(), InferenceEstimator(),
    LifeEstimator(), APIEstimator(),
  ]

  public static func named(_ name: String) throws(Problem) -> any Estimator {
    if let estimator = all.first(where: { $0.name == name }) { return estimator }
    let nearest = all.map(\.name).min { distance(name, $0) < distance(name, $1) } ?? ""
    throw Problem(
      "There is no estimate `\(name)`.",
      why: "It can be \(all.map(\.name).joined(separator: ", ")).",
      fix: "Did you mean `\(nearest)`?", exit: .usage)
  }

  /// The calculation for what was given: names checked, nothing ignored.
  public static func draft(
    _ estimator: any Estimator, _ given: [String: Given], facts: EstimatingFacts
  ) throws(Problem) -> Draft {
    var draft = try Draft(given, for: estimator, facts: facts)
    try estimator.build(&draft)
    try draft.refuseUnused()
    return draft
  }
}
