package import Accounting
package import Quantities

/// A machine that does not exist: its devices, what they draw, and what goes wrong with them.
package struct Scenario: Hashable, Codable, Sendable {
  package var name: String
  /// One sentence: what it shows.
  package var summary: String
  package var devices: [SimulatedDevice]
  package var processor: Processor
  package var memoryGiB: Int

  package init(
    name: String, summary: String, devices: [SimulatedDevice], processor: Processor = .server,
    memoryGiB: Int = 512
  ) {
    self.name = name
    self.summary = summary
    self.devices = devices
    self.processor = processor
    self.memoryGiB = memoryGiB
  }

  /// What `/proc/cpuinfo` shows.
  package struct Processor: Hashable, Codable, Sendable {
    package var model: String
    package var sockets: Int
    package var coresPerSocket: Int
    package var threadsPerCore: Int

    package init(model: String, sockets: Int, coresPerSocket: Int, threadsPerCore: Int) {
      self.model = model
      self.sockets = sockets
      self.coresPerSocket = coresPerSocket
      self.threadsPerCore = threadsPerCore
    }

    package static let server = Processor(
      model: "Intel(R) Xeon(R) Platinum 8480+", sockets: 2, coresPerSocket: 56, threadsPerCore: 2)
    package static let workstation = Processor(
      model: "AMD Ryzen 9 7950X 16-Core Processor", sockets: 1, coresPerSocket: 16,
      threadsPerCore: 2)
    package static let laptop = Processor(
      model: "13th Gen Intel(R) Core(TM) i7-1365U", sockets: 1, coresPerSocket: 10,
      threadsPerCore: 1)
  }

  package var hasGPUs: Bool { devices.contains { $0.place.component == .gpu } }

  /// The devices whose energies add up to the machine's: each joule once. A platform counter
  /// contains the packages, so it counts only where nothing finer does.
  package var roots: [SimulatedDevice] {
    let own = devices.filter { $0.mirrorOf == nil }
    let fine = own.filter { device in
      switch device.place {
      case .package, .dram, .die, .gpu: true
      case .core, .psys, .memoryMappedTwin: false
      }
    }
    return fine.isEmpty ? own : fine
  }

  package func device(named name: String) -> SimulatedDevice? {
    devices.first { $0.name == name }
  }

  /// What the device named `name` truly drew between two moments; nil for an unknown name.
  package func truth(_ name: String, from start: Double, to end: Double) -> Energy? {
    device(named: name)?.curve.energy(from: start, to: end)
  }

  /// What the whole machine truly drew.
  package func truth(from start: Double, to end: Double) -> Energy {
    roots.reduce(.zero) { $0 + $1.curve.energy(from: start, to: end) }
  }
}

