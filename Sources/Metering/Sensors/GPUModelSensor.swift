import Accounting
import Quantities

/// What GPUs draw by their rated power, where they are visible and nothing meters them.
struct GPUModelSensor: Sensor {
  let name = "gpu-model"
  let summary = "A model of GPUs without a sensor: rated power × 10–100 % utilisation"

  /// How busy an unseen GPU may be, for the best value and the ends of the range: nobody saw its
  /// use, so the best value is the middle and the range nearly everything.
  static let utilisation = (low: 0.1, value: 0.5, high: 1.0)
  /// Board power of accelerators whose name nobody knows, from small inference cards to the largest.
  static let unknownBoard = Estimate<Power>(.watts(300), low: .watts(70), high: .watts(1000))

  func survey(_ machine: Machine) -> Survey { survey(machine, besides: []) }

  /// - Parameter probes: GPUs that are metered already.
  func survey(_ machine: Machine, besides probes: [any Probe]) -> Survey {
    var metered: [String: Int] = [:]
    for probe in probes where probe.device.component == .gpu {
      metered[probe.device.sensor, default: 0] += 1
    }
    var survey = Survey()
    for gpu in VisibleGPU.all(on: machine) {
      if let count = metered[gpu.vendor.sensor], count > 0 {
        metered[gpu.vendor.sensor] = count - 1
        continue
      }
      add(gpu, number: survey.probes.count, to: &survey, on: machine)
    }
    if survey.findings.isEmpty {
      survey.findings = [
        Finding(sensor: name, device: "-", state: .absent, note: "No GPU without a sensor.")
      ]
    }
    return survey
  }

  private func add(
    _ gpu: VisibleGPU, number: Int, to survey: inout Survey, on machine: Machine
  ) {
    let rated = gpu.name.flatMap(machine.facts.accelerator)
    let board = rated?.power ?? Self.unknownBoard
    let power = Estimate(
      board.value * Self.utilisation.value, low: board.low * Self.utilisation.low,
      high: board.high * Self.utilisation.high)
    let device = Device(
      component: .gpu, name: "gpu-\(number)", sensor: name, evidence: .modelled,
      sharing: .deviceProcesses, accuracy: power.accuracy)
    let title = gpu.name ?? "\(gpu.vendor.title) GPU"
    survey.probes.append(ConstantProbe(device, power: power.value))
    survey.findings.append(
      Finding(
        sensor: name, device: device.name, state: .used,
        note: "\(title) at \(gpu.address): "
          + (rated?.origin ?? "\(Self.unknownBoard.value.text()), a board of unknown power")
          + "; half of it assumed, 10 to 100 % as range."))
  }
}
