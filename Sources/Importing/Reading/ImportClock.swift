import Accounting
import Foundation
import Quantities

/// Reads times of very many rows: the usual form digit by digit, any other as `ImportTime` does.
struct ImportClock {
  struct Moment {
    let nanoseconds: Int64
    /// How it was read, where it is not written as a time should be.
    var repair: Repair?
  }

  enum Repair {
    /// It had lost its day, which was given.
    case lostDay
    /// Its day is not in the calendar: 31 April.
    case noSuchDay

    var words: String {
      switch self {
      case .lostDay: "its time had lost its day and hour; the day is the one of --date"
      case .noSuchDay:
        "its day is not in the calendar, and was read as so many days after the month began"
      }
    }
  }

  private let time: ImportTime
  private let zone: TimeZone?
  /// Midnight of the day that was given, as the clock there shows it.
  private let day: Int64?
  /// A zone's distance from UTC is asked for once for each hour of its clock.
  private var hour = Int64.min
  private var offset: Int64 = 0
  /// Times without a zone were taken for UTC because nobody said otherwise.
  private(set) var tookUTC = false

  init(_ options: ImportOptions) throws(Problem) {
    time = try ImportTime(options)
    zone = options.timeZone.flatMap { $0 == "UTC" ? nil : TimeZone(identifier: $0) }
    day = try options.date.map { text throws(Problem) in
      guard let moment = Timestamp(String(text.prefix(10))) else { throw ImportTime.noDay(text) }
      return moment.nanoseconds
    }
  }

  /// Nil when the cell holds no time.
  @inline(__always)
  mutating func read(_ cell: CellScanner.Cell) -> Moment? {
    if cell.count == 19, let (written, isReal) = Self.plain(cell.start) {
      if !time.isGiven { tookUTC = true }
      return Moment(nanoseconds: local(written), repair: isReal ? nil : .noSuchDay)
    }
    return unusual(cell)
  }

  func reason(_ cell: CellScanner.Cell) -> String {
    Self.minutes(cell.text) != nil
      ? "`\(cell.text)` has lost its day and hour to a spreadsheet; give the day with --date"
      : cell.isEmpty ? "its time is empty" : "`\(cell.text.prefix(40))` is no time"
  }

  private mutating func unusual(_ cell: CellScanner.Cell) -> Moment? {
    let text = cell.text
    if let minutes = Self.minutes(text) {
      guard let day else { return nil }
      return Moment(nanoseconds: local(day + Int64(minutes * 1e9)), repair: .lostDay)
    }
    guard let read = time.read(text), read.moment.nanoseconds > 0 else { return nil }
    if read.isLocal, !time.isGiven { tookUTC = true }
    return Moment(nanoseconds: read.moment.nanoseconds)
  }

  /// `26:11.7`, as spreadsheets show a time of day from which they cut the hours.
  private static func minutes(_ text: String) -> Double? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let minutes = Int(parts[0]), (0..<60).contains(minutes),
      let seconds = Double(parts[1]), (0..<60).contains(seconds)
    else { return nil }
    return Double(minutes) * 60 + seconds
  }

  private mutating func local(_ written: Int64) -> Int64 {
    guard let zone else { return written }
    let now = written / 3_600_000_000_000
    if now != hour {
      hour = now
      func distance(_ moment: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment / 1_000_000_000))))
      }
      // Twice, because the offset is that of the moment sought.
      var moment = written
      for _ in 0..<2 { moment = written - distance(moment) * 1_000_000_000 }
      offset = written - moment
    }
    return written - offset
  }

  /// `2024-05-31T10:39:13`, and with a blank between; nil for anything else. Says whether the month has that day.
  @inline(__always)
  private static func plain(_ bytes: UnsafePointer<UInt8>) -> (Int64, isReal: Bool)? {
    guard bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x54 || bytes[10] == 0x20,
      bytes[13] == 0x3A, bytes[16] == 0x3A
    else { return nil }
    var isSound = true
    func two(_ index: Int) -> Int64 {
      let (a, b) = (bytes[index] &- 0x30, bytes[index + 1] &- 0x30)
      if a > 9 || b > 9 { isSound = false }
      return Int64(a) * 10 + Int64(b)
    }
    let (year, month, day) = (two(0) * 100 + two(2), two(5), two(8))
    let (hour, minute, second) = (two(11), two(14), two(17))
    let lengths: [Int64] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard isSound, year >= 1970, month >= 1, month <= 12, day >= 1, day <= 31, hour < 24,
      minute < 60,
      second < 61
    else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let isReal = day <= lengths[Int(month) - 1] + (month == 2 && isLeap ? 1 : 0)
    // Days since 1970, with years that begin in March.
    let shifted = month <= 2 ? year - 1 : year
    let months = (month + 9) % 12
    let days =
      shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + (months * 153 + 2) / 5 + day - 1
      - 719_468
    return ((((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000_000, isReal)
  }
}
