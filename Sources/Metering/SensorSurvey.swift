import Accounting

extension Sensors {
  /// Asks every sensor, and a model for each component that none of them reads.
  package static func survey(_ machine: Machine) -> Survey {
    var survey = survey(machine, only: local + drivers)
    let models = modelSurvey(machine, besides: survey.probes)
    survey.probes += models.probes
    survey.findings += models.findings
    return survey
  }

  /// Asks some sensors, in their order. With a trace to replay, the replay alone answers, in the
  /// place of the local ones.
  package static func survey(_ machine: Machine, only sensors: [any Sensor]) -> Survey {
    let isReplay = !machine.replay.isEmpty
    let isLocal = sensors.contains { sensor in local.contains { $0.name == sensor.name } }
    let asked = !isReplay ? sensors : isLocal ? replays : []
    var survey = Survey()
    var offered: [String: String] = [:]
    for sensor in asked {
      let found = sensor.survey(machine)
      var twins: [String: String] = [:]
      for probe in found.probes {
        let name = probe.device.name
        if let first = offered[name] {
          twins[name] = first
        } else {
          survey.probes.append(probe)
        }
      }
      for probe in found.probes {
        offered[probe.device.name] = offered[probe.device.name] ?? sensor.name
      }
      survey.findings += found.findings.map { $0.asTwin(of: twins[$0.device]) }
    }
    survey.settleBoards(machine)
    return survey
  }

  /// Models for the components that no probe's root device covers; a board-level meter that is a
  /// root covers CPU and memory.
  package static func models(_ machine: Machine, besides probes: [any Probe]) -> [any Probe] {
    modelSurvey(machine, besides: probes).probes
  }

  package static func modelSurvey(_ machine: Machine, besides probes: [any Probe]) -> Survey {
    let roots = probes.map(\.device).filter { $0.partOf == nil }
    var covered = Set(roots.map(\.component))
    // Grace's meter holds its memory, which sits on the same module.
    if roots.contains(where: { $0.sensor == "grace-hwmon" && $0.name.hasPrefix("grace-") }) {
      covered.insert(.memory)
    }
    var survey = Survey()
    func add(_ sensor: any Sensor, for component: Component, _ make: () -> Survey) {
      if covered.contains(component) || covered.contains(.system) {
        survey.findings.append(
          Finding(
            sensor: sensor.name, device: "-", state: .absent,
            note: "Not needed: a sensor reads the \(component.rawValue)."))
      } else {
        let found = make()
        survey.probes += found.probes
        survey.findings += found.findings
      }
    }
    for sensor in models {
      switch sensor {
      case is CPUModelSensor: add(sensor, for: .cpu) { sensor.survey(machine) }
      case is MemoryModelSensor: add(sensor, for: .memory) { sensor.survey(machine) }
      case let gpus as GPUModelSensor:
        // A trace stands for the GPUs of the machine that it was taken on.
        guard machine.replay.isEmpty else { continue }
        let found = gpus.survey(machine, besides: probes)
        survey.probes += found.probes
        survey.findings += found.findings
      default: continue
      }
    }
    return survey
  }
}

extension Finding {
  /// The finding of a device that a more trusted sensor reads already; unchanged without one.
  fileprivate func asTwin(of sensor: String?) -> Finding {
    guard let sensor else { return self }
    var finding = self
    finding.state = .twin
    finding.note = "The same counter as \(device) of \(sensor), which is read."
    return finding
  }
}

extension Survey {
  /// A board-level meter is a root only where it stands alone: with a CPU meter beside it, or a GPU
  /// that has or may get one, its energy would be counted twice.
  fileprivate mutating func settleBoards(_ machine: Machine) {
    let boards = probes.filter { $0.device.component == .system && $0.device.partOf == nil }
    guard !boards.isEmpty, machine.replay.isEmpty else { return }
    let hasParts = probes.contains {
      $0.device.partOf == nil && $0.device.component != .system
    }
    guard boards.count > 1 || hasParts || !VisibleGPU.all(on: machine).isEmpty else { return }
    // Of several board meters nobody knows which contains which; the first is kept where none is
    // needed less.
    let kept = hasParts || !VisibleGPU.all(on: machine).isEmpty ? nil : boards.first?.device.name
    for index in probes.indices {
      let device = probes[index].device
      guard device.component == .system, device.partOf == nil, device.name != kept else { continue }
      probes[index] = PartProbe(probes[index], of: Device.platform)
      for place in findings.indices
      where findings[place].device == device.name && findings[place].state == .used {
        findings[place].state = .breakdown
        findings[place].note = "Contains other metered devices; shown, never summed."
      }
    }
  }
}

/// A probe whose device turned out to be contained in others.
private final class PartProbe: Probe {
  let device: Device
  private let probe: any Probe

  init(_ probe: any Probe, of whole: String) {
    self.probe = probe
    device = probe.device.asPart(of: whole)
  }

  var counter: Counter? { probe.counter }
  var updatePeriod: Duration { probe.updatePeriod }
  func read(_ load: Load) throws(ReadFailure) -> Reading { try probe.read(load) }
}
