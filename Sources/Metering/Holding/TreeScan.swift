import CLinux
import Glibc

/// Everybody below this process, without our helpers: parents before their children.
///
/// A look at the whole of `/proc`, a few milliseconds on a busy machine: for pausing, not for metering.
package enum TreeScan {
  package struct Member: Hashable, Sendable {
    package let pid: Int32
    /// Clock ticks after boot; with the number it names a process for good.
    package let start: UInt64
    let state: UInt8

    /// Neither stopped nor ended.
    var isGoing: Bool {
      ![
        UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: "Z"),
        UInt8(ascii: "X"),
      ].contains(state)
    }
  }

  package static func members() -> [Member] { members(below: getpid()) }

  /// Everybody below a process, without our helpers: parents before their children.
  static func members(below root: Int32) -> [Member] {
    var children: [Int32: [Member]] = [:]
    for name in FileText.names(in: "/proc") {
      guard let pid = Int32(name), clinux_is_helper(pid) == 0, let stat = ProcessStat.of(pid) else {
        continue
      }
      children[stat.parent, default: []].append(
        Member(pid: pid, start: stat.start, state: stat.state))
    }
    var found: [Member] = []
    var next = [root]
    while let parent = next.popLast() {
      // A number that came round again must not lead in a circle.
      for child in children.removeValue(forKey: parent) ?? [] {
        found.append(child)
        next.append(child.pid)
      }
    }
    return found
  }

  /// Whether the process still lives that had this number and start.
  static func lives(_ pid: Int32, _ start: UInt64) -> Bool {
    guard let stat = ProcessStat.of(pid) else { return false }
    return stat.start == start && stat.state != UInt8(ascii: "Z")
  }
}
