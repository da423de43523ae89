import Accounting
import Quantities
import RealModule

/// A history hour by hour, with running sums that turn each mean over past days into a subtraction.
///
/// Every figure of an hour depends on that hour and earlier ones only, so a forecast from inside the history sees
/// no more than one made at the time. Hours count from the first hour of which something is known.
struct IntensityHours: Sendable {
  static let day = 24
  static let week = 168
  /// Days of the usual level that recent hours are compared with.
  static let usualDays = 28

  let start: Timestamp
  let slotsPerHour: Int
  /// Slots of the series that lie before the first hour.
  let slotsBefore: Int
  /// Means of the hours; NaN where less than half of an hour is known.
  let values: [Double]
  /// The same, with unknown hours taken from the day and the week before.
  let filled: [Double]
  /// The latest known hour at or before each.
  let lastKnown: [Int]
  /// Known hours up to each, inclusive.
  private let known: [Int]
  /// Sums of the hour and all hours a whole number of days, or weeks, before it.
  private let daily: [Double]
  private let weekly: [Double]
  /// Sums of the hours before each, and of their deviations from the usual.
  private let total: [Double]
  private let deviation: [Double]
  /// Sine and cosine of the day in the year, once and twice a year, for the days from the start on.
  private let yearPhase: [Double]

  var count: Int { values.count }

  init(_ series: IntensitySeries) throws(Problem) {
    guard series.slotSeconds <= 3600, series.slotSeconds > 0, 3600 % series.slotSeconds == 0 else {
      throw Problem(
        "Cannot forecast a series with slots of \(series.slotSeconds) s.",
        why: "The daily pattern is learnt hour by hour; slots must divide an hour.",
        fix: "Give a series of 60, 30 or 15 minutes.", exit: .usage)
    }
    let perHour = 3600 / series.slotSeconds
    let all = (0..<series.count / perHour).map { hour in
      Self.mean(series.values[hour * perHour..<(hour + 1) * perHour])
    }
    let first = all.firstIndex(where: \.isFinite) ?? all.count
    values = Array(all[first...])
    slotsPerHour = perHour
    slotsBefore = first * perHour
    start = series.start(ofSlot: first * perHour)
    filled = Self.filled(values)
    lastKnown = Self.lastKnown(values)
    known = values.reduce(into: []) { $0.append(($0.last ?? 0) + ($1.isFinite ? 1 : 0)) }
    daily = Self.sums(filled, every: Self.day)
    weekly = Self.sums(filled, every: Self.week)
    total = Self.running(filled)
    deviation = Self.running(Self.deviations(filled, daily))
    yearPhase = Self.yearPhases(from: start, days: values.count / Self.day + 400)
  }

  /// Start of an hour; hours beyond the history count on.
  func start(ofHour hour: Int) -> Timestamp {
    Timestamp(nanoseconds: start.nanoseconds + Int64(hour) * 3_600_000_000_000)
  }

  /// The hour that begins at the moment or is running then; negative before the history.
  func hour(at moment: Timestamp) -> Int {
    let offset = moment.nanoseconds - start.nanoseconds
    let length: Int64 = 3_600_000_000_000
    return Int(offset >= 0 ? offset / length : -((-offset + length - 1) / length))
  }

  /// How many of the `hours` up to and including the hour are known.
  func knownHours(_ hours: Int, upTo hour: Int) -> Int {
    known[hour] - (hour >= hours ? known[hour - hours] : 0)
  }

  /// Mean of the same hour of `days` days, the latest of them `skipped` days before.
  func sameHour(of hour: Int, skipping skipped: Int, days: Int) -> Double {
    difference(daily, hour - skipped * Self.day, days * Self.day) / Double(days)
  }

  /// Mean of the same hour of the week over `weeks` weeks, the latest of them `skipped` weeks before.
  func sameHourOfWeek(of hour: Int, skipping skipped: Int, weeks: Int) -> Double {
    difference(weekly, hour - skipped * Self.week, weeks * Self.week) / Double(weeks)
  }

  /// Mean of the `hours` up to and including the hour.
  func mean(_ hours: Int, upTo hour: Int) -> Double {
    (total[hour + 1] - total[hour + 1 - hours]) / Double(hours)
  }

  /// By how much the `hours` up to and including the hour lay above what is usual at their time of day.
  func meanDeviation(_ hours: Int, upTo hour: Int) -> Double {
    (deviation[hour + 1] - deviation[hour + 1 - hours]) / Double(hours)
  }

  /// One of the four phases of the year at an hour.
  func phase(_ index: Int, at hour: Int) -> Double { yearPhase[hour / Self.day * 4 + index] }

  private func difference(_ sums: [Double], _ last: Int, _ span: Int) -> Double {
    sums[last] - (last >= span ? sums[last - span] : 0)
  }

  // MARK: Making

  private static func mean(_ slots: ArraySlice<Double>) -> Double {
    let known = slots.filter(\.isFinite)
    guard known.count * 2 >= slots.count, !known.isEmpty else { return .nan }
    return known.reduce(0, +) / Double(known.count)
  }

  /// Only from what lies before, so that filling looks no further ahead than a forecast.
  private static func filled(_ values: [Double]) -> [Double] {
    var filled = values
    for hour in filled.indices where !filled[hour].isFinite {
      if hour >= week {
        filled[hour] = (filled[hour - day] + filled[hour - week]) / 2
      } else if hour >= day {
        filled[hour] = filled[hour - day]
      } else {
        filled[hour] = filled[hour - 1]
      }
    }
    return filled
  }

  private static func lastKnown(_ values: [Double]) -> [Int] {
    var last = 0
    return values.indices.map { hour in
      if values[hour].isFinite { last = hour }
      return last
    }
  }

  /// Of each hour from the mean of the same hour on the days before.
  private static func deviations(_ filled: [Double], _ daily: [Double]) -> [Double] {
    filled.indices.map { hour in
      let days = min(usualDays, hour / day)
      guard days > 0 else { return 0 }
      let before = hour - day * (days + 1)
      return filled[hour] - (daily[hour - day] - (before >= 0 ? daily[before] : 0)) / Double(days)
    }
  }

  private static func sums(_ values: [Double], every period: Int) -> [Double] {
    var sums = values
    for hour in sums.indices.dropFirst(period) { sums[hour] += sums[hour - period] }
    return sums
  }

  private static func running(_ values: [Double]) -> [Double] {
    var sums = [0.0]
    sums.reserveCapacity(values.count + 1)
    var sum = 0.0
    for value in values {
      sum += value
      sums.append(sum)
    }
    return sums
  }

  private static func yearPhases(from start: Timestamp, days: Int) -> [Double] {
    let yearSeconds = 365.2425 * 86_400
    let first = Double(start.nanoseconds) / 1e9 / yearSeconds
    return (0..<days).flatMap { day in
      let phase = 2 * Double.pi * (first + Double(day) * 86_400 / yearSeconds)
      return [Double.sin(phase), .cos(phase), .sin(2 * phase), .cos(2 * phase)]
    }
  }
}
