import Accounting
import Bookkeeping
public import Quantities

/// Which runs an experiment consists of, and what is asked of it.
public struct ExperimentRequest: Sendable {
  /// A group's name: the value of a tag that groups runs, a project, a pattern of names.
  public var name: String?
  public var project: String?
  public var tags: [String: String] = [:]
  /// A pattern of whole names: `lr-*`.
  public var nameGlob: String?
  /// A regular expression that is found in names.
  public var nameRegex: String?
  /// The run that started the others: an id, its beginning, a name.
  public var parent: String?
  /// Job id of a Slurm array.
  public var array: String?
  public var since: Timestamp?
  public var until: Timestamp?

  /// The run that is published.
  public var published: String?
  /// Tags whose runs get a row of their own.
  public var parts: [String] = []
  public var maximise: String?
  public var minimise: String?
  public var baseline: Double?
  public var price: String?
  public var devicePrice: String?
  public var budget: String?

  public init() {}

  var goal: MetricGoal? {
    get throws(Problem) {
      switch (maximise, minimise) {
      case (nil, nil): return nil
      case (let name?, nil): return MetricGoal(name: name, maximises: true)
      case (nil, let name?): return MetricGoal(name: name, maximises: false)
      case (.some, .some):
        throw Problem(
          "Two metrics are given.", why: "A report follows one of them.",
          fix: "Give --maximise or --minimise.", exit: .usage)
      }
    }
  }
}

/// Ways in which runs come in groups, by the tags that say so.
enum GroupingTags {
  /// Set by people, and by `joulebook run` from what a scheduler or tracker left in its environment.
  static let all = [
    "experiment", "sweep", LaunchTags.array, LaunchTags.wandbSweep, LaunchTags.mlflowExperiment,
  ]
}
