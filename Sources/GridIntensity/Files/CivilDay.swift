/// A day of the Gregorian calendar, as a count from 1970-01-01.
struct CivilDay: Hashable {
  let number: Int64

  /// Nil for a day that the calendar does not have: 30 February, or 29 February of a common year.
  init?(year: Int64, month: Int64, day: Int64) {
    guard (1900...2200).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.length(ofMonth: month, year: year)
    else { return nil }
    // Days of the years before, leap days among them, then of the months before.
    let before = year - 1
    let leapDays = before / 4 - before / 100 + before / 400
    let months = (1..<month).reduce(Int64(0)) { $0 + Self.length(ofMonth: $1, year: year) }
    number = before * 365 + leapDays + months + day - 1 - 719_162
  }

  static func isLeap(_ year: Int64) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  private static func length(ofMonth month: Int64, year: Int64) -> Int64 {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    case _: 31
    }
  }
}
