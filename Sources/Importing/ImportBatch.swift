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

  package mutating func refuse(_ file: ImportFile, _ line: Int, _ reason: String) {
    refused.append(Refusal(path: file.path, line: line, reason: reason))
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
  /// The name under which the catalogue may know the place: `aws/us-east-1`.
  package var place: String?
  package var tags: [String: String] = [:]
  package var power: Power
  /// What the work said of itself.
  package var marks: [Mark] = []
  package var warnings: [String] = []

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
    /// So many accelerators; the name is nil where the record has none.
    case accelerators(Double, name: String?)
    /// So many processor cores and nothing else.
    case cores(Double)
    /// So many machines of a kind that a cloud has a name for.
    case instances(Double, kind: String)
    /// Only that it ran.
    case unknown
  }

  /// One device's power over time.
  package struct Curve: Hashable, Sendable {
    package var device: String
    package var component: Component
    package var sensor: String
    package var points: [Point]

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
