public import Quantities

/// One model, run or reading of a series that is looked at over time.
public struct GrowthPoint: Hashable, Sendable {
  public let name: String
  public let date: Timestamp
  /// In the unit of its series.
  public let amount: Double

  public init(_ name: String, _ date: Timestamp, _ amount: Double) {
    self.name = name
    self.date = date
    self.amount = amount
  }

  /// The date as a year with decimals, years of 365.25 days.
  public var year: Double { 1970 + Double(date.nanoseconds) / 1e9 / 86_400 / 365.25 }

  /// `2012-09-30`.
  public var day: String { String(date.description.prefix(10)) }
}
