package import Accounting
import Metering

/// What Slurm's TaskProlog and TaskEpilog do: meter the ranks of a step without touching its script.
package struct SlurmTask {
  private let request: RunRequest
  private let place: RankPlace

  /// The task that this process's environment describes.
  package static func ofProcess(_ flags: SettingsFlags) throws(Problem) -> SlurmTask {
    let environment = Environment.variables
    // What the task will be is not known yet: it goes by the job's name.
    let job = environment["SLURM_JOB_NAME"] ?? "job"
    var request = RunRequest(
      command: [job], environment: environment, directory: Environment.workingFolder,
      version: Version.text)
    request.flags = flags
    guard let place = RankPlace(slurmTask: environment, host: Host.name) else {
      throw Problem(
        "This is no task of Slurm.", why: "SLURM_JOB_ID and SLURM_PROCID are not set.",
        fix: "Name it in slurm.conf or for srun: `joulebook slurm install` prints how.",
        exit: .usage)
    }
    return SlurmTask(request: request, place: place)
  }

  /// Joins the meter of the node, or starts it, for the process that Slurm is about to make the task. Gives the
  /// lines that Slurm takes variables from: slurm.conf(5), `TaskProlog`.
  package func begin() throws(Problem) -> String {
    // Slurm starts the prolog from the process that becomes the task.
    let task = request.environment["SLURM_TASK_PID"].flatMap { Int32($0) }
    let link = try RankLink(
      place, meter: RankMeter.arguments(request, place),
      message: .follow(process: task ?? MeterProcess.parent.pid, rank: place.rank))
    return link.environment.sorted { $0.key < $1.key }
      .map { "export \($0.key)=\($0.value)\n" }.joined()
  }

  /// Says that the task has ended, and waits for the books when it was the last of the node.
  package func end() { _ = RankLink.end(place, rank: place.rank) }
}

extension RankPlace {
  /// The place of a Slurm task, the batch script included, that no rank of a launcher inside it is.
  init?(slurmTask environment: [String: String], host: String) {
    var environment = environment
    // The epilog finds what the prolog exported, and means the same rank.
    environment[Self.variable] = nil
    for name in ["TORCHELASTIC_RUN_ID", "OMPI_COMM_WORLD_RANK", "MPI_LOCALNRANKS"] {
      environment[name] = nil
    }
    if environment["SLURM_STEP_ID"] ?? "" == "" {
      environment["SLURM_STEP_ID"] = "batch"
      environment["SLURM_STEP_TASKS_PER_NODE"] = "1"
    }
    // A single task is metered like several: nobody else does it.
    environment["SLURM_STEP_NUM_TASKS"] = "2"
    self.init(environment: environment, host: host, parent: "")
  }
}
