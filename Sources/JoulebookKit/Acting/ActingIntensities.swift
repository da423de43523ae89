import Accounting
import Metering
import Quantities
import ReferenceData

extension Joulebook {
  /// Intensities of the place where a run with these settings takes place.
  func actingIntensities(
    from: Timestamp, to: Timestamp, flags: SettingsFlags
  ) throws(Problem) -> FeedAnswer {
    let settings = try Settings.resolve(
      flags: flags, environment: environment, directory: directory)
    let now = SystemClock.wall()
    let catalogue = settings.catalogue
    let site = try SiteFinder(catalogue: catalogue).find(
      settings,
      hints: SiteHints.gather(environment: environment, sys: Environment.sys(environment)),
      at: now)
    let source = IntensitySource(
      place: catalogue.place(key: site.site.place ?? "WORLD") ?? catalogue.world,
      settings: settings, catalogue: catalogue, environment: environment)
    let answer = try source.seriesWaiting(from: from, to: to, now: now)
    // Where nobody is set up to be asked, the catalogue is what there is, and nothing is lost.
    let isLost = settings.intensity.provider.map { $0.value != answer.provider } ?? false
    let lost = isLost ? answer.notes.first ?? "the provider gave nothing" : nil
    return FeedAnswer(
      series: SeriesText(answer.series), trouble: lost,
      historyEnd: answer.parts.filter { $0.kind == .history }.map(\.end).max())
  }
}
