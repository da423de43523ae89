/// Tells counters that are one counter under several names, as on multi-die parts whose dies all
/// show the package's: values that are identical over several updates. Similar power proves
/// nothing, because two equally loaded packages have it too.
///
/// Feed it the raw values of the same moment, in the same order each time; read twice around an
/// update, two mirrors may differ once, so a difference is forgiven until it is seen again.
package struct MirrorDetector {
  /// Shared changes after which two counters are taken for one.
  package static let changesNeeded = 3

  private struct Pair {
    let first: Int
    let second: Int
    var changes = 0
    var differences = 0
    var last: UInt64?

    var isOne: Bool { changes >= MirrorDetector.changesNeeded && differences <= changes / 4 }
  }

  private var pairs: [Pair] = []

  package init(count: Int) {
    for first in 0..<count {
      for second in (first + 1)..<max(count, first + 1) {
        pairs.append(Pair(first: first, second: second))
      }
    }
  }

  /// Whether every pair is known to be one or two.
  package var isSettled: Bool {
    pairs.allSatisfy { $0.isOne || $0.differences >= 3 }
  }

  /// Takes one value per counter; nil for one that could not be read.
  package mutating func compare(_ values: [UInt64?]) {
    for index in pairs.indices {
      guard let first = values[pairs[index].first], let second = values[pairs[index].second] else {
        continue
      }
      if first != second {
        pairs[index].differences += 1
      } else if pairs[index].last != first {
        if pairs[index].last != nil { pairs[index].changes += 1 }
        pairs[index].last = first
      }
    }
  }

  /// Pairs of counters that are one; the second of each is to be left out.
  package var mirrors: [(kept: Int, twin: Int)] {
    pairs.filter(\.isOne).map { ($0.first, $0.second) }
  }
}
