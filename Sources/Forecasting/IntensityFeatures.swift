/// What a forecast of one hour is made from: the pattern of past days and weeks, and how the last hours lay beside it.
///
/// All in g CO2e/kWh, as differences from the base, so that a constant grid has features of zero.
enum IntensityFeatures {
  static let count = 19
  /// Hours of history that a lead needs before its target.
  static func needed(lead: Int) -> Int {
    max(
      (days(lead) + IntensityHours.usualDays) * IntensityHours.day,
      (weeks(lead) + 4) * IntensityHours.week,
      lead + (IntensityHours.usualDays + 1) * IntensityHours.day)
  }

  /// Days back to the latest known hour of the same time of day.
  static func days(_ lead: Int) -> Int { (lead + IntensityHours.day - 1) / IntensityHours.day }
  /// Weeks back to the latest known hour of the same time of the week.
  static func weeks(_ lead: Int) -> Int { (lead + IntensityHours.week - 1) / IntensityHours.week }

  /// Writes the features of an hour that lies `lead` hours after the last one known; gives the base.
  /// - Parameter scale: what one unit of the season weighs, in g/kWh; zero leaves the season out.
  static func write(
    _ hours: IntensityHours, target: Int, lead: Int, scale: Double, season: Bool,
    into row: UnsafeMutablePointer<Double>
  ) -> Double {
    let days = days(lead)
    let weeks = weeks(lead)
    let known = target - lead
    let recent = hours.sameHour(of: target, skipping: days, days: 7)
    let usual = hours.sameHour(of: target, skipping: days, days: IntensityHours.usualDays)
    let weekly = hours.sameHourOfWeek(of: target, skipping: weeks, weeks: 4)
    let quarterDay = hours.meanDeviation(6, upTo: known)
    let weekMean = hours.mean(168, upTo: known)
    row[0] = usual - recent
    row[1] = weekly - recent
    row[2] = hours.filled[target - days * IntensityHours.day] - recent
    row[3] = hours.filled[target - (days + 1) * IntensityHours.day] - recent
    row[4] = hours.filled[target - weeks * IntensityHours.week] - recent
    row[5] = hours.meanDeviation(1, upTo: known)
    row[6] = hours.meanDeviation(3, upTo: known)
    row[7] = quarterDay
    row[8] = hours.meanDeviation(12, upTo: known)
    row[9] = hours.meanDeviation(24, upTo: known)
    row[10] = hours.mean(24, upTo: known) - weekMean
    row[11] = weekMean - hours.mean(672, upTo: known)
    row[12] = scale / 2
    if season {
      let sine = hours.phase(0, at: target)
      let cosine = hours.phase(1, at: target)
      row[13] = scale / 2 * sine
      row[14] = scale / 2 * cosine
      row[15] = scale / 2 * hours.phase(2, at: target)
      row[16] = scale / 2 * hours.phase(3, at: target)
      row[17] = quarterDay * sine
      row[18] = quarterDay * cosine
    } else {
      for index in 13..<count { row[index] = 0 }
    }
    return (recent + weekly) / 2
  }
}
