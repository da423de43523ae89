import Accounting
import Quantities
import Reporting

/// Days, months and years as people write them.
enum GrowthDate {
  /// First moment of a day, month or year.
  static func start(_ text: String) -> Timestamp? { parts(text)?.start }

  /// The first moment after it.
  static func end(_ text: String) -> Timestamp? { parts(text)?.end }

  /// The moment that stands for it: a day's beginning, the middle of a month or year.
  static func middle(_ text: String) -> Timestamp? {
    guard let (start, end) = parts(text) else { return nil }
    let isDay = text.utf8.count >= 10
    return isDay
      ? start : Timestamp(nanoseconds: start.nanoseconds / 2 + end.nanoseconds / 2)
  }

  private static func parts(_ text: String) -> (start: Timestamp, end: Timestamp)? {
    let pieces = text.split(separator: "-", omittingEmptySubsequences: false)
    guard text.utf8.count < 10 else {
      return Timestamp(text).map { ($0, $0 + .seconds(86_400)) }
    }
    guard pieces.count <= 2, pieces[0].utf8.count == 4, let year = Int(pieces[0]) else {
      return nil
    }
    func moment(_ year: Int, _ month: Int) -> Timestamp? {
      Timestamp("\(year)-\(month < 10 ? "0" : "")\(month)-01")
    }
    guard pieces.count == 2 else {
      guard let start = moment(year, 1), let end = moment(year + 1, 1) else { return nil }
      return (start, end)
    }
    guard pieces[1].utf8.count == 2, let month = Int(pieces[1]), (1...12).contains(month),
      let start = moment(year, month),
      let end = month == 12 ? moment(year + 1, 1) : moment(year, month + 1)
    else { return nil }
    return (start, end)
  }

  static func problem(_ text: String, _ flag: String) -> Problem {
    Problem(
      "Cannot understand `\(flag) \(text.printable)`.", why: "It is no year, month or day.",
      fix: "Write for example `\(flag) 2012`, `\(flag) 2012-06` or `\(flag) 2012-06-30`.",
      exit: .usage)
  }
}
