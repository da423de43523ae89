/// A moment of civil time in UTC, to the nanosecond, written as RFC 3339.
public struct Timestamp: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
  /// Nanoseconds since 1970-01-01T00:00:00Z; negative before.
  public let nanoseconds: Int64

  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  public static func < (a: Self, b: Self) -> Bool { a.nanoseconds < b.nanoseconds }

  public static func + (a: Self, span: Duration) -> Self {
    let (seconds, attoseconds) = span.components
    return Timestamp(
      nanoseconds: a.nanoseconds + seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }

  /// The span from `earlier` to `later`.
  public static func - (later: Self, earlier: Self) -> Duration {
    .nanoseconds(later.nanoseconds - earlier.nanoseconds)
  }

  /// `2026-11-24T14:30:12.125Z`, always to the millisecond, so that texts sort like moments.
  public var description: String {
    let milliseconds = floorDivide(nanoseconds, 1_000_000)
    let seconds = floorDivide(milliseconds, 1000)
    let (year, month, day) = Self.date(fromDay: floorDivide(seconds, 86_400))
    let second = floorModulo(seconds, 86_400)
    return pad(year, 4) + "-" + pad(month, 2) + "-" + pad(day, 2) + "T"
      + pad(second / 3600, 2) + ":" + pad(second / 60 % 60, 2) + ":" + pad(second % 60, 2) + "."
      + pad(floorModulo(milliseconds, 1000), 3) + "Z"
  }

  /// The calendar year in UTC.
  public var year: Int {
    Int(Self.date(fromDay: floorDivide(floorDivide(nanoseconds, 1_000_000_000), 86_400)).0)
  }

  /// Reads an RFC 3339 date, or date and time with a zone; nil when the text is not one.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int64? {
      guard range.upperBound <= bytes.count,
        bytes[range].allSatisfy({ (48...57).contains($0) })
      else { return nil }
      return bytes[range].reduce(0) { $0 * 10 + Int64($1) - 48 }
    }
    func isAt(_ index: Int, _ character: Character) -> Bool {
      index < bytes.count && bytes[index] == character.asciiValue
    }
    guard let year = number(0..<4), isAt(4, "-"), let month = number(5..<7), isAt(7, "-"),
      let day = number(8..<10), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    let midnight = Self.day(year: year, month: month, day: day) * 86_400
    guard Self.date(fromDay: midnight / 86_400) == (year, month, day) else { return nil }
    if bytes.count == 10 {
      self.init(seconds: midnight, nanoseconds: 0)
      return
    }
    guard isAt(10, "T") || isAt(10, " "), let hour = number(11..<13), isAt(13, ":"),
      let minute = number(14..<16), isAt(16, ":"), let second = number(17..<19),
      hour < 24, minute < 60, second < 61
    else { return nil }
    var index = 19
    var fraction: Int64 = 0
    if isAt(index, ".") {
      index += 1
      guard number(index..<index + 1) != nil else { return nil }
      var scale: Int64 = 100_000_000
      while let digit = number(index..<index + 1) {
        fraction += digit * scale
        scale /= 10
        index += 1
      }
    }
    var offset: Int64 = 0
    if isAt(index, "Z") || isAt(index, "z") {
      index += 1
    } else if isAt(index, "+") || isAt(index, "-") {
      guard let hours = number(index + 1..<index + 3), isAt(index + 3, ":"),
        let minutes = number(index + 4..<index + 6), hours < 24, minutes < 60
      else { return nil }
      offset = (hours * 3600 + minutes * 60) * (isAt(index, "-") ? -1 : 1)
      index += 6
    } else {
      return nil
    }
    guard index == bytes.count else { return nil }
    let seconds = midnight + hour * 3600 + minute * 60 + second - offset
    self.init(seconds: seconds, nanoseconds: fraction)
  }

  /// Nil outside of the years 1678 to 2261, which 64 bits of nanoseconds can count.
  private init?(seconds: Int64, nanoseconds: Int64) {
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflowAgain) = whole.addingReportingOverflow(nanoseconds)
    guard !overflow, !overflowAgain else { return nil }
    self.init(nanoseconds: sum)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = Timestamp(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\(text) is not an RFC 3339 time")
    }
    self = value
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  // Days since 1970-01-01 in the proleptic Gregorian calendar, counted in eras of 400 years with
  // the year beginning in March (Hinnant 2013, "chrono-Compatible Low-Level Date Algorithms").
  private static func day(year: Int64, month: Int64, day: Int64) -> Int64 {
    let y = month <= 2 ? year - 1 : year
    let era = floorDivide(y, 400)
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func date(fromDay days: Int64) -> (Int64, Int64, Int64) {
    let z = days + 719_468
    let era = floorDivide(z, 146_097)
    let dayOfEra = z - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1
    )
  }
}

private func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
  a >= 0 ? a / b : -((-a + b - 1) / b)
}

private func floorModulo(_ a: Int64, _ b: Int64) -> Int64 { a - floorDivide(a, b) * b }

private func pad(_ value: Int64, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
