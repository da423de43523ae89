import Glibc

/// CPU time and memory of the whole machine, from `/proc/stat` and `/proc/meminfo`.
struct MachineUse {
  private let stat: Int32
  private let meminfo: Int32
  private let baseline: Double
  /// Processors of a simulated machine; nil for the real one.
  private let simulatedProcessors: Int?
  private(set) var processors = 1
  private(set) var usedMemory = 0.0
  private(set) var installedMemory = 0.0

  init(_ machine: Machine) {
    let simulated = FileText.exists(machine.proc + "/stat") && machine.proc != "/proc"
    stat = open((simulated ? machine.proc : "/proc") + "/stat", O_RDONLY | O_CLOEXEC)
    let memory = FileText.exists(machine.proc + "/meminfo") ? machine.proc : "/proc"
    meminfo = open(memory + "/meminfo", O_RDONLY | O_CLOEXEC)
    let lines = simulated ? FileText.text(machine.proc + "/stat") ?? "" : ""
    let count = lines.split(separator: "\n").count { $0.hasPrefix("cpu") && !$0.hasPrefix("cpu ") }
    simulatedProcessors = simulated && count > 0 ? count : nil
    baseline = Self.busy(stat) ?? 0
    refresh()
  }

  func closeAll() {
    for fd in [stat, meminfo] where fd >= 0 { close(fd) }
  }

  /// Busy CPU seconds since this was made; nil when they cannot be read.
  func busy() -> Double? { Self.busy(stat).map { max(0, $0 - baseline) } }

  /// Reads what changes slowly: memory and processors.
  mutating func refresh() {
    processors = simulatedProcessors ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    let values = ProcFile.read(meminfo) { text -> (total: UInt64, available: UInt64) in
      var scan = Scan(text)
      let total = scan.move(behind: "MemTotal:") ? scan.number() ?? 0 : 0
      let available = scan.move(behind: "MemAvailable:") ? scan.number() ?? 0 : 0
      return (total, available)
    }
    guard let values else { return }
    installedMemory = Double(values.total) * 1024
    usedMemory = Double(values.total - min(values.available, values.total)) * 1024
  }

  private static func busy(_ fd: Int32) -> Double? {
    ProcFile.read(fd) { text -> Double? in
      var scan = Scan(text)
      guard scan.move(behind: "cpu ") else { return nil }
      var ticks: UInt64 = 0
      // user nice system idle iowait irq softirq steal; guest is part of user already.
      for field in 0..<8 {
        guard let value = scan.number() else { return nil }
        if field != 3 && field != 4 { ticks += value }
      }
      return Double(ticks) / ProcessStat.ticksPerSecond
    } ?? nil
  }
}
