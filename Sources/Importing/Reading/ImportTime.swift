import Accounting
import Foundation
import Quantities

/// Reads times as tools write them: RFC 3339, `2024/01/31 10:00:00.123`, `2024-01-31 10:00:00,123`, seconds of Unix.
struct ImportTime {
  private let zone: TimeZone
  /// False when times without a zone are taken for UTC because nobody said otherwise.
  let isGiven: Bool

  init(_ options: ImportOptions) throws(Problem) {
    guard let name = options.timeZone else {
      zone = .gmt
      isGiven = false
      return
    }
    guard let zone = name == "UTC" ? .gmt : TimeZone(identifier: name) else {
      throw Problem(
        "There is no time zone `\(name)`.", why: "The time zone database of this machine has none.",
        fix: "Write for example `--time-zone Europe/Berlin`, or UTC.", exit: .usage)
    }
    self.zone = zone
    isGiven = true
  }

  static func noDay(_ text: String) -> Problem {
    Problem(
      "Cannot understand `\(text)` (--date).", why: "It is no day.",
      fix: "Write for example `--date 2024-05-13`, or with the time: `--date 2024-05-13T01:42:30`.",
      exit: .usage)
  }

  static let note = "Times without a zone were taken for UTC; give --time-zone if they are not."

  /// Nil when the text is no time. `isLocal` says that it had no zone of its own.
  func read(_ text: some StringProtocol) -> (moment: Timestamp, isLocal: Bool)? {
    var text = text.trimmingCharacters(in: .whitespaces)
    if let seconds = Double(text) {
      // From 2001 on; smaller numbers are counters.
      guard seconds >= 1e9, seconds < 7.2e9 else { return nil }
      return (Timestamp(nanoseconds: Int64((seconds * 1e6).rounded()) * 1000), false)
    }
    text = text.replacingOccurrences(of: "/", with: "-").replacingOccurrences(of: ",", with: ".")
    if text.hasSuffix(" UTC") { text = text.dropLast(4) + "Z" }
    guard text.utf8.count > 10 else {
      return Timestamp(text).map { (local($0), true) }
    }
    if let moment = Timestamp(text) { return (moment, false) }
    if text.utf8.count == 16 { text += ":00" }
    // Offsets without a colon, as Python's logging and ISO 8601's basic form write them.
    if let sign = text.lastIndex(where: { $0 == "+" || $0 == "-" }),
      text.distance(from: sign, to: text.endIndex) == 5,
      text.distance(from: text.startIndex, to: sign) > 10
    {
      text.insert(":", at: text.index(sign, offsetBy: 3))
      return Timestamp(text).map { ($0, false) }
    }
    return Timestamp(text + "Z").map { (local($0), true) }
  }

  /// The moment at which the zone's clock shows what UTC's clock shows at `written`.
  private func local(_ written: Timestamp) -> Timestamp {
    func offset(_ moment: Timestamp) -> Int64 {
      Int64(
        zone.secondsFromGMT(
          for: Date(timeIntervalSince1970: Double(moment.nanoseconds) * 1e-9)))
    }
    // Twice, because the offset is that of the moment sought.
    var moment = written
    for _ in 0..<2 {
      moment = Timestamp(nanoseconds: written.nanoseconds - offset(moment) * 1_000_000_000)
    }
    return moment
  }
}
