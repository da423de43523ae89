import CLinux
import Glibc

/// Who is in the command's tree, and what each used, without a control group.
///
/// CPU time of the tree = Σ living (own + waited-for children) + Σ reaped by us + lost. Lost is what
/// the kernel adds to nobody: children of a program that ignores SIGCHLD. Nanoseconds throughout.
struct ProcessTable {
  struct Member {
    let pid: Int32
    let start: UInt64
    var parent: Int32
    var own: Int64
    /// Of children that it waited for.
    var children: Int64
    /// What children that vanished had used when last seen; some day `children` must hold it.
    var owed: Int64 = 0
    /// Own nanoseconds per nanosecond between the last two looks.
    var rate = 0.0
    var gone = false
    /// Whether it told the kernel to throw its children away, and at which look that was seen.
    var ignoresChildren = false
    var checked = 0

    var total: Int64 { own + children }
    /// What the children had used and the kernel did not add to it. User and system time are shown in
    /// whole ticks, hence the allowance of two.
    var missing: Int64 {
      let shortfall = owed - children
      return shortfall > 2 * ProcessTable.tick ? shortfall : 0
    }
  }

  static let tick = Int64(1_000_000_000 / ProcessStat.ticksPerSecond)

  private(set) var members: [Member] = []
  private var index: [Int32: Int] = [:]
  private var newcomers: [Int32] = []
  private var reaped: Int64 = 0
  private var lost: Int64 = 0
  private var census: Census
  private var lastLook: Int64
  private var lastRefresh = Int64.min / 2
  private var refreshCost: Int64 = 0
  private let me = getpid()
  /// The process that was there before us, when we did not start the tree.
  private var root: Int32?
  /// What the tree had used when we came to it.
  private var before: Int64 = 0
  private var looks = 0
  private var lastChange = 0

  init() {
    census = Census()
    lastLook = Self.now()
    members.reserveCapacity(256)
    index.reserveCapacity(512)
    newcomers.reserveCapacity(512)
  }

  /// What the tree used up to the last look.
  var cpu: Int64 { members.reduce(reaped + lost - before) { $0 + $1.total + $1.missing } }

  /// Whether somebody lives now whose use nobody will be told at the end.
  var hasUncollected: Bool {
    members.contains { member in index[member.parent].map { members[$0].ignoresChildren } ?? false }
  }

  /// Looks since somebody was born or ended.
  var quietLooks: Int { looks - lastChange }

  /// What came to us through `wait4`.
  var collected: Int64 { reaped }

  mutating func begin(with child: Int32) {
    census.begin(with: child)
    add(child)
    lastLook = Self.now()
  }

  /// Begins with a process that runs, and with all that descends from it.
  ///
  /// Nobody tells us how much one of them used in the end: what ends counts by its last look, or as its parent
  /// shows it after waiting for it.
  mutating func begin(at root: Int32) {
    self.root = root
    census.begin(with: clinux_fresh_number())
    add(root)
    for member in TreeScan.members(below: root) { add(member.pid) }
    refreshAll()
    before = cpu
    lastLook = Self.now()
  }

  mutating func close() { census.close() }

  /// Finds newcomers and the vanished, and reads everybody's clock.
  mutating func look() {
    let now = Self.now()
    let elapsed = Double(max(1, now - lastLook))
    looks += 1
    admitNewcomers()
    var vanished = false
    for place in members.indices {
      let own = clinux_process_cpu(members[place].pid)
      // Less than before is another process with the same number.
      if own < members[place].own || (census.wrapped && isReused(members[place])) {
        members[place].gone = true
        vanished = true
        continue
      }
      members[place].rate = min(1_000, Double(own - members[place].own) / elapsed)
      members[place].own = own
    }
    if vanished {
      lastChange = looks
      settle(elapsed)
    }
    lastLook = now
  }

  /// Reads what the members' children used: dearer, so at most a two-thousandth of a core.
  mutating func refresh() {
    let now = Self.now()
    guard now - lastRefresh > refreshCost * 2000 else { return }
    refreshAll()
    lastRefresh = now
    refreshCost = Self.now() - now
  }

  /// The same, however lately it was done: for the last reading.
  mutating func refreshAll() {
    for place in members.indices {
      refresh(place)
      if let parent = index[members[place].parent] { checkIgnorance(parent) }
    }
  }

  /// Looks before a process that ended is waited for: afterwards its children could not be placed.
  mutating func prepare(toReap pid: Int32) {
    guard let place = index[pid] else { return }
    if members[place].owed > 0 || members.contains(where: { $0.parent == pid }) {
      look()
      if let place = index[pid] { refresh(place) }
    }
  }

