import Accounting
import Quantities

/// The day of records that hold only times of day, or none: what `--date` says.
struct RecordDay {
  /// Midnight of the day, as the clock of the zone shows it.
  private let midnight: Timestamp
  /// The moment itself, where it was given with its time.
  private let moment: Timestamp?
  private let time: ImportTime

  /// Nil where nobody gave one.
  init?(_ options: ImportOptions, _ time: ImportTime) throws(Problem) {
    guard let text = options.date else { return nil }
    guard let midnight = Timestamp(String(text.prefix(10))) else { throw ImportTime.noDay(text) }
    self.midnight = midnight
    self.time = time
    if text.count > 10 {
      guard let read = time.read(text.count == 16 ? text + ":00" : text) else {
        throw ImportTime.noDay(text)
      }
      moment = read.moment
    } else {
      moment = nil
    }
  }

  /// A time of day on it: `17:16:13:287`, `17:16:13.287`. Nil where the text is none.
  func at(_ text: some StringProtocol) -> Timestamp? {
    let parts = text.split { $0 == ":" || $0 == "." || $0 == "," }
    guard parts.count >= 3, let hour = Int(parts[0]), let minute = Int(parts[1]),
      let second = Int(parts[2]), (0..<24).contains(hour), (0..<60).contains(minute),
      (0..<60).contains(second)
    else { return nil }
    let fraction = parts.count > 3 ? Double("0." + parts[3]) : 0
    guard let fraction else { return nil }
    let day = midnight.description.prefix(10)
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let whole = time.read("\(day) \(two(hour)):\(two(minute)):\(two(second))")?.moment
    return whole.map { Timestamp(nanoseconds: $0.nanoseconds + Int64(fraction * 1e9)) }
  }

  /// When a record without any time began: the moment that was given, else the day's midnight.
  var start: Timestamp {
    moment ?? time.read("\(midnight.description.prefix(10)) 00:00:00")?.moment ?? midnight
  }

  static func missing(_ file: ImportFile, _ why: String) -> Problem {
    Problem(
      "Cannot tell when `\(file.path)` was written.", why: why,
      fix: "Give the day: `--date 2024-05-13`, or the moment: `--date 2024-05-13T01:42:30`.",
      exit: .usage)
  }
}
