/// Reference figures that rules compare with, handed in from the catalogue.
package struct AuditFacts: Sendable {
  /// A device by its name; nil when it is unknown.
  package var device: @Sendable (_ name: String) -> Device?
  /// Average intensity of a place in a year; nil when the place is unknown.
  package var grid: @Sendable (_ place: String, _ year: Int) -> Grid?
  /// Multiply-accumulates of a forward pass of an image model.
  package var macs: @Sendable (_ model: String) -> Double?
  /// Parameters of a model by its whole name; nil when it is unknown.
  package var parameters: @Sendable (_ model: String) -> Double?
  package var comparators: [Comparator]
  package var published: [Published]
  package var constants: [Constant]
  /// Averages that tools fall back on, in g/kWh.
  package var worldDefaults: [(intensity: Double, name: String)]
  /// Programs that compute what they do not measure.
  package var estimators: [String]
  /// The year that counts as today.
  package var currentYear: Int

  package init(
    device: @escaping @Sendable (String) -> Device?,
    grid: @escaping @Sendable (String, Int) -> Grid?,
    macs: @escaping @Sendable (String) -> Double?,
    parameters: @escaping @Sendable (String) -> Double?, comparators: [Comparator],
    published: [Published], constants: [Constant],
    worldDefaults: [(intensity: Double, name: String)], estimators: [String], currentYear: Int
  ) {
    self.device = device
    self.grid = grid
    self.macs = macs
    self.parameters = parameters
    self.comparators = comparators
    self.published = published
    self.constants = constants
    self.worldDefaults = worldDefaults
    self.estimators = estimators
    self.currentYear = currentYear
  }

  /// No catalogue: rules that need one stay silent.
  package static let none = AuditFacts(
    device: { _ in nil }, grid: { _, _ in nil }, macs: { _ in nil },
    parameters: { _ in nil }, comparators: [],
    published: [], constants: [], worldDefaults: [], estimators: [], currentYear: 2026)

  package struct Device: Hashable, Sendable {
    package let name: String
    /// Board powers of all its forms, in W.
    package let boardWatts: [Double]
    /// Dense peaks of all its forms by number format, in FLOP/s.
    package let densePeaks: [String: [Double]]
    /// Carbon of making it, in g; nil when unknown.
    package let embodied: Double?

    package init(
      name: String, boardWatts: [Double], densePeaks: [String: [Double]], embodied: Double?
    ) {
      self.name = name
      self.boardWatts = boardWatts
      self.densePeaks = densePeaks
      self.embodied = embodied
    }
  }

  /// In g/kWh.
  package struct Grid: Hashable, Sendable {
    package let name: String
    package let isWorld: Bool
    package let low: Double
    package let value: Double
    package let high: Double
    package let year: Int

    package init(
      name: String, isWorld: Bool, low: Double, value: Double, high: Double, year: Int
    ) {
      self.name = name
      self.isWorld = isWorld
      self.low = low
      self.value = value
      self.high = high
      self.year = year
    }
  }

  /// One thing of daily life as one source counts it.
  package struct Comparator: Hashable, Sendable {
    package let name: String
    /// The same for rival figures of the same thing: `flight-ny-sf`.
    package let group: String
    package let grams: Double?
    package let source: String
    package let year: Int
    package let isStale: Bool

    package init(
      name: String, group: String, grams: Double?, source: String, year: Int, isStale: Bool
    ) {
      self.name = name
      self.group = group
      self.grams = grams
      self.source = source
      self.year = year
      self.isStale = isStale
    }
  }

  /// A published figure with its owner.
  package struct Published: Hashable, Sendable {
    package let name: String
    package let measure: Measure
    package let value: Double
    /// Extrapolated, never run.
    package let isHypothetical: Bool
    package let source: String

    package init(
      name: String, measure: Measure, value: Double, isHypothetical: Bool, source: String
    ) {
      self.name = name
      self.measure = measure
      self.value = value
      self.isHypothetical = isHypothetical
      self.source = source
    }
  }

  package struct Constant: Hashable, Sendable {
    package let name: String
    package let value: Double
    package let unit: String

    package init(name: String, value: Double, unit: String) {
      self.name = name
      self.value = value
      self.unit = unit
    }
  }
}
