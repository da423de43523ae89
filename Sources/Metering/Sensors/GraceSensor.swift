import Accounting
import Quantities

/// NVIDIA Grace superchips through their ACPI power meters.
struct GraceSensor: Sensor {
  let name = "grace-hwmon"
  let summary = "NVIDIA Grace sockets, from ACPI power meters in /sys/class/hwmon"

  /// Rails by the start of `power1_oem_info`, the largest first: the module holds Grace and the GPU,
  /// Grace the CPU, its memory and SysIO.
  enum Rail: String, CaseIterable {
    case module = "Module Power Socket "
    case grace = "Grace Power Socket "
    case cpu = "CPU Power Socket "
    case sysIO = "SysIO Power Socket "
  }

  func survey(_ machine: Machine) -> Survey {
    let meters = HwmonChip.all(on: machine).compactMap { chip in
      Self.rail(of: chip, on: machine).map { (chip: chip, rail: $0.rail, socket: $0.socket) }
    }
    guard !meters.isEmpty else {
      return Survey(findings: [
        Finding(sensor: name, device: "-", state: .absent, note: "No Grace power meters.")
      ])
    }
    var survey = Survey()
    for meter in meters {
      let rails = Set(meters.filter { $0.socket == meter.socket }.map(\.rail))
      let device = device(meter.rail, socket: meter.socket, among: rails)
      guard
        var candidate = meter.chip.meter(1, of: device, maximumPower: .watts(3000), on: machine)
      else { continue }
      if let container = device.partOf {
        candidate.note =
          container == Device.platform
          ? "Contains Grace and its GPU; shown, never summed."
          : "Inside \(container); shown, never summed."
      }
      survey.open(candidate, on: machine)
    }
    return survey
  }

  static func rail(of chip: HwmonChip, on machine: Machine) -> (rail: Rail, socket: String)? {
    guard let text = machine.text("\(chip.path)/power1_oem_info") else { return nil }
    let rail = Rail.allCases.first { text.hasPrefix($0.rawValue) }
    return rail.map { ($0, String(text.dropFirst($0.rawValue.count))) }
  }

  /// Grace is the socket's root; without its meter the CPU's and SysIO's are. The module also holds
  /// the GPU, which NVML reads, so it never is.
  private func device(_ rail: Rail, socket: String, among rails: Set<Rail>) -> Device {
    let grace = rails.contains(.grace) ? "grace-\(socket)" : nil
    let (component, label, partOf): (Component, String, String?) =
      switch rail {
      case .module: (.system, "module", Device.platform)
      case .grace: (.cpu, "grace", nil)
      case .cpu: (.cpu, "cpu", grace)
      case .sysIO: (.other, "sysio", grace)
      }
    return Device(
      component: component, name: "\(label)-\(socket)", sensor: name, evidence: .metered,
      sharing: .cpuTime, partOf: partOf)
  }
}
