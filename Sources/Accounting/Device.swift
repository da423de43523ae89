/// One thing whose energy is counted, and how its users' shares are found.
public struct Device: Hashable, Codable, Sendable {
  public let component: Component
  /// Stable name on this machine: `package-0`, `dram-1`, `GPU-3f0e…`.
  public let name: String
  /// Which sensor reads it: `rapl-powercap`, `nvml`, `cpu-model`.
  public let sensor: String
  /// Of the device's own energy: metered by a sensor or modelled.
  public let evidence: Evidence
  public let sharing: Sharing
  /// The device whose energy already contains this one's. A breakdown never enters a sum.
  public let partOf: String?
  /// Relative width of the reading as a whole: energy lies in `[low, high] × reading`.
  public let accuracy: Accuracy
  /// Joules per count of its counter, and counts per turn; zero where it has none or never turns.
  public let joulesPerCount: Double
  public let modulus: UInt64

  public init(
    component: Component, name: String, sensor: String, evidence: Evidence, sharing: Sharing,
    partOf: String? = nil, accuracy: Accuracy = .exact, joulesPerCount: Double = 0,
    modulus: UInt64 = 0
  ) {
    self.component = component
    self.name = name
    self.sensor = sensor
    self.evidence = evidence
    self.sharing = sharing
    self.partOf = partOf
    self.accuracy = accuracy
    self.joulesPerCount = joulesPerCount
    self.modulus = modulus
  }

  /// The same device as a breakdown of `other`, which already contains its energy.
  public func asPart(of other: String) -> Device {
    Device(
      component: component, name: name, sensor: sensor, evidence: evidence, sharing: sharing,
      partOf: other, accuracy: accuracy, joulesPerCount: joulesPerCount, modulus: modulus)
  }

  /// The same device with its counter's scale.
  public func counting(_ joulesPerCount: Double, modulus: UInt64) -> Device {
    Device(
      component: component, name: name, sensor: sensor, evidence: evidence, sharing: sharing,
      partOf: partOf, accuracy: accuracy, joulesPerCount: joulesPerCount, modulus: modulus)
  }

  /// What a share of a device is worked out from.
  public enum Sharing: String, Codable, CaseIterable, Sendable {
    /// CPU seconds of the party over CPU seconds of everybody; idle power taken off first.
    case cpuTime = "cpu-time"
    /// The processes that the driver sees on the device.
    case deviceProcesses = "device-processes"
    /// Resident memory of the party over installed memory.
    case residentMemory = "resident-memory"
  }

  /// Factors that turn a reading into the ends of its range.
  public struct Accuracy: Hashable, Codable, Sendable {
    public let low: Double
    public let high: Double
    public static let exact = Accuracy(low: 1, high: 1)

    public init(low: Double, high: Double) {
      self.low = low
      self.high = high
    }
  }
}
