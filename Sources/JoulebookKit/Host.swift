import Accounting
import Glibc
import Metering

/// What this machine is called.
enum Host {
  static var name: String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "unknown" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Tells machines apart in a shared ledger without giving the machine's id away: a hash of it, and
  /// of the simulated root where there is one.
  static func machine(_ machine: Machine) -> String {
    let id = FileText.text("/etc/machine-id") ?? name
    let root = machine.sys == "/sys" ? "" : machine.sys
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a, 64 bit
    for byte in (id + root).utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return name + "-" + String(hash, radix: 36).suffix(8)
  }

  /// What was set aside for us: affinity, CPU quota, Slurm's allocation, memory limit.
  /// - Parameter ranks: how many processes of one launch are bound like this one.
  static func reservation(
    environment: [String: String], processors: Int, installedMemory: Double, ranks: Int = 1
  ) -> Reservation {
    var cpu = 1.0
    var origins: [String] = []
    func limit(_ count: Double, _ origin: String) {
      let part = min(count / Double(max(processors, 1)), 1)
      if part < cpu {
        cpu = part
        origins.append(origin)
      }
    }
    if let count = SystemFacts.affineProcessors {
      limit(Double(count * ranks), "processor affinity")
    }
    if let count = environment["SLURM_CPUS_ON_NODE"].flatMap(Double.init), count > 0 {
      limit(count, "SLURM_CPUS_ON_NODE")
    }
    let group = FileText.text("/proc/self/cgroup")?.split(separator: "\n")
      .first { $0.hasPrefix("0::") }?.dropFirst(3)
    var memory = 1.0
    if let group {
      let folder = "/sys/fs/cgroup\(group)"
      let quota = FileText.text(folder + "/cpu.max")?.split(separator: " ").compactMap {
        Double($0)
      }
      if let quota, quota.count == 2, quota[1] > 0 { limit(quota[0] / quota[1], "CPU quota") }
      if let most = FileText.text(folder + "/memory.max").flatMap(Double.init),
        installedMemory > 0, most < installedMemory
      {
        memory = most / installedMemory
        origins.append("memory limit")
      }
    }
    return Reservation(
      cpu: cpu, memory: memory,
      origin: origins.isEmpty
        ? "nothing was set aside: the whole machine" : origins.joined(separator: ", "))
  }
}
