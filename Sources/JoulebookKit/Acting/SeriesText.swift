import Accounting
import Foundation
import Quantities

/// A series as one process hands it to another: JSON, with `null` for slots that are not known.
struct SeriesText: Codable {
  var zone: String
  var start: Timestamp
  var slotSeconds: Int
  var values: [Double?]
  var low: [Double?]?
  var high: [Double?]?
  var signal: String
  var basis: String
  var kind: String
  var issued: Timestamp?
  var source: String

  init(_ series: IntensitySeries) {
    func known(_ values: [Double]) -> [Double?] { values.map { $0.isFinite ? $0 : nil } }
    zone = series.zone
    start = series.start
    slotSeconds = series.slotSeconds
    values = known(series.values)
    low = series.low.map(known)
    high = series.high.map(known)
    signal = series.signal.rawValue
    basis = series.basis
    kind = series.kind.name
    if case .forecast(let issued) = series.kind { self.issued = issued }
    source = series.source
  }

  var series: IntensitySeries? {
    func numbers(_ values: [Double?]) -> [Double] { values.map { $0 ?? .nan } }
    guard slotSeconds > 0, let signal = IntensitySeries.Signal(rawValue: signal) else { return nil }
    let kind: IntensitySeries.Kind
    switch self.kind {
    case "history": kind = .history
    case "forecast": kind = .forecast(issued: issued ?? start)
    case "usual": kind = .usual
    case "yearly": kind = .yearly
    case _: return nil
    }
    return IntensitySeries(
      zone: zone, start: start, slotSeconds: slotSeconds, values: numbers(values),
      low: low.map(numbers), high: high.map(numbers), signal: signal, basis: basis, kind: kind,
      source: source)
  }
}

/// What the process that asks for intensities answers.
struct FeedAnswer: Codable {
  var series: SeriesText?
  /// Why there is none.
  var trouble: String?
}
