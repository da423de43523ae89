import CLinux
import Glibc

/// Finds processes that are new since the last look.
///
/// The kernel hands out process numbers in a circle, and `/proc/loadavg` ends with the last one: the
/// numbers between two looks are the only ones that can be new. That costs a few microseconds, however
/// many processes the machine has. Where that number is not to be had, `/proc` is listed.
struct Census {
  /// Whether numbers may have been used twice since the last look.
  private(set) var wrapped = false

  private let loadavg: Int32
  private let folder: OpaquePointer?
  private let largest: Int32
  /// Last number handed out at the last look, and at the one before: a process that was half made
  /// then is seen at the second try.
  private var last: Int32 = 0
  private var beforeLast: Int32 = 0
  private var listsAll = false
  /// Processes that are not of the tree, when all are listed.
  private var foreign: Set<Int32> = []
  private var nextListing: Int64 = 0

  /// More numbers than this are listed rather than tried.
  private static let mostTried = 20_000

  init() {
    loadavg = open("/proc/loadavg", O_RDONLY | O_CLOEXEC)
    folder = opendir("/proc")
    largest = FileText.text("/proc/sys/kernel/pid_max").flatMap { Int32($0) } ?? 32_768
    last = lastNumber() ?? 0
    beforeLast = last
  }

  func close() {
    if loadavg >= 0 { Glibc.close(loadavg) }
    if let folder { closedir(folder) }
  }

  /// The number of a process just made shows whether `/proc/loadavg` tells the truth: container file
  /// systems invent it.
  mutating func begin(with child: Int32) {
    let now = lastNumber() ?? 0
    listsAll = !((last < child && child <= now) || now < last)
  }

  /// Adds to `pids` what may be new, in the order in which numbers are handed out, which puts parents
  /// before children.
  mutating func newcomers(known: [Int32: Int], to pids: inout [Int32]) {
    wrapped = false
    if listsAll { return list(known: known, to: &pids) }
    guard let now = lastNumber() else { return }
    wrapped = now < last
    let first = beforeLast
    beforeLast = last
    last = now
    let count = now >= first ? Int(now - first) : Int(largest - first) + Int(now)
    guard count <= Self.mostTried else {
      nextListing = 0
      return list(known: known, to: &pids)
    }
    var pid = first
    for _ in 0..<count {
      pid = pid + 1 >= largest ? 1 : pid + 1
      // Threads and numbers without a process fail here, for a fifth of a microsecond.
      if clinux_process_cpu(pid) >= 0 && known[pid] == nil { pids.append(pid) }
    }
  }

  /// Says that a newcomer is not of the tree.
  mutating func dismiss(_ pid: Int32) {
    if listsAll { foreign.insert(pid) }
  }

  private mutating func list(known: [Int32: Int], to pids: inout [Int32]) {
    let begin = ProcessTable.now()
    guard let folder, begin >= nextListing else { return }
    wrapped = true
    rewinddir(folder)
    var seen = 0
    while true {
      let pid = clinux_next_process(folder)
      guard pid > 0 else { break }
      seen += 1
      if known[pid] == nil && !foreign.contains(pid) { pids.append(pid) }
    }
    if foreign.count > 2 * seen { foreign.removeAll(keepingCapacity: true) }
    // A listing may cost a two-thousandth of a core.
    nextListing = ProcessTable.now() + (ProcessTable.now() - begin) * 2000
  }

  private func lastNumber() -> Int32? {
    ProcFile.read(loadavg) { text -> Int32? in
      var scan = Scan(text)
      guard scan.move(behind: "/"), scan.number() != nil, let value = scan.number() else {
        return nil
      }
      return Int32(truncatingIfNeeded: value)
    } ?? nil
  }
}
