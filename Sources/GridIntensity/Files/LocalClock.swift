import Accounting
import Foundation

/// The clock of a place: turns what it shows into UTC, and says where it shows a time twice or never.
struct LocalClock {
  enum Reading: Hashable {
    case one(Int64)
    /// An hour that is shown twice, when clocks are set back: the earlier and the later moment.
    case two(Int64, Int64)
    /// An hour that is left out, when clocks are set forward.
    case never
  }

  let name: String
  private let zone: TimeZone
  private var day: Int64 = .min
  private var before: Int64 = 0
  private var after: Int64 = 0

  /// - Parameter name: `UTC`, `+05:30`, `Europe/Berlin`.
  init(_ name: String) throws(Problem) {
    self.name = name
    if let offset = Self.offset(name), let zone = TimeZone(secondsFromGMT: offset) {
      self.zone = zone
    } else if name.contains("/") || name == "UTC" || name == "GMT",
      let zone = TimeZone(identifier: name)
    {
      self.zone = zone
    } else {
      // Abbreviations mean different zones to different people: IST, CST, BST.
      throw Problem(
        "Unknown time zone `\(name)`.",
        why: "It is neither `UTC`, an offset such as `+05:30`, nor a name such as `Europe/Berlin`.",
        fix: "Write for example `Europe/Berlin`.", exit: .usage)
    }
  }

  /// `+05:30` in seconds.
  private static func offset(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count == 6, bytes[0] == 0x2B || bytes[0] == 0x2D, bytes[3] == 0x3A,
      let hours = Int(text.dropFirst().prefix(2)), let minutes = Int(text.suffix(2)),
      hours <= 15, minutes < 60
    else { return nil }
    return (hours * 3600 + minutes * 60) * (bytes[0] == 0x2D ? -1 : 1)
  }

  /// - Parameter seconds: of the written clock, from 1970-01-01T00:00.
  mutating func reading(_ seconds: Int64) -> Reading {
    let today = seconds / 86_400 - (seconds < 0 ? 1 : 0)
    if today != day {
      // A clock changes at most once within the two days around.
      day = today
      before = offset(at: today * 86_400 - 86_400)
      after = offset(at: today * 86_400 + 2 * 86_400)
    }
    if before == after { return .one(seconds - before) }
    let candidates = [before, after].filter { offset(at: seconds - $0) == $0 }
      .map { seconds - $0 }.sorted()
    switch candidates.count {
    case 0: return .never
    case 1: return .one(candidates[0])
    case _: return .two(candidates[0], candidates[1])
    }
  }

  private func offset(at seconds: Int64) -> Int64 {
    Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
  }
}
