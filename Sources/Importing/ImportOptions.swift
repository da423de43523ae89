/// What records do not say of themselves.
package struct ImportOptions: Sendable {
  /// Zone of times without one, as the time zone database calls it; UTC when nil.
  package var timeZone: String?
  /// A regular expression with named groups, for training logs.
  package var pattern: String?
  /// Headings by the name that we know a column by: `start`, `hours`.
  package var columns: [String: String] = [:]
  /// The machine, where records do not name it.
  package var host: String?
  /// The day, or the moment, of records that hold only times of day or none at all: `2024-05-13`.
  package var date: String?
  /// The unit of power, where a heading names a wrong one or none: `W`, `mW`, `kW`.
  package var powerUnit: String?

  package init() {}
}
