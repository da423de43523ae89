import Accounting
import Quantities

/// When a log without dates began: `--date`.
struct ImportBeginning {
  /// Nil when nobody said.
  let moment: Timestamp?

  init(_ options: ImportOptions, _ time: ImportTime) throws(Problem) {
    guard let text = options.date else {
      moment = nil
      return
    }
    guard let read = time.read(text) else {
      throw Problem(
        "Cannot understand `\(text)` (--date).", why: "It is no day and no moment.",
        fix: "Write for example `--date 2024-05-13`, or `--date 2024-05-13T01:42:30`.", exit: .usage
      )
    }
    moment = read.moment
  }

  /// Why a row of a log without dates is refused.
  static let reason =
    "its log has no date; say when the first record was made: --date 2024-05-13T01:42:30"
}

/// Reads times of day of a log that tells no days; the first day is `--date`, and each midnight is one more.
struct DayClock {
  private let time: ImportTime
  private var day: Timestamp?
  private var last = ""

  init(_ options: ImportOptions, _ time: ImportTime) {
    self.time = time
    day = options.date.flatMap { Timestamp(String($0.prefix(10))) }
  }

  /// Nil when the text is no `10:00:01`, or nobody gave a day.
  mutating func read(_ text: some StringProtocol) -> Timestamp? {
    let parts = text.split(separator: ":").compactMap { Double($0) }
    guard var day, parts.count == 3, parts[0] < 24, parts[1] < 60, parts[2] < 61 else { return nil }
    // Two digits each, so that texts are in order as times are.
    if String(text) < last {
      day = day + .seconds(86_400)
      self.day = day
    }
    last = String(text)
    return time.read("\(day.description.prefix(10))T\(text)")?.moment
  }
}
