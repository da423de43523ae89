import Accounting
import Quantities

/// What the CPUs draw by their rated power and how busy they are, where nothing meters them.
struct CPUModelSensor: Sensor {
  let name = "cpu-model"
  let summary = "A model of the CPUs: rated power × a curve over utilisation"

  func survey(_ machine: Machine) -> Survey {
    let processors = Processors(machine)
    let rated = machine.facts.cpu(processors.model, processors.logicalPerSocket)
    let power = rated.power * Double(processors.sockets)
    guard power.value > .zero, machine.facts.cpuCurve.count == CPUModelProbe.utilisations.count
    else {
      let note = "No rated power for '\(processors.model)'."
      return Survey(findings: [Finding(sensor: name, device: "cpu", state: .broken, note: note)])
    }
    let device = Device(
      component: .cpu, name: "cpu", sensor: name, evidence: .modelled, sharing: .cpuTime,
      accuracy: power.accuracy)
    let sockets = processors.sockets == 1 ? "" : "\(processors.sockets) sockets × "
    return Survey(
      probes: [
        CPUModelProbe(device, fullPower: power.value, curve: machine.facts.cpuCurve)
      ],
      findings: [
        Finding(
          sensor: name, device: device.name, state: .used,
          note: "\(sockets)\(rated.origin); curve: \(machine.facts.cpuCurveSource).")
      ])
  }
}

final class CPUModelProbe: Probe {
  static let utilisations = [0, 0.1, 0.5, 1]

  let device: Device
  let counter: Counter? = nil
  let updatePeriod = Duration.zero
  private let fullPower: Power
  private let curve: [Double]

  init(_ device: Device, fullPower: Power, curve: [Double]) {
    self.device = device
    self.fullPower = fullPower
    self.curve = curve
  }

  func read(_ load: Load) -> Reading {
    .meanPower(fullPower * Self.factor(at: load.cpuUtilisation, curve: curve))
  }

  /// Power over rated power, on straight lines between the curve's points.
  static func factor(at utilisation: Double, curve: [Double]) -> Double {
    let load = min(max(utilisation.isNaN ? 0 : utilisation, 0), 1)
    let upper = max(1, utilisations.firstIndex { $0 >= load } ?? 1)
    let part = (load - utilisations[upper - 1]) / (utilisations[upper] - utilisations[upper - 1])
    return curve[upper - 1] + (curve[upper] - curve[upper - 1]) * part
  }
}

extension Estimate<Power> {
  /// The range as factors of the best value.
  var accuracy: Device.Accuracy {
    guard value > .zero else { return .exact }
    return Device.Accuracy(low: low / value, high: high / value)
  }
}
