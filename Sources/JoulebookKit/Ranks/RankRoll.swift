import Accounting
import Metering

/// Which ranks of a node have begun and which have ended: rules without a clock.
struct RankRoll {
  struct Member: Equatable {
    var rank: Int
    /// The wrapper beside the rank, or the rank itself where it is only followed.
    var process: Int32
    var isFollowed: Bool
    var hasEnded = false
    var ending: Ending?
  }

  private(set) var members: [Member] = []

  /// Whether all that have begun have ended. What begins later is another run: nobody knows whether it comes.
  var isOver: Bool { !members.isEmpty && members.allSatisfy(\.hasEnded) }

  /// Ranks that took part.
  var count: Int { Set(members.map(\.rank)).count }

  mutating func join(rank: Int, process: Int32, isFollowed: Bool) {
    members.append(Member(rank: rank, process: process, isFollowed: isFollowed))
  }

  /// The rank's command has ended; nil when only that it has is known.
  mutating func end(rank: Int, _ ending: Ending?) {
    for place in members.indices where members[place].rank == rank && !members[place].hasEnded {
      members[place].hasEnded = true
      members[place].ending = ending
    }
  }

  /// How the ranks ended together: the first in order of rank that did not end well, else well. Nil when no end
  /// is known.
  var ending: Ending? {
    let known = members.sorted { $0.rank < $1.rank }.compactMap(\.ending)
    return known.first { $0 != .exited(0) } ?? known.first
  }

  /// How many did not end well, for a sentence on the receipt.
  var failures: [Int] {
    members.filter { ($0.ending ?? .exited(0)) != .exited(0) }.map(\.rank).sorted()
  }

  /// Ranks of which only their end is known, not how it came.
  var unknown: [Int] { members.filter { $0.ending == nil }.map(\.rank).sorted() }
}
