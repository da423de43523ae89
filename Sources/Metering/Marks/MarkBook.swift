package import Accounting

/// The marks of a run in memory of a fixed size.
///
/// When there are `limit` of them without a stage, every other one is left out, and from then on only every
/// second one is taken, then every fourth. The newest is always there. Marks of stages are never thinned, because
/// their sums would change; after `limit` of them no more are taken, which is counted.
package struct MarkBook: Sendable {
  package static let limit = 1024

  private var plain: [Mark] = []
  private var stages: [Mark] = []
  private var newest: Mark?
  private var stride = 1
  private var ordinal = 0
  private var tokens: Double?
  private var requests: Double?
  private var fresh: [Mark] = []
  package private(set) var received = 0
  package private(set) var dropped: [String: Int] = [:]

  package init() {}

  package mutating func refuse(_ reason: MarkLine.Refusal, count: Int = 1) {
    dropped[reason.rawValue, default: 0] += count
  }

  package mutating func take(_ line: Mark) {
    var mark = line
    received += 1
    if let more = line.tokens { tokens = (tokens ?? 0) + more }
    if let more = line.requests { requests = (requests ?? 0) + more }
    mark.tokens = tokens
    mark.requests = requests
    if mark.stage != nil {
      guard stages.count < Self.limit else { return refuse(.limit) }
      stages.append(mark)
      fresh.append(mark)
      return
    }
    newest = mark
    ordinal += 1
    if plain.count == Self.limit, ordinal % stride == 0 {
      plain = plain.indices.filter { $0 % 2 == 1 }.map { plain[$0] }
      stride *= 2
    }
    guard ordinal % stride == 0 else { return }
    plain.append(mark)
    fresh.append(mark)
  }

  /// Marks to be written to the journal: those kept since the last call.
  package mutating func drain() -> [Mark] {
    defer { fresh = [] }
    return fresh
  }

  /// All that is kept, in order.
  package var marks: [Mark] {
    var marks = plain
    if let newest, newest != plain.last { marks.append(newest) }
    return (marks + stages).enumerated().sorted {
      ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
    }.map(\.element)
  }
}
