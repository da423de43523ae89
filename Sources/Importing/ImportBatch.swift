package import Accounting
package import Quantities

/// What was read from the files of one kind.
package struct ImportBatch: Sendable {
  package var works: [ImportedWork] = []
  /// Rows or records that were looked at, headings apart. Each was taken, left out or refused.
  package var read = 0
  package var taken = 0
  /// Rows that are not meant to be taken, by reason: steps of jobs, taxes.
  package var leftOut: [String: Int] = [:]
  package var refused: [Refusal] = []
  /// Rows that were taken although they were not written as their headings say, and how they were read.
  package var repaired: [Refusal] = []
  /// Refused and repaired rows beyond those that are listed.
  package var unlisted = (refused: 0, repaired: 0)
  package var notes: [String] = []

  package init() {}

  /// A row that was not taken although it might have been meant to be.
  package struct Refusal: Hashable, Sendable {
    package let path: String
    /// Counted from 1; of a binary file, the number of the record.
    package let line: Int
    package let reason: String

    package init(path: String, line: Int, reason: String) {
      self.path = path
      self.line = line
      self.reason = reason
    }
  }

  /// So many refused rows are listed one by one, and no more: a wrong file of millions is no use in memory.
  package static let listed = 100_000

  package var refusedRows: Int { refused.count + unlisted.refused }
  package var repairedRows: Int { repaired.count + unlisted.repaired }

  package mutating func refuse(_ file: ImportFile, _ line: Int, _ reason: String) {
    guard refused.count < Self.listed else { return unlisted.refused += 1 }
    refused.append(Refusal(path: file.path, line: line, reason: reason))
  }

  /// Of a row that is taken.
  package mutating func repair(_ file: ImportFile, _ line: Int, _ reason: String) {
    guard repaired.count < Self.listed else { return unlisted.repaired += 1 }
    repaired.append(Refusal(path: file.path, line: line, reason: reason))
  }

  /// Adds what was read from other files.
  package mutating func add(_ other: ImportBatch) {
    works += other.works
    read += other.read
    taken += other.taken
    leftOut.merge(other.leftOut, uniquingKeysWith: +)
    refused += other.refused
    repaired += other.repaired
    unlisted.refused += other.unlisted.refused
    unlisted.repaired += other.unlisted.repaired
    for text in other.notes { note(text) }
  }

  package mutating func leaveOut(_ reason: String) { leftOut[reason, default: 0] += 1 }

  package mutating func note(_ text: String) {
    if !notes.contains(text) { notes.append(text) }
  }
}

/// A piece of past work, in the words that all records have in common.
package struct ImportedWork: Hashable, Sendable {
  /// What it is the record of, the same at every import: `sacct cluster 1234`. Two works of one key are one.
  package var key: String
  package var name: String
  package var started: Timestamp
  package var seconds: Double
  package var exitCode: Int?
  package var signal: Int?
  /// The machine, or several with commas; empty when the record does not say.
  package var host = ""
  /// The name under which the catalogue may know the place: `aws/us-east-1`, `FRA`.
  package var place: String?
  /// A part of that place by name: `oregon`.
  package var area: String?
  package var tags: [String: String] = [:]
  package var power: Power
  /// What the work said of itself.
  package var marks: [Mark] = []
  package var warnings: [String] = []
  /// What the tool that wrote the record says of it.
  package var reported: ReportedFigure?
  /// Paths of the files that it was read from; empty where all files of one reading may have part in it.
  package var sources: [String] = []

  package init(key: String, name: String, started: Timestamp, seconds: Double, power: Power) {
    self.key = key
    self.name = name
    self.started = started
    self.seconds = seconds
    self.power = power
  }

  /// What is known of what it drew.
  package enum Power: Hashable, Sendable {
    /// Sensors' readings over time, by device.
    case curves([Curve])
    /// Devices, each with a sum, a counter or power over time.
    case devices([ImportedDevice])
    /// Joules that a meter gave as one sum, and of what.
    case joules(Double, of: String)
    /// Joules by component, as a tool worked them out.
    case parts([Part])
    /// So many accelerators; the name is nil where the record has none.
    case accelerators(Double, name: String?)
    /// So many processor cores and nothing else.
    case cores(Double)
    /// So many machines of a kind that a cloud has a name for.
    case instances(Double, kind: String)
    /// Only that it ran.
    case unknown
  }

  /// What one component drew.
  package struct Part: Hashable, Sendable {
    package var component: Component
    package var joules: Double
    package var sensor: String
    package var evidence: Evidence
    package var note: String

    package init(
      component: Component, joules: Double, sensor: String, evidence: Evidence, note: String
    ) {
      self.component = component
      self.joules = joules
      self.sensor = sensor
      self.evidence = evidence
      self.note = note
    }
  }

  /// One device's power over time.
  package struct Curve: Hashable, Sendable {
    package var device: String
    package var component: Component
    package var sensor: String
    package var points: [Point]
    /// What each reading may be off by; NVIDIA's manual states 5 W for its GPUs. Nil where nobody states it.
    package var errorWatts: Double? = 5

    package init(device: String, component: Component, sensor: String, points: [Point]) {
      self.device = device
      self.component = component
      self.sensor = sensor
      self.points = points
    }
  }

  package struct Point: Hashable, Sendable {
    /// Seconds after the work's start.
    package var at: Double
    package var watts: Double

    package init(at: Double, watts: Double) {
      self.at = at
      self.watts = watts
    }
  }
}
