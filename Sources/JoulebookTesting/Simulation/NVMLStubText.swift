/// The files that drive the stub driver: one fact a line, fields apart by spaces, times in seconds.
enum NVMLStubText {
  static func scenario(_ scenario: Scenario, time: SimulatedMachine.Time) -> String {
    var lines = ["# Read by libnvidia-ml.so.1 beside it. See Docs/Simulation.md."]
    switch time {
    case .manual: lines.append("start manual")
    case .monotonic(let start): lines.append("start \(start)")
    }
    for device in scenario.devices {
      guard case .gpu(let index) = device.place, let gpu = device.gpu else { continue }
      lines += [
        "gpu \(index) \(device.name) \(gpu.model)",
        "update \(index) \(device.updatePeriod) \(device.updatePhase)",
        "initial \(index) \(device.initialCounts)",
        "limit \(index) \(gpu.limitWatts)",
      ]
      lines += device.curve.terms.map { "curve \(index) " + text($0) }
      lines += gpu.unsupported.sorted().map { "unsupported \(index) \($0)" }
      lines += device.faults.map { "fault \(index) \($0.kind.rawValue) \($0.at) \($0.seconds)" }
      if let watts = gpu.moduleWatts { lines.append("module \(index) \(watts)") }
      lines += gpu.instances.map { "instance \(index) \($0.uuid) \($0.id) \($0.slices)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  static func processes(_ processes: [GPUProcess]) -> String {
    processes.map { process in
      let instance = process.instance.map { " \($0)" } ?? ""
      return "\(process.gpu) \(process.process) \(process.use)\(instance)\n"
    }.joined()
  }

  private static func text(_ term: PowerCurve.Term) -> String {
    switch term {
    case .constant(let watts): "constant \(watts)"
    case .ramp(let from, let to, let seconds): "ramp \(from) \(to) \(seconds)"
    case .square(let low, let high, let hertz, let duty, let phase):
      "square \(low) \(high) \(hertz) \(duty) \(phase)"
    case .step(let at, let watts): "step \(at) \(watts)"
    }
  }
}
