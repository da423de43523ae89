import Accounting

/// Finds devices that show the same counter under two names, by values that stay identical over
/// several updates. Two equally loaded packages have similar power, never identical counters.
struct TwinWatch {
  private struct Pair {
    let first: Int
    let second: Int
    var updates = 0
    var last: UInt64 = 0
    /// Readings that differed. Between two reads of the same counter an update may fall, so a few do
    /// not tell two devices apart.
    var differences = 0

    var isTwin: Bool { updates > TwinWatch.updatesNeeded && differences * 4 <= updates }
    var isOpen: Bool { !isTwin && differences < 3 }
  }

  static let updatesNeeded = 3
  private var watched: [Pair] = []
  private var ticks = 0

  init(_ devices: [Device]) {
    for first in devices.indices {
      for second in devices.indices.dropFirst(first + 1)
      where devices[first].component == devices[second].component
        && devices[first].sensor == devices[second].sensor
        && devices[first].sharing == .cpuTime && devices[first].partOf == nil
        && devices[second].partOf == nil
      {
        watched.append(Pair(first: first, second: second))
      }
    }
  }

  var isEmpty: Bool { watched.isEmpty }

  /// True while close ticks at the start may still settle a pair.
  var isOpen: Bool {
    ticks < 8 && watched.contains { $0.isOpen }
  }

  mutating func compare(_ slots: [Slot]) {
    guard !watched.isEmpty else { return }
    ticks += 1
    for index in watched.indices {
      let first = slots[watched[index].first].meter
      let second = slots[watched[index].second].meter
      guard first.counter != nil, first.lastGood == second.lastGood, first.lastGood != nil else {
        continue
      }
      if first.closing != second.closing {
        watched[index].differences += 1
      } else if first.closing != watched[index].last {
        watched[index].last = first.closing
        watched[index].updates += 1
      }
    }
  }

  var pairs: [(kept: Int, twin: Int)] {
    watched.filter(\.isTwin).map { ($0.first, $0.second) }
  }
}
