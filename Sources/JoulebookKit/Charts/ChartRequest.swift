import Accounting

/// Which chart of what: texts as they stand on the command line, nil where none was given.
public struct ChartRequest: Sendable {
  /// `power`, `waterfall` …
  public var name: String
  /// Runs by `last`, id or name; for `tornado` also a kind of estimate and its parameters.
  public var words: [String] = []
  public var filter = RunFilter()
  public var catalogue: String?
  /// What panels stand for: `project`, `stage`, `place`, or the key of a tag.
  public var by: String?
  /// What may be used: `500kWh`, `20kgCO2e`.
  public var budget: String?
  /// How far a budget is drawn on: `30d`.
  public var ahead: String?
  /// What energy is divided by: `requests`, `tokens`.
  public var per: String?
  /// Result that a tornado is about: `emissions_grams`.
  public var result: String?
  /// File of an estimate.
  public var spec: String?
  /// Places, and a job to plan there.
  public var plan = PlanRequest()

  public init(_ name: String) { self.name = name }

  var asksForPlan: Bool {
    plan.duration != nil || plan.like != nil || plan.spec != nil || plan.energy != nil
      || plan.device != nil
  }
}
