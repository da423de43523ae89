import Accounting
import GridIntensity
import Planning
import Quantities
import ReferenceData

/// Intensity of the places of a plan: from the provider that is set, where one is, else from the catalogue.
///
/// A window that has passed is planned as it could have been then: on our own forecast from the history before its
/// release. What came is used for the score alone.
struct PlanIntensity {
  let catalogue: Catalogue
  let settings: Settings
  let environment: [String: String]
  let now: Timestamp
  let release: Timestamp
  let end: Timestamp
  /// Key of the place where the job is without a plan.
  let home: String
  private let usual: CatalogueIntensity

  init(
    catalogue: Catalogue, settings: Settings, environment: [String: String], now: Timestamp,
    release: Timestamp, end: Timestamp, home: String
  ) {
    self.catalogue = catalogue
    self.settings = settings
    self.environment = environment
    self.now = now
    self.release = release
    self.end = end
    self.home = home
    usual = CatalogueIntensity(catalogue: catalogue)
  }

  /// Services are not asked for more places than this in one plan.
  static let mostPlaces = 12

  var usesProvider: Bool { settings.intensity.provider != nil }
  private var isPast: Bool { end <= now }

  func known(_ place: Place, isAsked: Bool) throws(Problem) -> CatalogueIntensity.Found {
    guard usesProvider, isAsked else { return usual.series(of: place, from: release, to: end) }
    if isPast { return try past(place) }
    let answer = try source(place).seriesWaiting(from: release, to: end, now: now)
    return CatalogueIntensity.Found(
      series: answer.series, range: Estimate(exactly: Ratio(1)), notes: answer.notes)
  }

  /// What was known of a window before it began.
  private func past(_ place: Place) throws(Problem) -> CatalogueIntensity.Found {
    guard
      let history = try history(place, from: release + .seconds(-4 * 366 * 86_400), to: release),
      let own = OwnForecast(after: history, now: release, to: end)
    else { return usual.series(of: place, from: release, to: end) }
    return CatalogueIntensity.Found(
      series: own.series, range: Estimate(exactly: Ratio(1)), notes: [own.note])
  }

  /// What came in the window; nil where it has not passed, or nobody knows.
  func outcome(_ place: Place) -> IntensitySeries? {
    guard usesProvider, isPast else { return nil }
    return try? history(place, from: release, to: end)
  }

  private func history(
    _ place: Place, from: Timestamp, to: Timestamp
  ) throws(Problem) -> IntensitySeries? {
    try source(place).seriesWaiting(from: from, to: to, now: now).parts
      .filter { $0.kind == .history }.max { $0.count < $1.count }
  }

  /// Marginal intensity of the provider; nil where it has none.
  func marginal(_ place: Place) -> PlanCandidate.MarginalIntensity? {
    guard let name = settings.intensity.provider?.value, !isPast,
      (try? IntensityProviders.named(name))?.signals.contains(.marginal) == true,
      let answer = try? source(place).seriesWaiting(
        from: release, to: end, now: now, signal: .marginal)
    else { return nil }
    return PlanCandidate.MarginalIntensity(
      series: answer.series, source: "marginal, \(answer.series.source)")
  }

  private func source(_ place: Place) -> IntensitySource {
    IntensitySource(
      place: place, isHome: place.key == home, settings: settings, catalogue: catalogue,
      environment: environment)
  }
}
