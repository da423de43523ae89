import Accounting
import Importing
import Quantities

/// Energy of devices whose power was read at moments: straight lines in between, and no line over a gap.
struct ImportCurves {
  private let curves: [Curve]
  private let seconds: Double

  /// Spans of a run: more than this show nothing more.
  private static let mostSpans = 1000
  /// Of so many usual steps without a reading nobody knows what was drawn.
  private static let mostSteps = 10.0
  private static let leastGap = 10.0

  private struct Curve {
    let source: ImportedWork.Curve
    /// Joules and covered seconds up to each point.
    var joules: [Double] = [0]
    var covered: [Double] = [0]
    var gaps: [(start: Double, end: Double)] = []
  }

  init(_ curves: [ImportedWork.Curve], seconds: Double) {
    self.seconds = seconds
    self.curves = curves.map { Self.integrated($0) }
  }

  private static func integrated(_ source: ImportedWork.Curve) -> Curve {
    var curve = Curve(source: source)
    let points = source.points
    let steps = zip(points, points.dropFirst()).map { $1.at - $0.at }.sorted()
    let usual = steps.isEmpty ? 0 : steps[steps.count / 2]
    let limit = max(leastGap, mostSteps * usual)
    for (a, b) in zip(points, points.dropFirst()) {
      let step = b.at - a.at
      let isGap = step > limit
      if isGap { curve.gaps.append((a.at, b.at)) }
      curve.joules.append((curve.joules.last ?? 0) + (isGap ? 0 : step * (a.watts + b.watts) / 2))
      curve.covered.append((curve.covered.last ?? 0) + (isGap ? 0 : step))
    }
    return curve
  }

  var found: ImportPower.Found {
    let most = curves.map(\.source.points.count).max() ?? 1
    let count = max(1, min(Self.mostSpans, most - 1))
    let cuts = (0...count).map { seconds * Double($0) / Double(count) }
    let tallies = curves.map { curve in
      zip(cuts, cuts.dropFirst()).map { start, end in
        let (a, b) = (Self.values(curve, at: start), Self.values(curve, at: end))
        var tally = Tally()
        tally.energy = b.joules - a.joules
        tally.run = tally.energy
        tally.seconds = b.covered - a.covered
        tally.runSeconds = tally.seconds
        return tally
      }
    }
    let records = zip(curves, tallies).map { curve, tallies in
      let total = tallies.reduce(into: Tally()) { $0 += $1 }
      let mean = total.seconds > 0 ? total.energy / total.seconds : 0
      let error = curve.source.errorWatts
      let width = mean > 0 ? (error ?? 0) / mean : 0
      return Run.DeviceRecord(
        imported: Device(
          component: curve.source.component, name: curve.source.device,
          sensor: curve.source.sensor, evidence: .metered, sharing: .deviceProcesses,
          accuracy: Device.Accuracy(low: max(0, 1 - width), high: 1 + width)),
        total: total,
        note: "the whole device, read at moments"
          + (error.map { ", each within \($0.shortText()) W" } ?? ""))
    }
    let gaps = curves.flatMap { curve in
      curve.gaps.map {
        Gap(
          device: curve.source.device, reason: .unreadable, start: $0.start, end: $0.end,
          note: "The log has no reading for \(($0.end - $0.start).text(significant: 3)) s.")
      }
    }
    return ImportPower.Found(
      devices: records,
      spans: (0..<count).map { index in
        Run.Span(start: cuts[index], end: cuts[index + 1], tallies: tallies.map { $0[index] })
      }, gaps: gaps)
  }

  /// Joules and covered seconds up to a moment, exact on the straight line between two readings.
  private static func values(_ curve: Curve, at moment: Double) -> (joules: Double, covered: Double)
  {
    let points = curve.source.points
    guard let first = points.first, moment > first.at else { return (0, 0) }
    var low = 0
    var high = points.count - 1
    guard moment < points[high].at else { return (curve.joules[high], curve.covered[high]) }
    while high - low > 1 {
      let middle = (low + high) / 2
      if points[middle].at <= moment { low = middle } else { high = middle }
    }
    // Nothing is drawn over a gap.
    guard curve.covered[high] > curve.covered[low] else {
      return (curve.joules[low], curve.covered[low])
    }
    let (a, b) = (points[low], points[high])
    let part = (moment - a.at) / (b.at - a.at)
    let watts = a.watts + (b.watts - a.watts) * part
    return (
      curve.joules[low] + (moment - a.at) * (a.watts + watts) / 2,
      curve.covered[low] + moment - a.at
    )
  }
}
