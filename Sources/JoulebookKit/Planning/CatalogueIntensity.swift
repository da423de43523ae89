import Accounting
import Quantities
import ReferenceData

/// Intensity of places by the catalogue alone: the usual hours where they are known, else one figure for the year.
struct CatalogueIntensity {
  let catalogue: Catalogue

  struct Found {
    let series: IntensitySeries
    /// Range around the series where it has no interval of its own.
    let range: Estimate<Ratio>
    let notes: [String]
  }

  /// - Parameter isHourly: false takes the year's figure even where hours are known.
  func series(of place: Place, from: Timestamp, to: Timestamp, isHourly: Bool = true) -> Found {
    let placed = catalogue.factor(of: place, year: from.year)
    if isHourly, let profile = catalogue.hourlyProfile(of: place, scope: "life-cycle") {
      return usual(place, profile, level: placed.factor, from: from, to: to)
    }
    let value = placed.factor.intensity.value.gramsPerKilowattHour
    let hour = from.startOfHour
    let range = placed.factor.intensity
    return Found(
      series: IntensitySeries(
        zone: placed.factor.region, start: hour, slotSeconds: 3600,
        values: Array(repeating: value, count: hour.hours(to: to)),
        basis: placed.factor.basis.hasPrefix("direct") ? "direct" : "life-cycle", kind: .yearly,
        source: "\(placed.factor.source.author), year \(placed.factor.year)"),
      range: value > 0
        ? Estimate(
          Ratio(1), low: Ratio(range.low.gramsPerKilowattHour / value),
          high: Ratio(range.high.gramsPerKilowattHour / value)) : Estimate(exactly: Ratio(1)),
      notes: placed.warnings)
  }

  /// The hours of a month as they usually were, at the level of the year's factor, so that plans and what the ledger books by
  /// that factor can be set side by side. Eight of ten hours lay between the tenth and the ninetieth percentile.
  private func usual(
    _ place: Place, _ profile: HourlyProfile, level: EmissionFactor, from: Timestamp,
    to: Timestamp
  ) -> Found {
    let start = from.startOfHour
    let hours = profile.mean.flatMap(\.self)
    let mean = hours.reduce(0, +) / Double(hours.count)
    let isSameBasis = level.basis.hasPrefix("life-cycle") && level.region != catalogue.world.key
    let scale = isSameBasis && mean > 0 ? level.intensity.value.gramsPerKilowattHour / mean : 1
    var (values, low, high): ([Double], [Double], [Double]) = ([], [], [])
    for index in 0..<start.hours(to: to) {
      let (month, hour) = (start + .seconds(index * 3600)).monthAndHour
      values.append(profile.mean[month - 1][hour] * scale)
      low.append(profile.p10[month - 1][hour] * scale)
      high.append(profile.p90[month - 1][hour] * scale)
    }
    let levelText = isSameBasis ? ", at the level of \(level.year) (\(level.source.author))" : ""
    return Found(
      series: IntensitySeries(
        zone: profile.place, start: start, slotSeconds: 3600, values: values, low: low, high: high,
        kind: .usual,
        source: "\(profile.citation.author), usual hours \(profile.years)\(levelText)"),
      range: Estimate(exactly: Ratio(1)),
      notes: profile.place == place.key
        ? [] : ["The hours of \(place.text) are those of \(profile.place)."])
  }
}

extension Timestamp {
  var startOfHour: Timestamp {
    let hour: Int64 = 3_600_000_000_000
    let rest = nanoseconds % hour
    return Timestamp(nanoseconds: nanoseconds - (rest < 0 ? rest + hour : rest))
  }

  /// Hours from a whole hour on that are needed to reach `end`.
  func hours(to end: Timestamp) -> Int {
    let hour: Int64 = 3_600_000_000_000
    return max(0, Int((end.nanoseconds - nanoseconds + hour - 1) / hour))
  }

  /// Month 1…12 and hour 0…23 in UTC.
  var monthAndHour: (month: Int, hour: Int) {
    let text = Array(description.utf8)
    func number(_ at: Int) -> Int { Int(text[at] - 48) * 10 + Int(text[at + 1] - 48) }
    return (number(5), number(11))
  }
}
