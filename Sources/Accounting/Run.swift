public import Quantities

/// What ran, where, from when to when, what the machine drew meanwhile and what is needed to share it.
public struct Run: Hashable, Codable, Sendable {
  /// Unique and sortable by start: `20261124-143012-k3f9q2`.
  public var id: String
  public var name: String
  public var project: String
  public var stage: String
  public var tags: [String: String]
  public var command: [String]
  public var started: Timestamp
  public var ended: Timestamp
  /// Length in seconds, suspended time included.
  public var seconds: Double
  public var exitCode: Int?
  public var signal: Int?
  public var host: String
  /// Tells two machines apart that share a ledger.
  public var machine: String
  public var devices: [DeviceRecord]
  /// Spans in order; together they tile the run.
  public var spans: [Span]
  public var cpu: CPUUse
  public var gaps: [Gap]
  public var warnings: [String]
  /// The run whose command started this one and which therefore books this one's energy as well.
  public var parent: String?

  public init(
    id: String, name: String, project: String, stage: String, tags: [String: String],
    command: [String], started: Timestamp, ended: Timestamp, seconds: Double, exitCode: Int?,
    signal: Int?, host: String, machine: String, devices: [DeviceRecord], spans: [Span],
    cpu: CPUUse, gaps: [Gap], warnings: [String],
    parent: String? = nil
  ) {
    self.id = id
    self.name = name
    self.project = project
    self.stage = stage
    self.tags = tags
    self.command = command
    self.started = started
    self.ended = ended
    self.seconds = seconds
    self.exitCode = exitCode
    self.signal = signal
    self.host = host
    self.machine = machine
    self.devices = devices
    self.spans = spans
    self.cpu = cpu
    self.gaps = gaps
    self.warnings = warnings
    self.parent = parent
  }

  /// True when `other` books this run's energy as well.
  public func isPart(of other: Run) -> Bool {
    parent == other.id && machine == other.machine && started < other.ended
  }

  /// One device over the whole run.
  public struct DeviceRecord: Hashable, Codable, Sendable {
    public var device: Device
    /// Sum of the device's tallies over all spans.
    public var total: Tally
    /// Power with nothing to do, for devices shared by CPU time.
    public var idlePower: Estimate<Power>
    public var idleEvidence: Evidence
    /// How the idle power was found, one sentence.
    public var idleOrigin: String
    /// Part of the device set aside for the run, 0…1.
    public var reserved: Double
    /// How the run's share was found, one sentence.
    public var shareNote: String
    /// True when the device's users could be told apart and only the run was there.
    public var exclusive: Bool
    /// First and last raw value, where the sensor counts.
    public var counter: CounterEnds?
    /// Joules of what the policy claims for the run, left to other runs that claimed the same; nil when none did.
    public var ceded: Double?

    /// The same over another stretch; what is left to others is taken in proportion.
    public func over(_ tally: Tally) -> DeviceRecord {
      var record = self
      record.total = tally
      record.ceded = ceded.map { total.energy > 0 ? $0 * tally.energy / total.energy : 0 }
      return record
    }

    public init(
      device: Device, total: Tally, idlePower: Estimate<Power>, idleEvidence: Evidence,
      idleOrigin: String, reserved: Double, shareNote: String, exclusive: Bool,
      counter: CounterEnds?
    ) {
      self.device = device
      self.total = total
      self.idlePower = idlePower
      self.idleEvidence = idleEvidence
      self.idleOrigin = idleOrigin
      self.reserved = reserved
      self.shareNote = shareNote
      self.exclusive = exclusive
      self.counter = counter
    }
  }

  /// What ties a device's energy to its raw counter:
  /// `(closing − opening + wraps × modulus) × joulesPerCount + correction = Σ energy`.
  public struct CounterEnds: Hashable, Codable, Sendable {
    public var opening: UInt64
    public var closing: UInt64
    public var wraps: UInt64
    /// Counts per turn; zero for a counter that does not wrap.
    public var modulus: UInt64
    public var joulesPerCount: Double
    /// Joules added or taken off where the run's ends fell between two counter updates, where a
    /// reset dropped energy, and where a gap was left out.
    public var correction: Double

    public init(
      opening: UInt64, closing: UInt64, wraps: UInt64, modulus: UInt64, joulesPerCount: Double,
      correction: Double
    ) {
      self.opening = opening
      self.closing = closing
      self.wraps = wraps
      self.modulus = modulus
      self.joulesPerCount = joulesPerCount
      self.correction = correction
    }

    /// Energy between the two raw values, corrections included, in joules.
    public var joules: Double {
      let turns = Double(wraps) * Double(modulus)
      return (Double(closing) - Double(opening) + turns) * joulesPerCount + correction
    }
  }

  /// A stretch of the run: when, and one tally per device in the order of `devices`.
  public struct Span: Hashable, Codable, Sendable {
    /// Seconds after the start.
    public var start: Double
    public var end: Double
    public var tallies: [Tally]

    public init(start: Double, end: Double, tallies: [Tally]) {
      self.start = start
      self.end = end
      self.tallies = tallies
    }
  }

  /// CPU seconds by party, and how those of the run were counted.
  public struct CPUUse: Hashable, Codable, Sendable {
    /// Of the command and everything it started.
    public var run: Double
    /// Of Joulebook itself.
    public var own: Double
    /// Of everybody on the machine.
    public var machine: Double
    /// CPU seconds that the machine could have given.
    public var capacity: Double
    public var way: CPUCounting
    /// What that way cannot see, one sentence; empty when nothing.
    public var blindSpot: String

    public init(
      run: Double, own: Double, machine: Double, capacity: Double, way: CPUCounting,
      blindSpot: String
    ) {
      self.run = run
      self.own = own
      self.machine = machine
      self.capacity = capacity
      self.way = way
      self.blindSpot = blindSpot
    }
  }

  /// How the CPU time of the command's process tree was counted.
  public enum CPUCounting: String, Codable, CaseIterable, Sendable {
    /// A control group made for the run.
    case ownCgroup = "own-cgroup"
    /// The control group that the scheduler or container runtime gave us.
    case givenCgroup = "given-cgroup"
    /// Subreaper, usage of reaped children and `/proc`.
    case processTree = "process-tree"
  }
}
