import Accounting
import GridIntensity
import Quantities
import ReferenceData

extension IntensityFacts {
  /// What the catalogue knows of a place for a year.
  init(_ catalogue: Catalogue, of place: Place, year: Int, basis: String) {
    self.init()
    let placed = catalogue.factor(of: place, year: year, basis: basis)
    let factor =
      placed.factor.year == 0 ? catalogue.factor(of: place, year: year).factor : placed.factor
    let range = factor.intensity
    yearly = Yearly(
      zone: factor.region, value: range.value.gramsPerKilowattHour,
      low: range.low.gramsPerKilowattHour, high: range.high.gramsPerKilowattHour,
      year: factor.year, basis: factor.basis.hasPrefix("direct") ? "direct" : "life-cycle",
      source: "catalogue (\(factor.source.author))")
    for scope in ["life-cycle", "direct"] {
      guard
        let hours = catalogue.usualHours(of: place, scope: scope)?
          .levelled(by: factor, scope: scope)
      else { continue }
      usual[scope] = Usual(
        zone: hours.place, years: hours.years, mean: hours.mean, p10: hours.p10, p90: hours.p90,
        source: hours.source)
    }
    fuels = catalogue.fuelFactors.mapValues { Fuel(direct: $0.direct, lifeCycle: $0.lifeCycle) }
  }
}
