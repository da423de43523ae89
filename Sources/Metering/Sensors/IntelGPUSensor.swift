import Accounting
import Quantities

/// Discrete Intel GPUs through the hardware monitor of i915 and xe.
struct IntelGPUSensor: Sensor {
  let name = "intel-gpu"
  let summary = "Intel discrete GPUs, from /sys/class/drm/card*/device/hwmon (i915, xe)"

  func survey(_ machine: Machine) -> Survey {
    var survey = Survey()
    for card in DRMCard.all(on: machine, vendor: "0x8086") {
      let chip = card.chips(on: machine).first { ["i915", "xe"].contains($0.name) }
      guard let chip else {
        // Only discrete cards have a monitor; what is on the die is in `uncore` and the package.
        survey.findings.append(
          Finding(
            sensor: name, device: card.device, state: .breakdown,
            note: "On the processor's die, without a meter of its own; inside the package."))
        continue
      }
      // xe labels channel 1 `card` and 2 `pkg`; the card contains the package.
      let candidate = [1, 2].lazy.compactMap {
        chip.meter($0, of: card.device(sensor: name), maximumPower: .watts(3000), on: machine)
      }.first
      if let candidate {
        survey.open(candidate, on: machine)
      } else {
        survey.findings.append(
          Finding(
            sensor: name, device: card.device, state: .broken,
            note: "The card's hardware monitor has neither energy nor power."))
      }
    }
    if survey.findings.isEmpty {
      survey.findings = [
        Finding(sensor: name, device: "-", state: .absent, note: "No Intel card in /sys/class/drm.")
      ]
    }
    return survey
  }
}
