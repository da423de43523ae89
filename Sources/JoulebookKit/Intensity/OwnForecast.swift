package import Accounting
import Forecasting
package import Quantities
import Reporting

/// Continues a zone's history where nobody sells or gives a forecast of it.
package struct OwnForecast: Sendable {
  /// Days of history that are worth asking a provider for: enough to learn from.
  package static let historyDays = 120

  package let series: IntensitySeries
  /// What it rests on, as a sentence for people.
  package let note: String

  /// What lies ahead after a history; nil where the span ends before now, or the history is too short or too old to go on.
  ///
  /// No more than two weeks are forecast: what lies behind is for the usual hours.
  package init?(after history: IntensitySeries, now: Timestamp, to end: Timestamp) {
    guard now < end, let forecaster = try? IntensityForecaster(history: history) else { return nil }
    let hours = Int(((end - now).seconds / 3600).rounded(.up)) + 1
    guard
      let series = try? forecaster.forecast(
        from: now, hours: min(hours, IntensityForecaster.mostHours))
    else { return nil }
    self.series = series
    note = "What lies ahead is our own forecast of \(history.zone). \(forecaster.note)"
  }

  /// The same from the parts that a provider gave: its history is continued where its forecasts, if there are any, do not
  /// reach the end.
  package init?(after parts: [IntensitySeries], now: Timestamp, to end: Timestamp) {
    let reaches = parts.contains { part in
      switch part.kind {
      case .forecast: part.end >= end
      case .history, .usual, .yearly: false
      }
    }
    let history = parts.filter { $0.kind == .history }.max { $0.count < $1.count }
    guard !reaches, let history else { return nil }
    self.init(after: history, now: now, to: end)
  }
}
