/// The files of `/proc` that say what a simulated machine is. Processes and their times stay the
/// real machine's, so there is no `stat`.
enum ProcTree {
  static func write(_ scenario: Scenario, proc: String) throws(TreeFailure) {
    try Files.makeFolders(proc)
    try Files.write(cpuinfo(scenario.processor), to: proc + "/cpuinfo")
    try Files.write(meminfo(scenario.memoryGiB), to: proc + "/meminfo")
  }

  static func cpuinfo(_ processor: Scenario.Processor) -> String {
    let vendor = processor.model.hasPrefix("AMD") ? "AuthenticAMD" : "GenuineIntel"
    var text = ""
    var number = 0
    // Linux numbers the first thread of every core before the second ones.
    for _ in 0..<processor.threadsPerCore {
      for socket in 0..<processor.sockets {
        for core in 0..<processor.coresPerSocket {
          text += """
            processor\t: \(number)
            vendor_id\t: \(vendor)
            model name\t: \(processor.model)
            physical id\t: \(socket)
            siblings\t: \(processor.coresPerSocket * processor.threadsPerCore)
            core id\t\t: \(core)
            cpu cores\t: \(processor.coresPerSocket)
            flags\t\t: fpu tsc msr constant_tsc nonstop_tsc


            """
          number += 1
        }
      }
    }
    return text
  }

  static func meminfo(_ gibibytes: Int) -> String {
    let total = gibibytes * 1024 * 1024
    return """
      MemTotal:       \(total) kB
      MemFree:        \(total / 2) kB
      MemAvailable:   \(total / 4 * 3) kB
      Buffers:        0 kB
      Cached:         \(total / 4) kB

      """
  }
}
