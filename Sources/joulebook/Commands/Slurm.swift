import ArgumentParser
import JoulebookKit

/// `joulebook slurm …`: what Slurm calls, and what to write into its files.
struct Slurm: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "slurm", abstract: "Meter jobs under Slurm: what to add to its files.",
    discussion: examples(
      ("joulebook slurm install", "print what to add; nothing is written"),
      ("srun joulebook run -- python train.py", "meter a step: one meter per node"),
      ("joulebook show 4711", "the sum of job 4711 over its nodes and steps")),
    subcommands: [SlurmInstall.self, SlurmTaskProlog.self, SlurmTaskEpilog.self],
    defaultSubcommand: SlurmInstall.self)
}

struct SlurmInstall: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install",
    abstract: "Print what to add to slurm.conf, prolog, epilog and job scripts.",
    discussion: "Nothing is written: copy what you need. Docs/Slurm.md says what each way is for.")

  @OptionGroup var format: FormatOption

  func run() throws {
    try Console().print(Joulebook.ofProcess.slurmInstallation(), as: format.format)
  }
}

/// Called by Slurm before each task, as the task's user.
struct SlurmTaskProlog: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "task-prolog",
    abstract: "Start metering a task: for TaskProlog and `srun --task-prolog`.")

  @OptionGroup(title: "Settings") var settings: SettingsOptions

  func run() throws {
    let task = try SlurmTask.ofProcess(settings.flags)
    // A prolog that fails would end the job; what cannot be metered is said and goes on.
    do {
      Console().show(try task.begin())
    } catch {
      _ = Console().report(error, as: .text)
    }
  }
}

/// Called by Slurm after each task, as the task's user.
struct SlurmTaskEpilog: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "task-epilog",
    abstract: "End metering a task: for TaskEpilog and `srun --task-epilog`.")

  func run() throws {
    try SlurmTask.ofProcess(SettingsFlags()).end()
  }
}
