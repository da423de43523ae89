import Accounting
import Quantities

/// Any other energy and power meter that the kernel knows.
struct HwmonSensor: Sensor {
  let name = "hwmon"
  let summary = "Other meters (amd_energy, ACPI board meter, INA2xx rails), from /sys/class/hwmon"

  /// Read by sensors that know the chip better, or not a meter of what the machine draws.
  private static let skipped: Set<String> = ["amdgpu", "i915", "xe", "nouveau", "BAT0", "BAT1"]
  /// Meters of a board's or a supply's whole input.
  private static let boards: Set<String> = ["power_meter", "corsairpsu", "ibmaem"]

  func survey(_ machine: Machine) -> Survey {
    var survey = Survey()
    for chip in HwmonChip.all(on: machine) where !Self.skipped.contains(chip.name) {
      guard GraceSensor.rail(of: chip, on: machine) == nil else { continue }
      let energy = chip.channels("energy", "input")
      let power = chip.channels("power", "average") + chip.channels("power", "input")
      for channel in Set(energy + power).sorted() {
        survey.add(self, chip, channel, isEnergy: energy.contains(channel), on: machine)
      }
    }
    if survey.findings.isEmpty {
      survey.findings = [
        Finding(
          sensor: name, device: "-", state: .absent, note: "No other meter in /sys/class/hwmon.")
      ]
    }
    return survey
  }

  /// What a channel is; nil for one of very many cores, which the package already contains.
  func device(_ chip: HwmonChip, _ channel: Int, label: String?) -> Device? {
    var component = Component.other
    var device = "\(chip.name)-\(label ?? String(channel))"
    // What a rail feeds is not known, so it is shown and left out of sums.
    var partOf: String? = Device.platform
    if chip.name == "amd_energy" {
      guard let label, label.hasPrefix("Esocket") else { return nil }
      component = .cpu
      // The name of RAPL's zone, so that the counter is read once, by whom is trusted more.
      device = "package-\(label.dropFirst("Esocket".count))"
      partOf = nil
    } else if Self.boards.contains(chip.name) {
      component = .system
      device = label.map { "\(chip.name)-\($0)" } ?? "\(chip.name)-\(channel)"
      // Settled when all sensors have spoken: see `Sensors.survey`.
      partOf = channel == 1 ? nil : Device.platform
    }
    return Device(
      component: component, name: String(device.map { $0 == " " ? "-" : $0 }), sensor: name,
      evidence: .metered, sharing: .cpuTime, partOf: partOf)
  }
}

extension Survey {
  fileprivate mutating func add(
    _ sensor: HwmonSensor, _ chip: HwmonChip, _ channel: Int, isEnergy: Bool, on machine: Machine
  ) {
    let label = chip.label(isEnergy ? "energy" : "power", channel, on: machine)
    guard let device = sensor.device(chip, channel, label: label),
      var candidate = chip.meter(
        channel, of: device, maximumPower: .watts(10_000), on: machine)
    else { return }
    if device.partOf != nil { candidate.note = "A rail of the board; shown, never summed." }
    open(candidate, on: machine)
  }
}