  /// Books a process that was waited for: its usage holds that of all that it waited for.
  mutating func reap(_ pid: Int32, cpu: Int64) {
    reaped += cpu
    guard let place = index[pid] else { return }
    lost += members[place].missing
    remove(at: place)
    // Its orphans are ours now.
    for place in members.indices where members[place].parent == pid { members[place].parent = me }
  }

  func has(_ pid: Int32) -> Bool { index[pid] != nil }

  /// Resident bytes: private ones of each, and shared ones once.
  func memory() -> Double {
    var own: UInt64 = 0
    var shared: UInt64 = 0
    for member in members {
      ProcFile.read(member.pid, "statm") { text in
        var scan = Scan(text)
        guard scan.number() != nil, let resident = scan.number(), let common = scan.number() else {
          return
        }
        own += resident - min(resident, common)
        shared = max(shared, common)
      }
    }
    return Double(own + shared) * Double(getpagesize())
  }

  // MARK: - Parts

  private mutating func add(_ pid: Int32) {
    guard index[pid] == nil, pid != me, clinux_is_helper(pid) == 0, let stat = ProcessStat.of(pid)
    else { return }
    index[pid] = members.count
    let own = max(0, clinux_process_cpu(pid))
    let rate = min(1, Double(own) / Double(max(1, Self.now() - lastLook)))
    members.append(
      Member(
        pid: pid, start: stat.start, parent: stat.parent, own: own,
        children: Int64(stat.childTicks) * Self.tick, rate: rate))
    if let parent = index[stat.parent] { checkIgnorance(parent) }
  }

  private mutating func admitNewcomers() {
    newcomers.removeAll(keepingCapacity: true)
    census.newcomers(known: index, to: &newcomers)
    // Numbers that start again from below can put a child before its parent.
    var admitted = true
    while admitted && !newcomers.isEmpty {
      admitted = false
      var left = 0
      for pid in newcomers {
        if clinux_is_helper(pid) == 0, let stat = ProcessStat.of(pid),
          (root == nil && stat.parent == me) || index[stat.parent] != nil, pid != me
        {
          add(pid)
          admitted = true
          lastChange = looks
        } else {
          newcomers[left] = pid
          left += 1
        }
      }
      newcomers.removeSubrange(left...)
      if !census.wrapped { break }
    }
    for pid in newcomers { census.dismiss(pid) }
  }

  private mutating func remove(at place: Int) {
    index[members[place].pid] = nil
    let last = members.removeLast()
    if place < members.count {
      members[place] = last
      index[last.pid] = place
    }
  }

  private mutating func refresh(_ place: Int) {
    guard let stat = ProcessStat.of(members[place].pid), stat.start == members[place].start else {
      return
    }
    members[place].parent = stat.parent
    members[place].children = max(members[place].children, Int64(stat.childTicks) * Self.tick)
  }

  private func isReused(_ member: Member) -> Bool {
    ProcessStat.of(member.pid)?.start != member.start
  }

  /// Moves what vanished members used to where the kernel put it: the nearest living ancestor that
  /// waited for them, or nobody.
  private mutating func settle(_ elapsed: Double) {
    for place in members.indices where members[place].gone {
      let member = members[place]
      var heir = index[member.parent]
      var collected = true
      // An ancestor that went too had waited for it, or had not.
      while let at = heir {
        checkIgnorance(at)
        if members[at].ignoresChildren { collected = false }
        guard collected, members[at].gone else { break }
        heir = index[members[at].parent]
      }
      if !collected {
        // It ended somewhere between two looks: half of the time at its last speed.
        lost += member.total + member.missing + Int64(member.rate * elapsed / 2)
      } else if let heir {
        members[heir].owed += member.total
        lost += member.missing
      } else if root != nil {
        // Its parent is not of the tree, and nobody tells us.
        lost += member.total + member.missing + Int64(member.rate * elapsed / 2)
      }
    }
    for place in members.indices where !members[place].gone {
      // Whose parent ended has another one now, which only we hear of when it is us.
      let isOrphan = root != nil && index[members[place].parent].map { members[$0].gone } ?? false
      if members[place].owed > 0 || isOrphan { refresh(place) }
    }
    for place in members.indices.reversed() where members[place].gone { remove(at: place) }
  }

  /// Sees whether a program told the kernel to throw its children away; proc(5), `SigIgn`.
  private mutating func checkIgnorance(_ place: Int) {
    guard members[place].checked != looks else { return }
    members[place].checked = looks
    // One that is gone keeps the last answer.
    guard let ignored = ProcessStat.signals(of: members[place].pid, "SigIgn:\t") else { return }
    members[place].ignoresChildren = ignored & (1 << UInt64(SIGCHLD - 1)) != 0
  }

  static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
