import Metering
public import Reporting

extension Joulebook {
  /// What to add to Slurm's files and to job scripts. Writes nothing.
  public func slurmInstallation() -> SlurmInstallation {
    SlurmInstallation(program: MeterProcess.programPath)
  }
}

/// Text for Slurm's files, by purpose.
public struct SlurmInstallation: Answer {
  public let schema = 1
  public let parts: [Part]

  public struct Part: Encodable, Sendable {
    /// Where the text goes: a path, or `job script`.
    public let file: String
    public let purpose: String
    public let text: String
  }

  enum CodingKeys: String, CodingKey { case schema, parts }

  init(program: String) {
    parts = [
      Part(
        file: "job script",
        purpose:
          "The simplest way: nothing to install but the program. One meter per node, however many ranks.",
        text: """
          srun joulebook run -- python train.py
          """),
      Part(
        file: "/etc/slurm/joulebook-begin",
        purpose: "The same without touching the command: make it executable, name it below.",
        text: """
          #!/bin/sh
          exec \(program) slurm task-prolog --quiet
          """),
      Part(
        file: "/etc/slurm/joulebook-end",
        purpose: "Ends what joulebook-begin began; make it executable too.",
        text: """
          #!/bin/sh
          exec \(program) slurm task-epilog
          """),
      Part(
        file: "job script",
        purpose: "Those two for one step, without an administrator; any folder will do.",
        text: """
          srun --task-prolog=/etc/slurm/joulebook-begin --task-epilog=/etc/slurm/joulebook-end \
          python train.py
          """),
      Part(
        file: "/etc/slurm/slurm.conf",
        purpose:
          "Those two for every job of the cluster, batch scripts included. Cgroups make CPU time exact.",
        text: """
          TaskProlog=/etc/slurm/joulebook-begin
          TaskEpilog=/etc/slurm/joulebook-end
          ProctrackType=proctrack/cgroup
          Prolog=/etc/slurm/joulebook-grant
          Epilog=/etc/slurm/joulebook-revoke
          """),
      Part(
        file: "/etc/slurm/joulebook-grant",
        purpose:
          "Only where jobs have whole nodes: the job's user may read the CPU energy counters, which Linux "
          + "gives to root alone. Elsewhere `joulebook doctor` says what to allow.",
        text: """
          #!/bin/sh
          for counter in /sys/class/powercap/intel-rapl*/energy_uj; do
            test ! -e "$counter" || chown "$SLURM_JOB_UID" "$counter"
          done
          """),
      Part(
        file: "/etc/slurm/joulebook-revoke",
        purpose: "Takes that right back when the job has ended.",
        text: """
          #!/bin/sh
          for counter in /sys/class/powercap/intel-rapl*/energy_uj; do
            test ! -e "$counter" || chown root "$counter"
          done
          """),
    ]
  }

  public func text(style: TextStyle) -> String {
    let blocks = parts.map { part in
      style.bold("# \(part.file)") + "\n" + Self.wrapped(part.purpose).map { "# \($0)\n" }.joined()
        + "\n"
        + part.text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { "  \($0)\n" }.joined()
    }
    return "# Nothing was written. Copy what you need; Docs/Slurm.md says more.\n\n"
      + blocks.joined(separator: "\n")
  }

  /// Lines of at most 76 characters.
  private static func wrapped(_ text: String) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ") {
      if lines[lines.count - 1].count + word.count + 1 > 76 { lines.append("") }
      lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
    }
    return lines
  }
}
