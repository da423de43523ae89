package import Accounting
package import Metering
package import Quantities

/// A machine made of files and a stub driver, whose true energy is known exactly.
///
/// Owned by one thread at a time.
package final class SimulatedMachine {
  package let scenario: Scenario
  /// The folder that holds `sys`, `proc` and the driver's library.
  package let directory: String
  private var tree: PowercapTree
  private let stub: NVMLStub?

  /// Where time comes from.
  package enum Time: Hashable, Sendable {
    /// Only from `set(time:)`, also for the stub driver in this process.
    case manual
    /// The stub reads CLOCK_MONOTONIC; zero is at this many nanoseconds. Files still change only
    /// by `set(time:)`.
    case monotonic(start: Int64)
  }

  /// Makes the machine in `directory`, over one that was made there before.
  package init(_ scenario: Scenario, in directory: String, time: Time = .manual) throws(Problem) {
    self.scenario = scenario
    self.directory = directory
    do throws(TreeFailure) {
      try Files.makeFolders(directory)
      Files.removeFolder(directory + "/sys")
      Files.removeFolder(directory + "/proc")
      tree = try PowercapTree(scenario, sys: directory + "/sys")
      try ProcTree.write(scenario, proc: directory + "/proc")
    } catch {
      throw Problem(
        "Cannot make the simulated machine.",
        why: "`\(error.path)` cannot be written (error \(error.code)).",
        fix: "Name a folder that you may write to.")
    }
    stub = scenario.hasGPUs ? try NVMLStub(scenario, in: directory, time: time) : nil
  }

  deinit { tree.close() }

  package var machine: Machine {
    Machine(
      sys: directory + "/sys", proc: directory + "/proc", nvml: directory + "/libnvidia-ml.so.1")
  }

  /// Moves the machine to a moment, in seconds since its start: every counter then shows what a
  /// real one would.
  package func set(time seconds: Double) {
    tree.set(time: seconds)
    stub?.set(time: seconds)
  }

  /// Which processes hold which GPU, and their use of it in percent of its multiprocessors.
  package func set(processes: [GPUProcess]) throws(Problem) {
    try stub?.set(processes: processes)
  }

  /// What a device truly drew between two moments: the integral of its curve.
  package func truth(_ device: String, from start: Double, to end: Double) -> Energy? {
    scenario.truth(device, from: start, to: end)
  }
}

/// A process on a simulated GPU.
package struct GPUProcess: Hashable, Sendable {
  /// NVML index of the GPU.
  package var gpu: Int
  package var process: Int32
  /// 0…100 % of the GPU's multiprocessors, while it runs.
  package var use: Double
  /// The MIG instance it runs in.
  package var instance: Int?

  package init(gpu: Int, process: Int32, use: Double, instance: Int? = nil) {
    self.gpu = gpu
    self.process = process
    self.use = use
    self.instance = instance
  }
}
