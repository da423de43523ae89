public import Accounting

/// What a machine can tell about its energy, and what keeps it from telling more.
public struct DoctorReport: Hashable, Encodable, Sendable {
  public let schema = 1
  /// True when nothing that is there is denied or broken.
  public var isComplete: Bool { problems.isEmpty }
  /// Each component with what reads or models it.
  public var components: [ComponentRow]
  /// Everything that sensors saw, usable or not, in order of trust.
  public var devices: [DeviceRow]
  /// Each sensor that Joulebook knows.
  public var sensors: [SensorRow]
  /// How the CPU time of a command would be counted.
  public var counting: CountingRow

  enum CodingKeys: String, CodingKey {
    case schema, components, devices, sensors
    case isComplete = "complete"
    case counting = "cpu_counting"
  }

  public init(
    components: [ComponentRow], devices: [DeviceRow], sensors: [SensorRow], counting: CountingRow
  ) {
    self.components = components
    self.devices = devices
    self.sensors = sensors
    self.counting = counting
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(schema, forKey: .schema)
    try keys.encode(isComplete, forKey: .isComplete)
    try keys.encode(components, forKey: .components)
    try keys.encode(devices, forKey: .devices)
    try keys.encode(sensors, forKey: .sensors)
    try keys.encode(counting, forKey: .counting)
  }

  /// Devices that are there and cannot be read, and that no other sensor reads.
  public var problems: [DeviceRow] {
    let read = Set(devices.filter { $0.state == .used || $0.state == .breakdown }.map(\.device))
    return devices.filter {
      ($0.state == .denied || $0.state == .broken) && !read.contains($0.device)
    }
  }

  /// A component and how its energy is known.
  public struct ComponentRow: Hashable, Encodable, Sendable {
    public var component: Component
    public var evidence: Evidence
    public var sensor: String
    /// Devices that enter sums, breakdowns left out.
    public var devices: [String]

    public init(component: Component, evidence: Evidence, sensor: String, devices: [String]) {
      self.component = component
      self.evidence = evidence
      self.sensor = sensor
      self.devices = devices
    }
  }

  /// A device as one sensor sees it.
  public struct DeviceRow: Hashable, Encodable, Sendable {
    public var sensor: String
    public var device: String
    public var state: State
    public var note: String
    /// Commands to copy, one a line; empty when nothing is to be done.
    public var fix: String
    /// Joules per count as documented; nil without a counter.
    public var countJoules: Double?
    /// Smallest step seen here, in joules; nil when none was.
    public var resolutionJoules: Double?
    /// Median time between two updates seen here; nil when too few were.
    public var updateSeconds: Double?
    /// Time in which the counter turns once at rated power; nil when it never does.
    public var wrapSeconds: Double?

    enum CodingKeys: String, CodingKey {
      case sensor, device, state, note, fix
      case countJoules = "count_joules"
      case resolutionJoules = "resolution_joules"
      case updateSeconds = "update_period_seconds"
      case wrapSeconds = "wrap_seconds"
    }

    public init(
      sensor: String, device: String, state: State, note: String, fix: String,
      countJoules: Double? = nil, resolutionJoules: Double? = nil, updateSeconds: Double? = nil,
      wrapSeconds: Double? = nil
    ) {
      self.sensor = sensor
      self.device = device
      self.state = state
      self.note = note
      self.fix = fix
      self.countJoules = countJoules
      self.resolutionJoules = resolutionJoules
      self.updateSeconds = updateSeconds
      self.wrapSeconds = wrapSeconds
    }

    // Keys stay when there is no value, so that a reader finds the same ones on every machine.
    public func encode(to encoder: any Encoder) throws {
      var keys = encoder.container(keyedBy: CodingKeys.self)
      try keys.encode(sensor, forKey: .sensor)
      try keys.encode(device, forKey: .device)
      try keys.encode(state, forKey: .state)
      try keys.encode(note, forKey: .note)
      try keys.encode(fix, forKey: .fix)
      try keys.encode(countJoules, forKey: .countJoules)
      try keys.encode(resolutionJoules, forKey: .resolutionJoules)
      try keys.encode(updateSeconds, forKey: .updateSeconds)
      try keys.encode(wrapSeconds, forKey: .wrapSeconds)
    }
  }

  /// What became of a device that a sensor saw.
  public enum State: String, Codable, CaseIterable, Sendable {
    case used, breakdown, twin, denied, broken, absent
  }

  /// A sensor that Joulebook knows, whether or not this machine has it.
  public struct SensorRow: Hashable, Encodable, Sendable {
    public var sensor: String
    public var summary: String
    /// Whether there is anything for it on this machine.
    public var present: Bool
    /// Whether it gives readings here.
    public var readable: Bool

    public init(sensor: String, summary: String, present: Bool, readable: Bool) {
      self.sensor = sensor
      self.summary = summary
      self.present = present
      self.readable = readable
    }
  }

  /// How the CPU time of a command would be counted.
  public struct CountingRow: Hashable, Encodable, Sendable {
    public var way: Run.CPUCounting
    /// What that way cannot see; empty when nothing.
    public var blindSpot: String
    public var warnings: [String]

    enum CodingKeys: String, CodingKey {
      case way, warnings
      case blindSpot = "blind_spot"
    }

    public init(way: Run.CPUCounting, blindSpot: String, warnings: [String]) {
      self.way = way
      self.blindSpot = blindSpot
      self.warnings = warnings
    }
  }
}
