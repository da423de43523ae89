/// A time as it is written, before its zone is known.
struct WrittenTime: Hashable {
  /// Seconds from 1970-01-01T00:00 of the written clock.
  var seconds: Int64
  /// Seconds east of UTC, where the text says so.
  var offset: Int64?
}

/// Reads the ways in which files write times: ISO 8601, dates of spreadsheets, seconds of Unix.
struct TimeText {
  /// Whether `01/02/2024` is the first of February; nil where it has not been found out.
  var dayFirst: Bool?

  /// Nil where the bytes are no time, or one of a clock that does not exist.
  func read(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> WrittenTime? {
    var reader = Digits(bytes: bytes, index: range.lowerBound, end: range.upperBound)
    guard let first = reader.number() else { return nil }
    if reader.index == reader.end { return Self.unix(first.value, digits: first.digits) }
    let year: Int64
    let month: Int64
    let day: Int64
    guard let mark = reader.take(), mark == 0x2D || mark == 0x2F || mark == 0x2E,
      let second = reader.number(), second.digits <= 2, reader.take() == mark,
      let third = reader.number()
    else { return nil }
    if first.digits == 4, third.digits <= 2 {
      (year, month, day) = (first.value, second.value, third.value)
    } else if third.digits == 4, first.digits <= 2 {
      // With points the day comes first everywhere.
      guard let isDayFirst = mark == 0x2E ? true : dayFirst else { return nil }
      year = third.value
      month = isDayFirst ? second.value : first.value
      day = isDayFirst ? first.value : second.value
    } else {
      return nil
    }
    guard let date = CivilDay(year: year, month: month, day: day) else { return nil }
    guard let clock = reader.clock() else { return nil }
    return WrittenTime(seconds: date.number * 86_400 + clock.seconds, offset: clock.offset)
  }

  /// Seconds or milliseconds of Unix, told by their length.
  private static func unix(_ value: Int64, digits: Int) -> WrittenTime? {
    let seconds: Int64
    switch digits {
    case 9, 10: seconds = value
    case 12, 13:
      guard value % 1000 == 0 else { return nil }
      seconds = value / 1000
    case _: return nil
    }
    // Up to the year 2200, as for dates.
    return seconds < 7_258_118_400 ? WrittenTime(seconds: seconds, offset: 0) : nil
  }

  /// What a date with slashes shows of the order of day and month; nil where it fits both.
  static func showsDayFirst(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool? {
    var reader = Digits(bytes: bytes, index: range.lowerBound, end: range.upperBound)
    guard let first = reader.number(), first.digits <= 2, let mark = reader.take(),
      mark == 0x2F || mark == 0x2D, let second = reader.number(), second.digits <= 2
    else { return nil }
    if first.value > 12, second.value <= 12 { return true }
    if second.value > 12, first.value <= 12 { return false }
    return nil
  }

  /// Whether a date begins with its day or month: `1/2/2024`.
  static func isSpreadsheetDate(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
  ) -> Bool {
    var reader = Digits(bytes: bytes, index: range.lowerBound, end: range.upperBound)
    guard let first = reader.number(), first.digits <= 2, let mark = reader.take() else {
      return false
    }
    return mark == 0x2F || mark == 0x2D
  }
}

/// A cursor over bytes.
private struct Digits {
  let bytes: UnsafeBufferPointer<UInt8>
  var index: Int
  let end: Int

  mutating func number() -> (value: Int64, digits: Int)? {
    var value: Int64 = 0
    let start = index
    while index < end, bytes[index] &- 48 <= 9, index - start < 18 {
      value = value * 10 + Int64(bytes[index] &- 48)
      index += 1
    }
    return index == start ? nil : (value, index - start)
  }

  mutating func take() -> UInt8? {
    guard index < end else { return nil }
    index += 1
    return bytes[index - 1]
  }

  /// The rest: nothing, or a clock with or without an offset.
  mutating func clock() -> (seconds: Int64, offset: Int64?)? {
    guard index < end else { return (0, nil) }
    let mark = take()
    guard mark == 0x54 || mark == 0x20 || mark == 0x74, let hour = number(), hour.digits <= 2,
      hour.value < 24, take() == 0x3A, let minute = number(), minute.digits == 2, minute.value < 60
    else { return nil }
    var seconds = hour.value * 3600 + minute.value * 60
    if index < end, bytes[index] == 0x3A {
      index += 1
      guard let second = number(), second.digits == 2, second.value < 60 else { return nil }
      seconds += second.value
      if index < end, bytes[index] == 0x2E {
        index += 1
        // Slots begin on whole seconds.
        guard let fraction = number(), fraction.value == 0 else { return nil }
      }
    }
    while index < end, bytes[index] == 0x20 { index += 1 }
    guard let sign = take() else { return (seconds, nil) }
    if sign == 0x5A || sign == 0x7A { return index == end ? (seconds, 0) : nil }
    if sign == 0x55 || sign == 0x47 {
      let rest =
        (bytes[index - 1..<end]).elementsEqual("UTC".utf8)
        || (bytes[index - 1..<end]).elementsEqual("GMT".utf8)
      return rest ? (seconds, 0) : nil
    }
    guard sign == 0x2B || sign == 0x2D, let hours = number() else { return nil }
    var offset = hours.value * 3600
    if hours.digits == 4 {
      offset = hours.value / 100 * 3600 + hours.value % 100 * 60
    } else if index < end {
      guard hours.digits == 2, take() == 0x3A, let minutes = number(), minutes.digits == 2,
        minutes.value < 60
      else { return nil }
      offset += minutes.value * 60
    }
    guard index == end, offset <= 15 * 3600 else { return nil }
    return (seconds, sign == 0x2D ? -offset : offset)
  }
}
