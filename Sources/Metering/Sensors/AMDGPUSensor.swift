import Accounting
import Quantities

/// AMD GPUs through the hardware monitor of their kernel driver.
struct AMDGPUSensor: Sensor {
  let name = "amdgpu"
  let summary = "AMD GPUs, from /sys/class/drm/card*/device/hwmon (power of the whole package)"

  func survey(_ machine: Machine) -> Survey {
    var survey = Survey()
    for card in DRMCard.all(on: machine, vendor: "0x1002") {
      let chip = card.chips(on: machine).first { $0.name == "amdgpu" }
      guard let chip else {
        survey.findings.append(
          Finding(
            sensor: name, device: card.device, state: .broken,
            note: "The card has no hardware monitor: its driver is not amdgpu, or too old."))
        continue
      }
      // A GPU on the processor's die shares the package's budget and cannot be capped alone: its
      // reading is the package's, which RAPL has already counted.
      let isIntegrated =
        !FileText.exists("\(chip.path)/power1_cap")
        || chip.label("power", 1, on: machine) == "slowPPT"
      let device = card.device(sensor: name, partOf: isIntegrated ? "package-0" : nil)
      guard
        var candidate = chip.meter(1, of: device, maximumPower: .watts(3000), on: machine)
      else {
        // The second die of an MI250 shows nothing: the first reports for both.
        survey.findings.append(
          Finding(
            sensor: name, device: card.device, state: .broken,
            note: "No power file; on dual-die boards the other die reports for both."))
        continue
      }
      if isIntegrated { candidate.note = "On the processor's die; inside package-0." }
      survey.open(candidate, on: machine)
    }
    if survey.findings.isEmpty {
      survey.findings = [
        Finding(sensor: name, device: "-", state: .absent, note: "No AMD card in /sys/class/drm.")
      ]
    }
    return survey
  }
}
