import Accounting
import Quantities

/// Readings of devices at moments, put in order, each device and moment once.
struct ReadingLog {
  struct Reading {
    let at: Timestamp
    let value: Double
    let line: Int
  }

  private var readings: [String: [Reading]] = [:]

  var isEmpty: Bool { readings.isEmpty }
  var devices: [String] { readings.keys.sorted() }

  mutating func add(_ device: String, _ at: Timestamp, _ value: Double, line: Int) {
    readings[device, default: []].append(Reading(at: at, value: value, line: line))
  }

  /// Readings in order. One of a moment that has one already and the only one of a device are not taken. A line is
  /// refused where nothing of it is taken.
  func ordered(_ file: ImportFile, _ batch: inout ImportBatch) -> [String: [Reading]] {
    let (ordered, taken, reasons) = ordered()
    batch.taken += taken.count
    for (line, reason) in reasons.sorted(by: { $0.key < $1.key }) {
      if taken.contains(line) {
        batch.note("Of \(file.name), line \(line) was taken in part: \(reason).")
      } else {
        batch.refuse(file, line, reason)
      }
    }
    return ordered
  }

  /// The same with the lines that were taken, and why others were not.
  func ordered() -> (
    readings: [String: [Reading]], taken: Set<Int>, reasons: [Int: String]
  ) {
    var ordered: [String: [Reading]] = [:]
    var reasons: [Int: String] = [:]
    var lines: Set<Int> = []
    for (device, list) in readings.sorted(by: { $0.key < $1.key }) {
      var kept: [Reading] = []
      kept.reserveCapacity(list.count)
      for reading in list.sorted(by: { ($0.at, $0.line) < ($1.at, $1.line) }) {
        if kept.last?.at == reading.at {
          reasons[reading.line] =
            kept.last?.value == reading.value
            ? "it repeats a reading of `\(device)`"
            : "`\(device)` has another reading of this moment already"
          continue
        }
        kept.append(reading)
      }
      guard kept.count > 1 else {
        for reading in kept {
          reasons[reading.line] =
            "`\(device)` has a single reading, and one says nothing of a span"
        }
        continue
      }
      for reading in kept { lines.insert(reading.line) }
      ordered[device] = kept
    }
    return (ordered, lines, reasons)
  }
}

extension [ReadingLog.Reading] {
  /// Longer than so many usual steps, and than ten seconds, is a gap: what was drawn then is not known.
  private static var mostSteps: Double { 10 }

  /// The step in the middle, in seconds.
  var usualStep: Double {
    let steps = zip(self, dropFirst()).map { ($1.at - $0.at).seconds }.sorted()
    return steps.isEmpty ? 0 : steps[steps.count / 2]
  }

  /// Power at moments.
  func points(from start: Timestamp) -> [ImportedWork.Point] {
    map { ImportedWork.Point(at: ($0.at - start).seconds, watts: $0.value) }
  }

  /// Each value is the mean power since the reading before; the first stands for one usual step, or for `first`
  /// seconds. The work begins that much earlier.
  func means(first: Double? = nil) -> (start: Timestamp, counts: [ImportedDevice.Count]) {
    let usual = first ?? usualStep
    let limit = Swift.max(10, Self.mostSteps * usualStep)
    guard let head = self.first else { return (Timestamp(nanoseconds: 0), []) }
    let start = head.at + .rounded(-usual)
    var joules = 0.0
    var before = start
    var counts = [ImportedDevice.Count(at: 0, joules: 0)]
    counts.reserveCapacity(count + 1)
    for reading in self {
      let step = (reading.at - before).seconds
      let isGap = step > limit && before != start
      if !isGap { joules += reading.value * step }
      counts.append(
        ImportedDevice.Count(
          at: (reading.at - start).seconds, joules: joules, isAfterGap: isGap))
      before = reading.at
    }
    return (start, counts)
  }

  /// A counter in joules that never goes back, except where it was set to nothing or turned over: it is then taken to have
  /// counted from zero, and what it had counted between the reading before and that moment is not in the sum.
  /// - Parameter turn: joules after which it begins anew, where the record says; a step back is then one turn.
  func counts(from start: Timestamp, turn: Double? = nil) -> (
    counts: [ImportedDevice.Count], resets: Int
  ) {
    guard let head = first else { return ([], 0) }
    var joules = 0.0
    var resets = 0
    var counts = [ImportedDevice.Count(at: (head.at - start).seconds, joules: 0)]
    counts.reserveCapacity(count)
    for (a, b) in zip(self, dropFirst()) {
      if b.value >= a.value {
        joules += b.value - a.value
      } else if let turn, a.value <= turn {
        joules += turn - a.value + b.value
      } else {
        joules += b.value
        resets += 1
      }
      counts.append(ImportedDevice.Count(at: (b.at - start).seconds, joules: joules))
    }
    return (counts, resets)
  }
}

extension Duration {
  /// Of a number of seconds with a fraction, to the nanosecond.
  static func rounded(_ seconds: Double) -> Duration {
    .nanoseconds(Int64((seconds * 1e9).rounded()))
  }
}
