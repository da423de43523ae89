/// Who launched a run, as schedulers and trackers say it in the environment: kept as tags, so that runs of one array
/// or sweep are found together, parts of one launch make one sum, and an import knows a job that was metered already.
enum LaunchTags {
  static let job = "slurm.job"
  static let array = "slurm.array"
  static let task = "slurm.task"
  static let step = "slurm.step"
  static let node = "slurm.node"
  static let mlflowRun = "mlflow.run"
  static let mlflowExperiment = "mlflow.experiment"
  static let wandbRun = "wandb.run"
  static let wandbSweep = "wandb.sweep"
  /// The launch that a run is a part of: the same on all its nodes and in all its steps.
  static let launch = "launch"
  /// Ranks that a part has metered together.
  static let ranks = "launch.ranks"

  private static let variables = [
    ("SLURM_JOB_ID", job), ("SLURM_ARRAY_JOB_ID", array), ("SLURM_ARRAY_TASK_ID", task),
    ("SLURM_STEP_ID", step), ("SLURMD_NODENAME", node),
    ("MLFLOW_RUN_ID", mlflowRun), ("MLFLOW_EXPERIMENT_ID", mlflowExperiment),
    ("WANDB_RUN_ID", wandbRun), ("WANDB_SWEEP_ID", wandbSweep),
  ]

  /// Whether a variable says who launched a run.
  static func isOne(_ variable: String) -> Bool {
    variables.contains { $0.0 == variable } || LaunchID.variables.contains(variable)
  }

  static func of(_ environment: [String: String]) -> [String: String] {
    var tags: [String: String] = variables.reduce(into: CITags.of(environment)) { tags, pair in
      // An id has no line breaks and is short; anything else is no id.
      guard let value = environment[pair.0], !value.isEmpty, value.count <= 128,
        value.allSatisfy({ !$0.isNewline })
      else { return }
      tags[pair.1] = value
    }
    tags[launch] = LaunchID(RankPlace.Facts(environment))?.text
    return tags
  }
}

extension LaunchTags {
  /// What a command hands to others that nobody here sees.
  static func warnings(_ command: [String]) -> [String] {
    guard command.first?.split(separator: "/").last == "srun" else { return [] }
    return [
      "What `srun` starts belongs to Slurm's daemon and is not counted here: write `srun joulebook run -- …`."
    ]
  }
}

/// The run whose command started this process, and where that one counts.
enum OuterRun {
  static let id = "JOULEBOOK_RUN_ID"
  /// The Slurm step in which the outer run counts: what it hands to another step is not in its tree.
  static let step = "JOULEBOOK_RUN_STEP"

  /// Nil where there is none, or where it does not count what happens here.
  static func of(_ environment: [String: String]) -> String? {
    // Clients that set the id alone are in the process that asks.
    guard let outer = environment[id], !outer.isEmpty,
      environment[step] ?? place(environment) == place(environment)
    else { return nil }
    return outer
  }

  /// What the command of a run finds in its environment.
  static func variables(id run: String, _ environment: [String: String]) -> [String: String] {
    [id: run, step: place(environment)]
  }

  private static func place(_ environment: [String: String]) -> String {
    guard let job = environment["SLURM_JOB_ID"], !job.isEmpty else { return "" }
    return "\(job).\(environment["SLURM_STEP_ID"] ?? "batch")"
  }
}
