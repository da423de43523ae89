public import Accounting

/// Which points of a series a trend is fitted to. The rule decides the answer as much as the data.
public enum GrowthSelection: Hashable, Sendable {
  case all
  /// Those above everything before them.
  case record
  /// Those that were among so many largest when they came.
  case top(Int)

  public var text: String {
    switch self {
    case .all: "all"
    case .record: "running record"
    case .top(let count): "running top \(count)"
    }
  }

  /// The points it chooses, by date; of one day the smaller goes first.
  public func chosen(from points: [GrowthPoint]) -> [GrowthPoint] {
    let sorted = points.sorted { ($0.date, $0.amount, $0.name) < ($1.date, $1.amount, $1.name) }
    let count: Int
    switch self {
    case .all: return sorted
    case .record: count = 1
    case .top(let number): count = max(1, number)
    }
    // The largest so far, the smallest of them first.
    var largest: [Double] = []
    return sorted.filter { point in
      if largest.count == count {
        guard point.amount > largest[0] else { return false }
        largest.removeFirst()
      }
      largest.insert(point.amount, at: largest.firstIndex { $0 > point.amount } ?? largest.count)
      return true
    }
  }
}
