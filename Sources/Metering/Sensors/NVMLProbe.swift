import Accounting
import CNVML
import Quantities

/// One NVIDIA GPU.
final class NVMLProbe: OccupancyProbe, InstantPowerProbe, ReservedProbe {
  let device: Device
  let counter: Counter?
  let reserved: Double
  /// Boards advance the counter every 20 to 100 ms; the slowest is taken.
  let updatePeriod = Duration.milliseconds(100)

  /// Keeps the library loaded for as long as its functions may be called.
  private let library: NVMLLibrary
  private let handle: cnvml_device
  private let power: NVMLPower
  private var processes: NVMLProcesses
  private let visibleInstances: Double?

  init(
    _ device: Device, library: NVMLLibrary, handle: cnvml_device, counter: Counter?,
    power: NVMLPower, processes: NVMLProcesses, reserved: Double, visibleInstances: Double?
  ) {
    self.device = device
    self.library = library
    self.handle = handle
    self.counter = counter
    self.power = power
    self.processes = processes
    self.reserved = reserved
    self.visibleInstances = visibleInstances
  }

  deinit { processes.deallocate() }

  func read(_ load: Load) throws(ReadFailure) -> Reading {
    guard counter != nil, let energy = library.api.total_energy else {
      return .power(try power.read(handle, library.api))
    }
    var millijoules: UInt64 = 0
    let status = energy(handle, &millijoules)
    guard status == NVMLLibrary.success else { throw ReadFailure(nvml: status) }
    return .counter(millijoules)
  }

  func instantPower() -> Power? {
    guard power.kind == .instant else { return nil }
    return try? power.read(handle, library.api)
  }

  func occupancy(isOurs: (Int32) -> Bool) -> Occupancy {
    processes.occupancy(visibleInstances: visibleInstances, isOurs: isOurs)
  }
}
