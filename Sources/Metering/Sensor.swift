package import Accounting
package import Quantities

/// One way of reading a machine's energy, found at start, read until the end.
///
/// To add one: a file in `Sensors/`, a line in `Sensors.swift`, a contract run. See `Docs/Adding/Sensor.md`.
package protocol Sensor: Sendable {
  /// Shown as `sensor` in receipts: `rapl-powercap`.
  var name: String { get }
  /// One sentence for `doctor` and the reference pages: what it reads, and where.
  var summary: String { get }
  /// Looks for what this sensor can read. Never throws: what it cannot use is a finding.
  func survey(_ machine: Machine) -> Survey
}

/// What a sensor found on a machine.
package struct Survey {
  /// Devices that can be read, opened and read once without failure.
  package var probes: [any Probe] = []
  /// Everything seen, usable or not, for `doctor`.
  package var findings: [Finding] = []

  package init(probes: [any Probe] = [], findings: [Finding] = []) {
    self.probes = probes
    self.findings = findings
  }
}

/// One device as `doctor` shows it.
package struct Finding: Hashable, Codable, Sendable {
  package var sensor: String
  package var device: String
  package var state: State
  /// Why it is in that state, one sentence.
  package var note: String
  /// A command to copy that grants just what is missing; empty when nothing is to be done.
  package var fix: String
  /// Joules per count and seconds per turn at the largest plausible power, where it counts.
  package var joulesPerCount: Double?
  package var wrapSeconds: Double?

  package init(
    sensor: String, device: String, state: State, note: String = "", fix: String = "",
    joulesPerCount: Double? = nil, wrapSeconds: Double? = nil
  ) {
    self.sensor = sensor
    self.device = device
    self.state = state
    self.note = note
    self.fix = fix
    self.joulesPerCount = joulesPerCount
    self.wrapSeconds = wrapSeconds
  }

  package enum State: String, Codable, CaseIterable, Sendable {
    /// Read and counted.
    case used
    /// Readable, but another device already contains it.
    case breakdown
    /// Readable, but the same counter as another device's.
    case twin
    /// There, but not for this user.
    case denied
    /// There, but gives no values.
    case broken
    /// Not on this machine.
    case absent
  }
}

/// One device, kept open. Reads neither allocate nor block longer than the device itself does.
///
/// Not `Sendable` on purpose: a probe is owned by one thread at a time.
package protocol Probe: AnyObject {
  var device: Device { get }
  /// How the counter counts; nil for a power meter or a model.
  var counter: Counter? { get }
  /// Time between two updates of the value behind the reading, as documented for the device.
  var updatePeriod: Duration { get }
  /// `load` is what the machine did since the last read; only models use it.
  func read(_ load: Load) throws(ReadFailure) -> Reading
}

/// What the machine did over the last span, for models.
package struct Load: Hashable, Sendable {
  /// Busy CPU seconds over available CPU seconds, 0…1.
  package var cpuUtilisation: Double
  package static let none = Load(cpuUtilisation: 0)

  package init(cpuUtilisation: Double) { self.cpuUtilisation = cpuUtilisation }
}

/// A probe that knows who is on its device.
package protocol OccupancyProbe: Probe {
  /// Who used the device since the last call. May take the driver a millisecond; called once a span.
  func occupancy(isOurs: (Int32) -> Bool) -> Occupancy
}

/// Who used a device over a span.
package enum Occupancy: Hashable, Sendable {
  /// The driver cannot tell.
  case unknown
  /// No process has the device open.
  case nobody
  /// Weights of the run's and of everybody else's use; they add up to 1.
  case used(ours: Double, others: Double)
}

/// A probe that can also say its power at this moment, which closes a counter's last update.
package protocol InstantPowerProbe: Probe {
  func instantPower() -> Power?
}
