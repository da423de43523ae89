import Accounting
import Quantities

/// What memory draws by how much is installed, where nothing meters it.
struct MemoryModelSensor: Sensor {
  let name = "memory-model"
  let summary = "A model of memory: power per GiB installed × MemTotal of /proc/meminfo"

  func survey(_ machine: Machine) -> Survey {
    guard let bytes = Self.installed(FileText.text("\(machine.proc)/meminfo") ?? "") else {
      let note = "No MemTotal in \(machine.proc)/meminfo."
      return Survey(findings: [Finding(sensor: name, device: "memory", state: .broken, note: note)])
    }
    let gibibytes = bytes / 1_073_741_824
    let power = machine.facts.memoryPerGiB * gibibytes
    let device = Device(
      component: .memory, name: "memory", sensor: name, evidence: .modelled,
      sharing: .residentMemory, accuracy: power.accuracy)
    let each = machine.facts.memoryPerGiB.value.text()
    return Survey(
      probes: [ConstantProbe(device, power: power.value)],
      findings: [
        Finding(
          sensor: name, device: device.name, state: .used,
          note: "\(gibibytes.text()) GiB × \(each) per GiB; \(machine.facts.memorySource).")
      ])
  }

  /// Bytes of `MemTotal`: what is installed less what firmware keeps, a percent or two.
  static func installed(_ meminfo: String) -> Double? {
    for line in meminfo.split(separator: "\n") where line.hasPrefix("MemTotal:") {
      let words = line.split(separator: " ")
      guard words.count >= 2, let kibibytes = Double(words[1]), kibibytes > 0 else { return nil }
      return kibibytes * 1024
    }
    return nil
  }
}

/// A model whose power is always the same.
final class ConstantProbe: Probe {
  let device: Device
  let counter: Counter? = nil
  let updatePeriod = Duration.zero
  private let power: Power

  init(_ device: Device, power: Power) {
    self.device = device
    self.power = power
  }

  func read(_ load: Load) -> Reading { .meanPower(power) }
}
