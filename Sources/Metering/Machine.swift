package import Accounting

/// Where a machine's sensors are looked for. A simulated machine is another set of paths.
package struct Machine: Sendable {
  /// Root of the sysfs tree: `/sys`.
  package var sys: String
  /// Root of the procfs tree for what describes the machine: `cpuinfo`, `meminfo`, `stat`.
  ///
  /// Process trees are always read from the real `/proc`.
  package var proc: String
  /// Path or name of the NVML library.
  package var nvml: String
  /// A recorded trace to replay in place of sensors; empty for none.
  package var replay: String
  /// What data sheets say, for devices without a sensor.
  package var facts: HardwareFacts

  package init(
    sys: String = "/sys", proc: String = "/proc", nvml: String = "libnvidia-ml.so.1",
    replay: String = "", facts: HardwareFacts = .none
  ) {
    self.sys = sys
    self.proc = proc
    self.nvml = nvml
    self.replay = replay
    self.facts = facts
  }

  /// The machine that the environment points at: `JOULEBOOK_SYSROOT` holds `sys` and `proc`,
  /// `JOULEBOOK_NVML` names the library, `JOULEBOOK_REPLAY` a trace.
  package init(environment: [String: String], facts: HardwareFacts) {
    self.init(facts: facts)
    if let root = environment["JOULEBOOK_SYSROOT"], !root.isEmpty {
      sys = root + "/sys"
      if FileText.exists(root + "/proc") { proc = root + "/proc" }
      // A simulated machine has its own NVML or none: never the real machine's.
      nvml = root + "/libnvidia-ml.so.1"
    }
    if let library = environment["JOULEBOOK_NVML"], !library.isEmpty { nvml = library }
    replay = environment["JOULEBOOK_REPLAY"] ?? ""
  }
}
