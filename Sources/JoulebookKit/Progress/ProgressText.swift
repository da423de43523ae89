import Accounting
import Forecasting
import Quantities
import Reporting

/// Forecasts in words.
enum ProgressText {
  /// `34 % · 12 min 05 s left (11 min to 14 min) · 3.4 kJ, 410 mg CO2e to come`.
  static func live(_ forecast: RunForecast, since: Double, site: Site) -> String {
    let emissions = forecast.emissions(pue: site.pue.ratio, intensity: site.factor.intensity)
    let left = span(forecast.seconds, since: since)
    return "\((forecast.progress * 100).text(significant: 2)) % · \(left) · "
      + "\(Energy.joules(forecast.joules.value).text(digits: 2)), \(emissions.value.text(digits: 2)) to come"
  }

  private static func span(_ seconds: RunForecast.Spread, since: Double) -> String {
    func text(_ value: Double) -> String {
      Duration.seconds(max(0, value - since).rounded(significant: 2)).text
    }
    return "\(text(seconds.value)) left (\(text(seconds.low)) to \(text(seconds.high)))"
  }
}
