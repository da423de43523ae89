package import Accounting

/// One device of a piece of past work, with what its record says that it drew.
package struct ImportedDevice: Hashable, Sendable {
  /// Name within the record: `GPU-3f0e…`, `package-0`.
  package var device: String
  package var component: Component
  /// What read it, as far as the record says: `zeus`, `dcgm`.
  package var sensor: String
  package var record: Record
  package var evidence = Evidence.metered
  /// The device whose energy holds this one's already; nothing of it enters a sum.
  package var partOf: String?
  /// How far each reading of power may be off, in watts.
  package var errorWatts = 0.0
  /// Energy lies between these factors times the figure.
  package var low = 1.0
  package var high = 1.0
  /// What the figure is, in a few words.
  package var note = ""

  package init(device: String, component: Component, sensor: String, record: Record) {
    self.device = device
    self.component = component
    self.sensor = sensor
    self.record = record
  }

  package enum Record: Hashable, Sendable {
    /// Joules over the whole work.
    case sum(Double)
    /// What a counter had counted at moments.
    case counts([Count])
    /// Power at moments; in between it changes evenly.
    case power([ImportedWork.Point])
  }

  /// Joules from the work's start up to a moment.
  package struct Count: Hashable, Sendable {
    /// Seconds after the work's start.
    package var at: Double
    package var joules: Double
    /// Nobody knows what was drawn since the count before.
    package var isAfterGap: Bool

    package init(at: Double, joules: Double, isAfterGap: Bool = false) {
      self.at = at
      self.joules = joules
      self.isAfterGap = isAfterGap
    }
  }

  /// Joules by straight lines between readings, gaps left out; for tests and for sums that a record states.
  package var joules: Double {
    switch record {
    case .sum(let joules): joules
    case .counts(let counts): counts.last?.joules ?? 0
    case .power(let points):
      zip(points, points.dropFirst()).reduce(0) {
        $0 + ($1.1.at - $1.0.at) * ($1.0.watts + $1.1.watts) / 2
      }
    }
  }
}

extension ImportedWork {
  /// Joules of all parts that are no breakdown of another; nil where the record has none.
  package var deviceJoules: Double? {
    guard case .devices(let parts) = power else { return nil }
    return parts.filter { $0.partOf == nil }.map(\.joules).reduce(0, +)
  }
}
