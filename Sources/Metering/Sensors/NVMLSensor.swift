import Accounting
import CNVML
import Glibc
import Quantities

/// NVIDIA GPUs through the driver's own library.
struct NVMLSensor: Sensor {
  let name = "nvml"
  let summary =
    "NVIDIA GPUs: the driver's energy counter, or its power reading where there is none."

  /// What the job was given; nil for this process's environment.
  var environment: [String: String]?
  /// Whether the driver's process numbers are ours; nil to find out. In a container they are not:
  /// it lists the host's numbers, or none.
  var seesEveryProcess: Bool?

  init(environment: [String: String]? = nil, seesEveryProcess: Bool? = nil) {
    self.environment = environment
    self.seesEveryProcess = seesEveryProcess
  }

  /// Loads and starts the library, which takes a real driver up to a second or, when it is ill, for
  /// ever: run it on a thread that can be left behind.
  func survey(_ machine: Machine) -> Survey {
    do throws(NVMLLibrary.Failure) {
      return survey(try NVMLLibrary(path: machine.nvml), machine)
    } catch {
      return Survey(findings: [finding(of: error, machine)])
    }
  }

  private func survey(_ library: NVMLLibrary, _ machine: Machine) -> Survey {
    var survey = Survey()
    var count: UInt32 = 0
    let status = library.api.count(&count)
    guard status == NVMLLibrary.success else {
      return Survey(findings: [finding(of: .notStarted(status), machine)])
    }
    guard count > 0 else {
      let none = Finding(
        sensor: name, device: "gpu", state: .absent, note: "The driver runs and sees no GPU.")
      return Survey(findings: [none])
    }
    var boards: [Board] = []
    for index in 0..<count {
      var handle: cnvml_device?
      let status = library.api.handle_by_index(index, &handle)
      guard status == NVMLLibrary.success, let handle else {
        survey.findings.append(refusal(of: "gpu-\(index)", status))
        continue
      }
      boards.append(Board(index: Int(index), handle: handle, library.api))
    }
    let visible = VisibleDevices(
      environment: environment ?? Self.jobEnvironment,
      candidates: boards.map {
        VisibleDevices.Candidate(
          index: $0.index, uuid: $0.uuid, model: $0.model, instances: $0.instances.list.map(\.uuid))
      })
    let seesEveryProcess =
      seesEveryProcess ?? (machine.sys != "/sys" || NVMLProcesses.isInFirstNamespace)
    for board in boards {
      open(board, library, visible, seesEveryProcess: seesEveryProcess, into: &survey)
    }
    return survey
  }

  /// A GPU as it presents itself at the start.
  private struct Board {
    let index: Int
    let handle: cnvml_device
    let uuid: String
    let model: String
    let instances: NVMLInstances

    init(index: Int, handle: cnvml_device, _ api: cnvml_api) {
      self.index = index
      self.handle = handle
      let uuid = NVMLLibrary.text(handle, api.uuid)
      self.uuid = uuid.isEmpty ? "gpu-\(index)" : uuid
      model = NVMLLibrary.text(handle, api.name)
      instances = NVMLInstances(handle, api)
    }
  }

  private func open(
    _ board: Board, _ library: NVMLLibrary, _ visible: VisibleDevices, seesEveryProcess: Bool,
    into survey: inout Survey
  ) {
    let power = NVMLPower(board.handle, library.api)
    let (counter, status) = counter(of: board, library.api)
    guard counter != nil || power.kind != .none else {
      survey.findings.append(refusal(of: board.uuid, status, model: board.model))
      return
    }
    let isVisible = visible.devices.contains(board.uuid)
    let ours = visible.instances.intersection(board.instances.list.map(\.uuid))
    let visibleInstances = ours.isEmpty ? nil : board.instances.share(of: ours)
    let device = Device(
      component: .gpu, name: board.uuid, sensor: name, evidence: .metered,
      sharing: .deviceProcesses)
    let processes = NVMLProcesses(
      board.handle, library.api, instances: board.instances, seesEveryProcess: seesEveryProcess)
    survey.probes.append(
      NVMLProbe(
        device, library: library, handle: board.handle, counter: counter, power: power,
        processes: processes, reserved: isVisible ? visibleInstances ?? 1 : 0,
        visibleInstances: visibleInstances))
    var notes = [board.model.isEmpty ? "NVIDIA GPU" : board.model]
    notes.append(source(counter, power))
    if !board.instances.list.isEmpty {
      notes.append(
        "MIG: the reading is the whole board's, shared by slices of \(board.instances.slices)")
    }
    if !isVisible { notes.append("hidden from the job by \(visible.origin)") }
    if !visible.note.isEmpty { notes.append(visible.note) }
    survey.findings.append(
      Finding(
        sensor: name, device: board.uuid, state: .used, note: notes.joined(separator: "; "),
        joulesPerCount: counter?.joulesPerCount))
  }

  /// The energy counter, where the GPU has one that counts, else why not.
  private func counter(of board: Board, _ api: cnvml_api) -> (Counter?, Int32) {
    guard let energy = api.total_energy else { return (nil, NVMLLibrary.notSupported) }
    var millijoules: UInt64 = 0
    let status = energy(board.handle, &millijoules)
    // A counter that has not counted since the driver was loaded is a stump, as some vGPUs have.
    guard status == NVMLLibrary.success, millijoules > 0 else { return (nil, status) }
    var limit: UInt32 = 0
    let limited = api.enforced_power_limit?(board.handle, &limit) == NVMLLibrary.success
    // Boards overshoot their limit for milliseconds; twice the limit no board draws for long.
    let maximum = limited && limit > 0 ? Power.watts(Double(limit) / 500) : .watts(3000)
    return (Counter(joulesPerCount: 0.001, modulus: 0, maximumPower: maximum), status)
  }

  private func source(_ counter: Counter?, _ power: NVMLPower) -> String {
    if counter != nil {
      return power.isSuperchip ? "energy counter of the superchip's GPU" : "energy counter"
    }
    let reading =
      switch power.kind {
      case .instant: "power of the moment, integrated"
      case .average: "power averaged over 1 s, integrated"
      case .plain: "power as the driver smooths it, integrated"
      case .none: "no reading"
      }
    return power.isModule ? reading + "; module scope: contains the CPU" : reading
  }

  /// The variables that say what a job was given, from this process.
  static var jobEnvironment: [String: String] {
    var found: [String: String] = [:]
    for name in VisibleDevices.variables + ["CUDA_DEVICE_ORDER"] {
      if let value = getenv(name) { found[name] = String(cString: value) }
    }
    return found
  }
}
