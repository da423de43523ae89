/// Who launched a run, as schedulers and trackers say it in the environment: kept as tags, so that runs of one array
/// or sweep are found together and an import knows a job that was metered already.
enum LaunchTags {
  static let job = "slurm.job"
  static let array = "slurm.array"
  static let task = "slurm.task"
  static let mlflowRun = "mlflow.run"
  static let mlflowExperiment = "mlflow.experiment"
  static let wandbRun = "wandb.run"
  static let wandbSweep = "wandb.sweep"

  private static let variables = [
    ("SLURM_JOB_ID", job), ("SLURM_ARRAY_JOB_ID", array), ("SLURM_ARRAY_TASK_ID", task),
    ("MLFLOW_RUN_ID", mlflowRun), ("MLFLOW_EXPERIMENT_ID", mlflowExperiment),
    ("WANDB_RUN_ID", wandbRun), ("WANDB_SWEEP_ID", wandbSweep),
  ]

  /// Whether a variable says who launched a run.
  static func isOne(_ variable: String) -> Bool { variables.contains { $0.0 == variable } }

  static func of(_ environment: [String: String]) -> [String: String] {
    variables.reduce(into: CITags.of(environment)) { tags, pair in
      // An id has no line breaks and is short; anything else is no id.
      guard let value = environment[pair.0], !value.isEmpty, value.count <= 128,
        value.allSatisfy({ !$0.isNewline })
      else { return }
      tags[pair.1] = value
    }
  }
}
