import Accounting
import Quantities
import ReferenceData

/// Intensity of places by the catalogue alone: the usual hours where they are known, else one figure for the year.
struct CatalogueIntensity: Sendable {
  let catalogue: Catalogue
  /// Hours by place: many cloud regions lie in one zone.
  private let known = Memo<String, UsualHours?>()

  init(catalogue: Catalogue) { self.catalogue = catalogue }

  struct Found {
    let series: IntensitySeries
    /// Range around the series where it has no interval of its own.
    let range: Estimate<Ratio>
    let notes: [String]
  }

  /// - Parameter isHourly: false takes the year's figure even where hours are known.
  func series(of place: Place, from: Timestamp, to: Timestamp, isHourly: Bool = true) -> Found {
    let placed = catalogue.factor(of: place, year: from.year)
    if isHourly, let hours = hours(of: place) {
      return usual(
        place, hours.levelled(by: placed.factor, scope: "life-cycle"), from: from, to: to)
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

  private func hours(of place: Place) -> UsualHours? {
    for key in [place.key] + place.wider {
      let hours = known.value(key) { catalogue.usualHours(at: key, scope: "life-cycle") }
      if let hours { return hours }
    }
    return nil
  }

  /// The hours of a month as they usually were. Eight of ten lay between the tenth and the ninetieth percentile.
  private func usual(
    _ place: Place, _ hours: UsualHours, from: Timestamp, to: Timestamp
  ) -> Found {
    let start = from.startOfHour
    var (values, low, high): ([Double], [Double], [Double]) = ([], [], [])
    for index in 0..<start.hours(to: to) {
      let (month, hour) = (start + .seconds(index * 3600)).monthAndHour
      values.append(hours.mean[month - 1][hour])
      low.append(hours.p10[month - 1][hour])
      high.append(hours.p90[month - 1][hour])
    }
    return Found(
      series: IntensitySeries(
        zone: hours.place, start: start, slotSeconds: 3600, values: values, low: low, high: high,
        kind: .usual, source: hours.source),
      range: Estimate(exactly: Ratio(1)),
      notes: hours.place == place.key
        ? [] : ["The hours of \(place.text) are those of \(hours.place)."])
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
