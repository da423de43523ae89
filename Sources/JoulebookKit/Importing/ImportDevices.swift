import Accounting
import Importing
import Quantities

/// Energy over time of devices whose record is a sum, a counter or power at moments. Over a gap nothing is drawn.
struct ImportDevices {
  private let lines: [Line]
  private let seconds: Double
  /// After each name, where devices of one name may be several.
  private let suffix: String

  /// Spans of a run: more than this show nothing more.
  private static let mostSpans = 1000

  init(_ devices: [ImportedDevice], of work: ImportedWork) {
    seconds = work.seconds
    // Of a record that names no machine, `gpu0` may be anybody's.
    suffix = work.host.isEmpty ? " of \(work.key)" : ""
    lines = devices.map { Line($0, seconds: work.seconds) }
  }

  var found: ImportPower.Found {
    let most = lines.map(\.at.count).max() ?? 1
    let count = max(1, min(Self.mostSpans, most - 1))
    let cuts = (0...count).map { seconds * Double($0) / Double(count) }
    let tallies = lines.map { line in
      let values = cuts.map { line.values(at: $0) }
      return zip(values, values.dropFirst()).map { a, b in
        var tally = Tally()
        tally.energy = b.joules - a.joules
        tally.run = tally.energy
        tally.seconds = b.covered - a.covered
        tally.runSeconds = tally.seconds
        return tally
      }
    }
    return ImportPower.Found(
      devices: zip(lines, tallies).map { record($0, $1.reduce(into: Tally()) { $0 += $1 }) },
      spans: (0..<count).map { index in
        Run.Span(start: cuts[index], end: cuts[index + 1], tallies: tallies.map { $0[index] })
      }, gaps: lines.flatMap(gaps))
  }

  private func name(_ device: String) -> String {
    device.hasPrefix("GPU-") ? device : device + suffix
  }

  private func record(_ line: Line, _ total: Tally) -> Run.DeviceRecord {
    let source = line.source
    let mean = total.seconds > 0 ? total.energy / total.seconds : 0
    let width = mean > 0 ? source.errorWatts / mean : 0
    return Run.DeviceRecord(
      imported: Device(
        component: source.component, name: name(source.device), sensor: source.sensor,
        evidence: source.evidence, sharing: .deviceProcesses, partOf: source.partOf.map(name),
        accuracy: Device.Accuracy(
          low: max(0, min(source.low, 1 - width)), high: max(source.high, 1 + width))),
      total: total, note: source.note)
  }

  private func gaps(_ line: Line) -> [Gap] {
    line.gaps.map {
      Gap(
        device: name(line.source.device), reason: .unreadable, start: $0.start, end: $0.end,
        note: "The record has nothing for \(($0.end - $0.start).text(significant: 3)) s.")
    }
  }

  /// Joules and covered seconds from the first moment of a record up to each of its moments.
  private struct Line {
    let source: ImportedDevice
    private(set) var at: [Double] = []
    private var joules: [Double] = []
    private var covered: [Double] = []
    /// Empty where energy between two moments is even.
    private var watts: [Double] = []
    private(set) var gaps: [(start: Double, end: Double)] = []

    /// Of so many usual steps without a reading nobody knows what was drawn.
    private static let mostSteps = 10.0
    private static let leastGap = 10.0

    init(_ source: ImportedDevice, seconds: Double) {
      self.source = source
      switch source.record {
      case .sum(let sum): (at, joules, covered) = ([0, seconds], [0, sum], [0, seconds])
      case .counts(let counts):
        for count in counts { add(count.at, count.joules, isAfterGap: count.isAfterGap) }
      case .power(let points): addPower(points)
      }
    }

    private mutating func add(_ moment: Double, _ sum: Double, isAfterGap: Bool) {
      let before = at.last ?? moment
      if isAfterGap { gaps.append((before, moment)) }
      covered.append((covered.last ?? 0) + (isAfterGap ? 0 : moment - before))
      at.append(moment)
      joules.append(sum)
    }

    private mutating func addPower(_ points: [ImportedWork.Point]) {
      let steps = zip(points, points.dropFirst()).map { $1.at - $0.at }.sorted()
      let limit = max(Self.leastGap, Self.mostSteps * (steps.isEmpty ? 0 : steps[steps.count / 2]))
      for point in points {
        let step = point.at - (at.last ?? point.at)
        let isGap = step > limit
        let mean = (point.watts + (watts.last ?? point.watts)) / 2
        add(point.at, (joules.last ?? 0) + (isGap ? 0 : step * mean), isAfterGap: isGap)
        watts.append(point.watts)
      }
    }

    func values(at moment: Double) -> (joules: Double, covered: Double) {
      guard let first = at.first, moment > first else { return (joules.first ?? 0, 0) }
      var low = 0
      var high = at.count - 1
      guard moment < at[high] else { return (joules[high], covered[high]) }
      while high - low > 1 {
        let middle = (low + high) / 2
        if at[middle] <= moment { low = middle } else { high = middle }
      }
      guard covered[high] > covered[low] else { return (joules[low], covered[low]) }
      let span = moment - at[low]
      let part = span / (at[high] - at[low])
      // Power changes evenly, so that energy does by the square.
      let drawn =
        watts.isEmpty
        ? (joules[high] - joules[low]) * part
        : span * (watts[low] + (watts[high] - watts[low]) * part / 2)
      return (joules[low] + drawn, covered[low] + span)
    }
  }
}