/// One simulated device: what it truly draws, and how its counter tells.
package struct SimulatedDevice: Hashable, Codable, Sendable {
  /// The name that its sensor gives it: `package-0`, `dram-1`, a GPU's UUID.
  package var name: String
  package var place: Place
  package var curve: PowerCurve
  /// Nanojoules per count. RAPL counts in 2^-14 J, which Linux rounds to 61,035 nJ; NVML in mJ.
  package var nanojoulesPerCount: UInt64
  /// Seconds between two updates of the counter.
  package var updatePeriod: Double
  /// Seconds after the start at which the first update falls.
  package var updatePhase: Double
  /// Largest value of the counter in µJ before it starts again at zero, to the nearest count;
  /// zero for one that never does.
  package var maximumMicrojoules: UInt64
  /// Counts shown at the start.
  package var initialCounts: UInt64
  package var faults: [Fault]
  /// The device whose energy this one shows once more; nil for one that has its own.
  package var mirrorOf: String?
  /// GPUs only: what the driver has to say.
  package var gpu: GPU?

  package enum Place: Hashable, Codable, Sendable {
    /// A powercap zone of its own, and the socket.
    case package(Int)
    /// A sub-zone of a package's zone.
    case dram(Int)
    case core(Int)
    case psys
    /// The memory-mapped zone of a package: the same energy, seen twice.
    case memoryMappedTwin(Int)
    /// One of a package's dies with a zone of its own.
    case die(package: Int, die: Int)
    /// NVML index.
    case gpu(Int)

    package var component: Component {
      switch self {
      case .package, .core, .memoryMappedTwin, .die: .cpu
      case .dram: .memory
      case .psys: .system
      case .gpu: .gpu
      }
    }
  }

  /// Something that goes wrong, from `at` on for `seconds`; a reset is a moment.
  package struct Fault: Hashable, Codable, Sendable {
    package var kind: Kind
    package var at: Double
    package var seconds: Double

    package init(_ kind: Kind, at: Double = 0, for seconds: Double = .greatestFiniteMagnitude) {
      self.kind = kind
      self.at = at
      self.seconds = seconds
    }

    package enum Kind: String, Codable, CaseIterable, Sendable {
      /// No permission. A powercap file has mode 000, which sensors honour under a simulated root
      /// even for root; NVML says so.
      case denied
      /// Reads give nothing: an empty powercap file, an unknown error from NVML.
      case unreadable
      /// The counter starts again at zero.
      case reset
      /// The device is gone: its files are emptied and removed, NVML has lost it.
      case vanish
      /// NVML only: a call comes back only when the fault is over.
      case hang
    }

    func isActive(at time: Double) -> Bool { time >= at && time - at < seconds }
  }

  /// What NVML says of a simulated GPU apart from energy.
  package struct GPU: Hashable, Codable, Sendable {
    package var model = "NVIDIA H100 80GB HBM3"
    package var limitWatts = 700.0
    /// Functions that this GPU does not support: `energy`, `instant`, `average`, `power`,
    /// `processes`, `utilisation`.
    package var unsupported: Set<String> = []
    /// Watts of the rest of a superchip's module; nil on a GPU that stands alone.
    package var moduleWatts: Double?
    /// MIG instances; empty with MIG off.
    package var instances: [Instance] = []

    package init() {}

    package struct Instance: Hashable, Codable, Sendable {
      package var uuid: String
      package var id: Int
      package var slices: Int

      package init(uuid: String, id: Int, slices: Int) {
        self.uuid = uuid
        self.id = id
        self.slices = slices
      }
    }
  }

  private init(
    name: String, place: Place, curve: PowerCurve, nanojoulesPerCount: UInt64,
    updatePeriod: Double, updatePhase: Double = 0, maximumMicrojoules: UInt64,
    initialCounts: UInt64, faults: [Fault], mirrorOf: String? = nil, gpu: GPU? = nil
  ) {
    self.name = name
    self.place = place
    self.curve = curve
    self.nanojoulesPerCount = nanojoulesPerCount
    self.updatePeriod = updatePeriod
    self.updatePhase = updatePhase
    self.maximumMicrojoules = maximumMicrojoules
    self.initialCounts = initialCounts
    self.faults = faults
    self.mirrorOf = mirrorOf
    self.gpu = gpu
  }

  /// A powercap zone with the counter of a current Intel server: 61.035 µJ, 32 bits, 1 ms.
  package static func zone(
    _ place: Place, _ curve: PowerCurve, maximumMicrojoules: UInt64 = 262_143_328_850,
    initialCounts: UInt64 = 1_000_000, faults: [Fault] = [], mirrorOf: String? = nil
  ) -> SimulatedDevice {
    SimulatedDevice(
      name: name(of: place), place: place, curve: curve, nanojoulesPerCount: 61_035,
      updatePeriod: 0.001, maximumMicrojoules: maximumMicrojoules, initialCounts: initialCounts,
      faults: faults, mirrorOf: mirrorOf)
  }

  /// A GPU with NVML's energy counter: 1 mJ, 64 bits, 20 ms.
  package static func gpu(
    _ index: Int, _ curve: PowerCurve, gpu: GPU = GPU(), updatePeriod: Double = 0.02,
    initialCounts: UInt64 = 5_000_000, faults: [Fault] = []
  ) -> SimulatedDevice {
    SimulatedDevice(
      name: name(of: .gpu(index)), place: .gpu(index), curve: curve, nanojoulesPerCount: 1_000_000,
      updatePeriod: updatePeriod,
      // Each GPU updates at its own time, as boards do that were not switched on together.
      updatePhase: updatePeriod * (Double(index) * 0.37).truncatingRemainder(dividingBy: 1),
      maximumMicrojoules: 0, initialCounts: initialCounts, faults: faults, gpu: gpu)
  }

  private static func name(of place: Place) -> String {
    switch place {
    case .package(let socket): "package-\(socket)"
    case .dram(let socket): "dram-\(socket)"
    case .core(let socket): "core-\(socket)"
    case .psys: "psys"
    case .memoryMappedTwin(let socket): "mmio-package-\(socket)"
    case .die(let package, let die): "package-\(package)-die-\(die)"
    case .gpu(let index):
      "GPU-5107a7ed-0000-4000-8000-" + String(repeating: "0", count: index < 10 ? 11 : 10)
        + "\(index)"
    }
  }
}
