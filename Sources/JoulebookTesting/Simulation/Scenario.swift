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

  /// Whether a driver shows any GPU.
  package var hasDriver: Bool { devices.contains { $0.gpu?.hasDriver == true } }

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
