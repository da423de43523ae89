package import Accounting
import CNVML
import Glibc
package import Quantities

/// A device whose power the driver lets us limit.
package struct PowerCapDevice {
  package let component: Component
  /// As receipts name it: a GPU's UUID, `package-0`.
  package let name: String
  /// The limit that holds now.
  package let limit: Power
  /// What the driver allows; nil where it does not say.
  package let lowest: Power?
  package let highest: Power?
  let place: Place

  enum Place {
    case nvml(NVMLLibrary, cnvml_device)
    /// Folder of a powercap zone.
    case powercap(String)
  }

  /// Why a device that is there cannot be limited.
  package struct Obstacle: Hashable, Sendable {
    package let component: Component
    package let device: String
    package let reason: String
  }

  /// The GPUs that the environment grants, and the CPU packages.
  package static func survey(
    _ machine: Machine
  ) -> (devices: [PowerCapDevice], obstacles: [Obstacle]) {
    let gpus = gpus(machine)
    let packages = packages(machine)
    return (gpus.devices + packages.devices, gpus.obstacles + packages.obstacles)
  }

  /// Sets the limit; the reason when the driver refuses.
  func set(_ power: Power) -> String? {
    switch place {
    case .nvml(let library, let handle):
      guard let call = library.api.set_power_limit else { return "the driver is too old for it" }
      let status = call(handle, UInt32((power.watts * 1000).rounded()))
      return status == NVMLLibrary.success ? nil : Self.reason(nvml: status)
    case .powercap(let folder):
      let text = "\(Int64((power.watts * 1e6).rounded()))"
      errno = 0
      return Freezer.write(text, to: folder + Self.limitFile)
        ? nil : String(cString: strerror(errno == 0 ? EIO : errno))
    }
  }

  /// The limit as the driver states it now; it may have rounded ours.
  func current() -> Power? {
    switch place {
    case .nvml(let library, let handle): Self.milliwatts(library.api.power_limit, handle)
    case .powercap(let folder): Self.microwatts(folder + Self.limitFile)
    }
  }

  private static let limitFile = "/constraint_0_power_limit_uw"

  private static func gpus(
    _ machine: Machine
  ) -> (devices: [PowerCapDevice], obstacles: [Obstacle]) {
    guard let library = try? NVMLLibrary(path: machine.nvml) else { return ([], []) }
    let boards = NVMLSensor.visibleBoards(library)
    var found: (devices: [PowerCapDevice], obstacles: [Obstacle]) = ([], [])
    for board in boards {
      guard let limit = milliwatts(library.api.power_limit, board.handle),
        library.api.set_power_limit != nil
      else {
        found.obstacles.append(
          Obstacle(
            component: .gpu, device: board.uuid, reason: "its driver takes no power limit"))
        continue
      }
      var lowest: UInt32 = 0
      var highest: UInt32 = 0
      let isStated =
        library.api.power_limit_range?(board.handle, &lowest, &highest) == NVMLLibrary.success
      found.devices.append(
        PowerCapDevice(
          component: .gpu, name: board.uuid, limit: limit,
          lowest: isStated ? .watts(Double(lowest) / 1000) : nil,
          highest: isStated ? .watts(Double(highest) / 1000) : nil,
          place: .nvml(library, board.handle)))
    }
    return found
  }

  private static func packages(
    _ machine: Machine
  ) -> (devices: [PowerCapDevice], obstacles: [Obstacle]) {
    var found: (devices: [PowerCapDevice], obstacles: [Obstacle]) = ([], [])
    for zone in RAPLPowercapSensor.zones(on: machine)
    where zone.kind == .package && !zone.isMemoryMapped {
      func obstacle(_ reason: String) {
        found.obstacles.append(Obstacle(component: .cpu, device: zone.device, reason: reason))
      }
      let file = zone.path + limitFile
      guard let limit = microwatts(file) else {
        obstacle("its driver takes no power limit")
        continue
      }
      var status = stat()
      // Firmware that locks the limit leaves the file without a right to write, even for root.
      guard stat(file, &status) == 0, status.st_mode & 0o222 != 0 else {
        obstacle("the firmware locks its limit")
        continue
      }
      guard access(file, W_OK) == 0 else {
        obstacle("only root may write `\(file)`")
        continue
      }
      let rated = microwatts(zone.path + "/constraint_0_max_power_uw")
      found.devices.append(
        PowerCapDevice(
          component: .cpu, name: zone.device, limit: limit, lowest: nil,
          highest: rated.flatMap { $0 > .zero ? $0 : nil }, place: .powercap(zone.path)))
    }
    return found
  }

  private static func microwatts(_ path: String) -> Power? {
    FileText.text(path).flatMap { Double($0) }.map { .watts($0 / 1e6) }
  }

  private static func milliwatts(
    _ call: (@convention(c) (cnvml_device?, UnsafeMutablePointer<UInt32>?) -> Int32)?,
    _ handle: cnvml_device
  ) -> Power? {
    var value: UInt32 = 0
    guard let call, call(handle, &value) == NVMLLibrary.success else { return nil }
    return .watts(Double(value) / 1000)
  }

  private static func reason(nvml status: Int32) -> String {
    switch Int(status) {
    case CNVML_NO_PERMISSION: "only root may change it"
    case CNVML_NOT_SUPPORTED: "its driver takes no power limit"
    case CNVML_INVALID_ARGUMENT: "the driver does not allow this value"
    default: "the driver answered with error \(status)"
    }
  }
}

extension NVMLSensor {
  /// The boards of which the environment grants the job anything.
  static func visibleBoards(_ library: NVMLLibrary) -> [(uuid: String, handle: cnvml_device)] {
    var count: UInt32 = 0
    guard library.api.count(&count) == NVMLLibrary.success else { return [] }
    var boards: [(uuid: String, handle: cnvml_device)] = []
    var candidates: [VisibleDevices.Candidate] = []
    for index in 0..<count {
      var handle: cnvml_device?
      guard library.api.handle_by_index(index, &handle) == NVMLLibrary.success, let handle else {
        continue
      }
      let uuid = NVMLLibrary.text(handle, library.api.uuid)
      let name = uuid.isEmpty ? "gpu-\(index)" : uuid
      boards.append((name, handle))
      candidates.append(
        VisibleDevices.Candidate(
          index: Int(index), uuid: name, model: NVMLLibrary.text(handle, library.api.name),
          instances: NVMLInstances(handle, library.api).list.map(\.uuid)))
    }
    let visible = VisibleDevices(environment: jobEnvironment, candidates: candidates)
    return boards.filter { visible.devices.contains($0.uuid) }
  }
}
