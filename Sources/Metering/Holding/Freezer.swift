import CLinux
import Glibc
package import Quantities

/// Suspends everything that the command started, and lets it go on.
///
/// A control group of the run's own is frozen by the kernel (`cgroup.freeze`, kernel documentation
/// `admin-guide/cgroup-v2.rst`): no process of it notices. What is not in it, or everything where there is
/// none, gets SIGSTOP, parents first, until a look at `/proc` finds nobody new; and SIGCONT in the opposite
/// order, so that a shell does not see its children stop.
package final class Freezer {
  private let group: String?
  private let guardian: Guardian
  private var stopped: [(pid: Int32, start: UInt64)] = []
  private var isGroupFrozen = false
  package private(set) var isFrozen = false

  /// - Parameter group: path of the run's own control group, where it has one.
  package init(group: String?, guardian: Guardian) {
    self.group = group
    self.guardian = guardian
  }

  deinit { thaw() }

  package enum Outcome: Hashable, Sendable {
    /// All are suspended: how many processes, by the group and by signals.
    case frozen(inGroup: Int, bySignal: Int)
    /// Those that could not be suspended; the others were let go on again.
    case failed(String)
  }

  /// Suspends the tree until `thaw`, at the latest until a moment, after which the guardian thaws it.
  package func freeze(until: Timestamp? = nil) -> Outcome {
    guard !isFrozen else { return .frozen(inGroup: 0, bySignal: stopped.count) }
    // `/proc` of another process namespace shows other people's numbers.
    guard ProcFile.ownNumber() == getpid() else {
      return .failed("/proc shows another process namespace")
    }
    let limit = until?.nanoseconds ?? 0
    var inGroup: Set<Int32> = []
    if let group {
      guard guardian.announce(.group(until: limit, group)) else { return .failed(Self.deaf) }
      if Self.write("1", to: group + "/cgroup.freeze") {
        isGroupFrozen = true
        waitForGroup(group)
        inGroup = Set(ControlGroup.processes(in: group))
      }
    }
    isFrozen = true
    if let failure = stopRest(besides: inGroup, limit: limit) {
      thaw()
      return .failed(failure)
    }
    return .frozen(inGroup: inGroup.count, bySignal: stopped.count)
  }

  /// Lets everything that was suspended go on.
  package func thaw() {
    guard isFrozen else { return }
    isFrozen = false
    if isGroupFrozen, let group { Self.write("0", to: group + "/cgroup.freeze") }
    isGroupFrozen = false
    Self.continueAll(stopped)
    stopped = []
    _ = guardian.announce(.thawed)
  }

  /// Suspends who has come since, such as a process that somebody else put into the tree.
  package func hold(until: Timestamp? = nil) {
    guard isFrozen, !isGroupFrozen else { return }
    _ = stopRest(besides: [], limit: until?.nanoseconds ?? 0)
  }

  /// Sends SIGSTOP to all that still go; what could not be done, or nil.
  private func stopRest(besides inGroup: Set<Int32>, limit: Int64) -> String? {
    var refused: Set<Int32> = []
    for round in 0..<200 {
      let going = TreeScan.members().filter {
        $0.isGoing && !inGroup.contains($0.pid) && !refused.contains($0.pid)
      }
      if going.isEmpty { break }
      for member in going where !stopped.contains(where: { $0 == (member.pid, member.start) }) {
        guard guardian.announce(.stop(until: limit, pid: member.pid, start: member.start)) else {
          return Self.deaf
        }
        stopped.append((member.pid, member.start))
        if kill(member.pid, SIGSTOP) != 0, errno == EPERM { refused.insert(member.pid) }
      }
      // One that sleeps in the kernel stops when it wakes: it uses no CPU until then.
      if round > 20, going.allSatisfy({ $0.state == UInt8(ascii: "D") }) { break }
      usleep(1_000)
    }
    return refused.isEmpty
      ? nil : "\(refused.count) of its processes belong to another user and cannot be stopped"
  }

  /// The group is frozen when `cgroup.events` says so; one that sleeps in the kernel keeps us waiting.
  private func waitForGroup(_ group: String) {
    for _ in 0..<500 {
      if FileText.text(group + "/cgroup.events")?.contains("frozen 1") == true { return }
      usleep(1_000)
    }
  }

  private static let deaf = "the guardian that would let it go on after our end is not there"

  @discardableResult
  static func write(_ text: String, to path: String) -> Bool {
    let file = open(path, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    return text.withCString { Glibc.write(file, $0, strlen($0)) } == text.utf8.count
  }

  static func continueAll(_ stopped: [(pid: Int32, start: UInt64)]) {
    for (pid, start) in stopped.reversed() where TreeScan.lives(pid, start) { kill(pid, SIGCONT) }
  }
}

extension ProcessTree {
  /// Signals every process of the tree, parents first.
  package static func signalAll(_ number: Int32) {
    for member in TreeScan.members() { kill(member.pid, number) }
  }

  /// Whether anybody of the tree lives.
  package static var isAnybodyThere: Bool {
    TreeScan.members().contains { $0.state != UInt8(ascii: "Z") && $0.state != UInt8(ascii: "X") }
  }
}
