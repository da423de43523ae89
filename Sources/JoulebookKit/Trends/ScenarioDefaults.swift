import Accounting
import Estimating
import Forecasting
import Foundation
import Quantities
import ReferenceData

/// What is assumed of factors that nobody gave: trends of the catalogue, with the range of their fit.
struct ScenarioDefaults {
  let catalogue: Catalogue
  let place: Place
  let from: Int
  let to: Int

  struct Assumed {
    let path: ScenarioPath
    let text: String
    let source: String
  }

  func of(_ factor: ScenarioFactor) -> Assumed? {
    switch factor {
    case .growth: growth
    case .hardware: hardware
    case .grid: grid
    case .pue: pue
    // Nothing says where these go: they stay.
    case .utilisation, .inference: nil
    }
  }

  /// Epoch's notable models, the ten largest when they came.
  private var growth: Assumed? {
    let points = catalogue.datedFigures("ai_models_2024", "training_flop")
      .map { GrowthPoint($0.name, $0.date, $0.value) }.filter { $0.year >= 2010 }
    return trend(
      GrowthSelection.top(10).chosen(from: points),
      "Training compute of the ten largest models when they came, since 2010, Epoch AI (copy of 2024-12); see `trends growth --preset epoch`"
    )
  }

  private var hardware: Assumed? {
    trend(
      catalogue.acceleratorEfficiencies.filter { $0.year >= 2012 },
      "Peak half-precision FLOP for each joule of rated power, GPUs of the catalogue since 2012")
  }

  /// × a year of a trend, with its 90 % interval.
  private func trend(_ points: [GrowthPoint], _ what: String) -> Assumed? {
    guard let fit = LineFit(points.map(\.year), points.map { log2($0.amount) }), fit.count > 2
    else { return nil }
    let (low, high) = fit.slopeInterval(0.9)
    let rate = Distribution.range(exp2(fit.slope), low: exp2(low), high: exp2(high))
    return Assumed(
      path: .rate(rate), text: Self.yearly(rate), source: "\(what), \(fit.count) points")
  }

  private var grid: Assumed? {
    let years = catalogue.yearlyIntensities(of: place, from: from - 12, to: from).suffix(10)
    guard years.count >= 5, let first = years.first, let last = years.last,
      let fit = LineFit(years.map { Double($0.year) }, years.map { log($0.grams) })
    else { return nil }
    let (low, high) = fit.slopeInterval(0.9)
    let rate = Distribution.range(exp(fit.slope), low: exp(low), high: exp(high))
    return Assumed(
      path: .rate(rate), text: Self.yearly(rate),
      source:
        "Electricity of \(place.name), \(first.year) to \(last.year): \(first.grams.text(significant: 3)) to \(last.grams.text(significant: 3)) g CO2e/kWh"
    )
  }

  /// From the last survey on, falling as since 2014; never below one.
  private var pue: Assumed? {
    let survey = catalogue.surveyedPUE.filter { $0.year >= 2014 && $0.year <= max(from, 2024) }
    guard survey.count >= 3, let last = survey.last,
      let fit = LineFit(survey.map { Double($0.year) }, survey.map { log($0.pue - 1) })
    else { return nil }
    let then = 1 + (last.pue - 1) * exp(min(fit.slope, 0) * Double(to - from))
    let path = ScenarioPath.levels([
      .init(year: from, value: .exact(last.pue)),
      .init(
        year: to,
        value: .range(
          then, low: max(1.001, then - (last.pue - then)), high: max(last.pue, then + 0.001))),
    ])
    return Assumed(
      path: path, text: "\(last.pue.text(significant: 3)) to \(then.text(significant: 3)) in \(to)",
      source:
        "What lies above 1 goes on falling as in the Uptime Institute's surveys since 2014; the range goes from no change to twice that"
    )
  }

  static func yearly(_ rate: Distribution) -> String {
    let (low, high) = (rate.quantile(0.05), rate.quantile(0.95))
    let best = "× \(rate.best.text(significant: 3)) a year"
    return rate.isExact
      ? best : "\(best), \(low.text(significant: 3)) to \(high.text(significant: 3))"
  }
}
