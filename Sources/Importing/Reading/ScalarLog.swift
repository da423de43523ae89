import Accounting
import Quantities

/// Values of metrics at moments, put together to a work with marks.
struct ScalarLog {
  private var points: [Point: [String: Double]] = [:]

  private struct Point: Hashable, Comparable {
    let wall: Double
    let step: Double
    static func < (a: Self, b: Self) -> Bool { (a.wall, a.step) < (b.wall, b.step) }
  }

  mutating func add(_ tag: String, wall: Double, step: Double, value: Double) {
    guard value.isFinite, !tag.isEmpty, tag.utf8.count <= 64 else { return }
    points[Point(wall: wall, step: step), default: [:]][tag] = value
  }

  /// As many marks as a run that was metered keeps.
  private static let mostMarks = 1024

  /// Nil where the values lie at a single moment: nobody knows then how long the work took.
  /// - Parameter first: when the work began, if that was before the first value.
  func work(key: String, name: String, from first: Double?) -> ImportedWork? {
    let moments = points.keys.sorted()
    guard let start = moments.first.map({ min($0.wall, first ?? $0.wall) }),
      let last = moments.last,
      last.wall > start
    else { return nil }
    var work = ImportedWork(
      key: key, name: name,
      started: Timestamp(nanoseconds: Int64((start * 1e3).rounded()) * 1_000_000),
      seconds: last.wall - start, power: .unknown)
    work.marks = moments.enumerated().filter { Self.isKept($0.offset, of: moments.count) }.map {
      _, point in
      var mark = Mark(at: point.wall - start)
      mark.step = point.step
      mark.metrics = points[point]
      return mark
    }
    work.warnings.append(
      "The work is taken to have begun with its first record and ended with its last; what it did before and after is not in."
    )
    return work
  }

  /// Evenly thinned; the last always stays.
  private static func isKept(_ index: Int, of count: Int) -> Bool {
    guard count > mostMarks, index < count - 1 else { return true }
    return index * (mostMarks - 1) / (count - 1) != (index - 1) * (mostMarks - 1) / (count - 1)
      || index == 0
  }
}
