package import Accounting
package import Quantities

/// Puts values with times into slots of one length, end to end. What does not fit is refused by name; what was
/// mended is noted.
package struct SlotGrid {
  /// A value at a time.
  package struct Point: Hashable, Sendable {
    /// Start of its slot, in seconds of Unix.
    package var time: Int64
    /// NaN where the source has none.
    package var value: Double
    /// Line of the file, or place in an answer, for messages.
    package var line: Int

    package init(time: Int64, value: Double, line: Int) {
      self.time = time
      self.value = value
      self.line = line
    }
  }

  package let start: Timestamp
  package let slotSeconds: Int
  package let values: [Double]
  package let notes: [String]

  /// More slots than this are taken for a slip in a date: 19 years of five minutes.
  static let mostSlots = 2_000_000

  /// - Parameters:
  ///   - place: what the points come from, for messages: a file's path.
  ///   - slotSeconds: length of a slot where it is known; else it is told by the steps between points.
  package init(
    _ points: [Point], place: String, slotSeconds given: Int? = nil
  ) throws(Problem) {
    var notes: [String] = []
    var points = points
    if zip(points, points.dropFirst()).contains(where: { $0.time > $1.time }) {
      points.sort { ($0.time, $0.line) < ($1.time, $1.line) }
      notes.append("Its rows were not in order of time; they were sorted.")
    }
    points = try Self.unique(points, place: place, notes: &notes)
    guard let first = points.first, let last = points.last else {
      throw Problem(
        "There is no intensity in \(place).", why: "It has no row with a time and a value.",
        fix: "Look into it; a row is a time and a number of g/kWh.", exit: .usage)
    }
    let slot: Int
    if let given { slot = given } else { slot = try Self.step(points, place: place) }
    let count = (last.time - first.time) / Int64(slot) + 1
    guard count <= Self.mostSlots else {
      throw Problem(
        "The times in \(place) are too far apart.",
        why: "From line \(first.line) to line \(last.line) it would take \(count) slots of "
          + "\(slot) s.", fix: "Correct the date that is wrong.", exit: .usage)
    }
    var values = [Double](repeating: .nan, count: Int(count))
    for point in points {
      let offset = point.time - first.time
      guard offset % Int64(slot) == 0 else {
        throw Self.offGrid(point, slot: slot, place: place)
      }
      values[Int(offset / Int64(slot))] = point.value
    }
    start = Self.timestamp(first.time)
    self.slotSeconds = slot
    self.values = values
    let unknown = values.lazy.filter { !$0.isFinite }.count
    let missing = values.count - points.count
    if missing > 0 || unknown > missing {
      notes.append(
        Self.gapNote(values, start: first.time, slot: slot, missing: missing, unknown: unknown))
    }
    self.notes = notes
  }

  /// The points with each time once. Two different values for one time are refused.
  private static func unique(
    _ points: [Point], place: String, notes: inout [String]
  ) throws(Problem) -> [Point] {
    guard zip(points, points.dropFirst()).contains(where: { $0.time == $1.time }) else {
      return points
    }
    var kept: [Point] = []
    kept.reserveCapacity(points.count)
    var repeated = 0
    for point in points {
      guard let last = kept.last, last.time == point.time else {
        kept.append(point)
        continue
      }
      repeated += 1
      if last.value.isNaN {
        kept[kept.count - 1] = point
      } else if !point.value.isNaN, point.value != last.value {
        throw Problem(
          "\(place) has two values for \(timestamp(point.time)).",
          why: "Line \(last.line) says \(last.value.shortText()) and line \(point.line) says "
            + "\(point.value.shortText()) g/kWh.",
          fix: "Keep the row that is right. Where clocks were set back, write times with offsets.",
          exit: .usage)
      }
    }
    notes.append(
      "\(repeated) \(repeated == 1 ? "row repeats" : "rows repeat") others; each time counts once.")
    return kept
  }

  /// The step between most points: all others must be whole multiples of it.
  private static func step(_ points: [Point], place: String) throws(Problem) -> Int {
    var counts: [Int64: Int] = [:]
    for (a, b) in zip(points, points.dropFirst()) { counts[b.time - a.time, default: 0] += 1 }
    guard let step = counts.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) })?.key else {
      throw Problem(
        "One row in \(place) does not tell how long a slot is.",
        why: "Its length is read off the step between rows.",
        fix: "Give at least two rows.", exit: .usage)
    }
    guard (300...86_400).contains(step), 86_400 % step == 0 else {
      throw Problem(
        "The step between rows in \(place) is \(step) s.",
        why: "A day must hold a whole number of slots of 5 minutes to 1 day.",
        fix: "Resample the file to 5, 15, 30 or 60 minutes.", exit: .usage)
    }
    for (a, b) in zip(points, points.dropFirst()) where (b.time - a.time) % step != 0 {
      throw offGrid(b, slot: Int(step), place: place)
    }
    return Int(step)
  }

  private static func offGrid(_ point: Point, slot: Int, place: String) -> Problem {
    Problem(
      "The time \(timestamp(point.time)) in \(place), line \(point.line), does not fit the others.",
      why: "Most rows are \(slot / 60) min apart and this one falls between two slots.",
      fix: "Where the file changes from one step to another, split it there.", exit: .usage)
  }

  private static func gapNote(
    _ values: [Double], start: Int64, slot: Int, missing: Int, unknown: Int
  ) -> String {
    let index = values.firstIndex { !$0.isFinite } ?? 0
    let end = values[index...].firstIndex { $0.isFinite } ?? values.count
    let from = timestamp(start + Int64(index * slot))
    let to = timestamp(start + Int64(end * slot))
    let empty = unknown - missing
    let parts = [
      missing > 0 ? "\(missing) not in the file" : nil,
      empty > 0 ? "\(empty) without a number" : nil,
    ].compactMap(\.self)
    return
      "\(unknown) of \(values.count) slots are unknown (\(parts.joined(separator: ", "))), the "
      + "first from \(from) to \(to)."
  }

  package static func timestamp(_ seconds: Int64) -> Timestamp {
    Timestamp(nanoseconds: seconds * 1_000_000_000)
  }
}
