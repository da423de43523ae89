package import Metering

/// A machine whose parties use its CPUs at constant rates, driven by hand.
package final class SteadyUse: UseProbe {
  /// Seconds since the start.
  package var time = 0.0
  private let run: Double
  private let own: Double
  private let others: Double
  private let processors: Int
  private let isOurs: Set<Int32>

  /// `run`, `own` and `others` are CPU seconds per second.
  package init(
    run: Double = 1, own: Double = 0, others: Double = 0, processors: Int = 4,
    ours: Set<Int32> = []
  ) {
    self.run = run
    self.own = own
    self.others = others
    self.processors = processors
    isOurs = ours
  }

  package func read() -> Use {
    var use = Use()
    use.run = run * time
    use.own = own * time
    use.machine = (run + own + others) * time
    use.processors = processors
    use.installedMemory = 64e9
    use.usedMemory = 32e9
    use.runMemory = 8e9
    return use
  }

  package func isOurs(_ process: Int32) -> Bool { isOurs.contains(process) }
}
