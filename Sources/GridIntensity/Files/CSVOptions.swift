package import Accounting

/// What a reader of intensity files must be told where the file does not say it.
package struct CSVOptions: Hashable, Sendable {
  /// Zone to take; needed where a file holds several. Also the name of the zone where the file has none.
  package var zone: String?
  /// Heading of the intensity column; recognised where nil.
  package var column: String?
  /// Heading of the time column; recognised where nil.
  package var timeColumn: String?
  /// Zone of times that have no offset: `UTC`, `+05:30`, `Europe/Berlin`.
  package var timeZone: String?
  /// `g/kWh`, `kg/MWh` or `lb/MWh`; read off the heading where nil.
  package var unit: String?
  package var signal: IntensitySeries.Signal
  /// `life-cycle` or `direct`.
  package var basis: String

  package init(
    zone: String? = nil, column: String? = nil, timeColumn: String? = nil,
    timeZone: String? = nil, unit: String? = nil, signal: IntensitySeries.Signal = .average,
    basis: String = "life-cycle"
  ) {
    self.zone = zone
    self.column = column
    self.timeColumn = timeColumn
    self.timeZone = timeZone
    self.unit = unit
    self.signal = signal
    self.basis = basis
  }
}
