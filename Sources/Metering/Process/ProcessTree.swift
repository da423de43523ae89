package import Accounting
import CLinux
import Glibc
import Synchronization

/// CPU time, memory and members of the command's process tree, beside our own and the machine's.
///
/// Make it before the command starts, give its `cgroup` to `ChildProcess.start`, then `begin`. The
/// supervisor on the main thread and the sampler on its own both use it: the state is behind a lock that
/// is held for microseconds.
package final class ProcessTree: UseProbe, Sendable {
  private let state: Mutex<State>
  /// What everything of the tree descends from: us, or the process that was there before us.
  private let root: Int32

  /// Chooses the best way of counting that works here. `JOULEBOOK_CPU_COUNTING` names another.
  package init(_ machine: Machine, environment: [String: String] = [:]) {
    root = getpid()
    state = Mutex(State(machine, wish: environment["JOULEBOOK_CPU_COUNTING"] ?? ""))
  }

  /// The tree of a process that runs already, counted from now on.
  package init(_ machine: Machine, of process: RunningProcess, environment: [String: String] = [:])
  {
    root = process.pid
    state = Mutex(
      State(machine, of: process, wish: environment["JOULEBOOK_CPU_COUNTING"] ?? ""))
  }

  /// The folder of the control group that the command is to be born in; nil for none.
  package var cgroup: Int32? { state.withLock { $0.ownFolder } }

  /// Path of the control group that was made for the run; nil where there is none.
  package var ownGroup: String? { state.withLock { $0.ownGroup } }

  /// Starts counting. Call as soon as the command runs.
  package func begin(_ child: ChildProcess) { state.withLock { $0.begin(child) } }

  package func read() -> Use { state.withLock { $0.read() } }

  package func isOurs(_ process: Int32) -> Bool {
    if root != getpid(), process == root || state.withLock({ $0.has(process) }) { return true }
    return ProcessStat.isBelow(root, process)
  }

  /// How CPU time is counted; final once the command runs.
  package var counting: Run.CPUCounting { state.withLock { $0.way.counting } }

  /// What that way cannot see, one sentence; empty when nothing.
  package var blindSpot: String { state.withLock { $0.blindSpot } }

  /// What the user asked for and did not get.
  package var warnings: [String] { state.withLock { $0.warnings } }

  /// Processes of the tree that live now.
  package var living: Int { state.withLock { $0.living() } }

  /// Gives the control group back. Call last; processes that go on keep theirs.
  package func close() { state.withLock { $0.close() } }

  /// Follows who was born and who ended; gives the time after which to do it again, nil for never.
  func look() -> Duration? { state.withLock { $0.look() } }

  /// Looks once more at everybody and at what they waited for, before the last reading.
  func lookLast() { state.withLock { $0.lookLast() } }

  /// Waits for a child and books it in one step, so that nobody finds it in neither place.
  func reap() -> Reaped? { state.withLock { $0.reap() } }
}

extension ProcessTree {
  fileprivate enum Way {
    case ownCgroup(ControlGroup)
    case givenCgroup(ControlGroup)
    case processTree

    var counting: Run.CPUCounting {
      switch self {
      case .ownCgroup: .ownCgroup
      case .givenCgroup: .givenCgroup
      case .processTree: .processTree
      }
    }
  }

  /// What else is in the given group: our ancestors, and what they had used at the start.
  fileprivate struct Given {
    let start: Int64
    var ancestors: [(pid: Int32, start: Int64, last: Int64)]

    /// What the ancestors used since the start.
    mutating func others() -> Int64 {
      var sum: Int64 = 0
      for place in ancestors.indices {
        ancestors[place].last = max(
          ancestors[place].last, clinux_process_cpu(ancestors[place].pid))
        sum += ancestors[place].last - ancestors[place].start
      }
      return sum
    }
  }

  fileprivate struct State {
    var way: Way
    var warnings: [String] = []
    private var obstacles: [String] = []
    private var given = Given(start: 0, ancestors: [])
    private var table = ProcessTable()
    private var machine: MachineUse
    private let ownStart = State.ownCPU()
    private var use = Use()
    private var looks = 0
    private var nextSlow: Int64 = 0
    /// False where `/proc` belongs to another PID namespace.
    private let seesProcesses: Bool
    /// Whether the tree is of a process that we did not start.
    private let isForeign: Bool

    init(_ machine: Machine, wish: String) {
      self.machine = MachineUse(machine)
      way = .processTree
      seesProcesses = ProcFile.ownNumber() == getpid()
      isForeign = false
      choose(wish)
    }

    init(_ machine: Machine, of process: RunningProcess, wish: String) {
      self.machine = MachineUse(machine)
      way = .processTree
      seesProcesses = true
      isForeign = true
      if let wanted = Run.CPUCounting(rawValue: wish), wanted != .processTree {
        warnings.append(
          "CPU time cannot be counted by `\(wanted.rawValue)`: the process was there before us.")
      }
      table.begin(at: process.pid)
    }

    func has(_ process: Int32) -> Bool { table.has(process) }

    mutating func lookLast() {
      table.look()
      table.refreshAll()
    }

    var ownFolder: Int32? {
      if case .ownCgroup(let group) = way { group.folder } else { nil }
    }

    var ownGroup: String? {
      if case .ownCgroup(let group) = way { group.path } else { nil }
    }

    private mutating func choose(_ wish: String) {
      let wanted = Run.CPUCounting(rawValue: wish)
      if !wish.isEmpty && wanted == nil {
        warnings.append(
          "JOULEBOOK_CPU_COUNTING is `\(wish)`, which is none of "
            + Run.CPUCounting.allCases.map(\.rawValue).joined(separator: ", ") + ".")
      }
      if wanted == nil || wanted == .ownCgroup {
        switch ControlGroup.makeOwn() {
        case .success(let group):
          way = .ownCgroup(group)
          return
        case .failure(let obstacle): obstacles.append(obstacle.reason)
        }
      }
      if wanted == nil || wanted == .givenCgroup {
        switch ControlGroup.given() {
        case .success(let (group, ancestors)):
          let used = ancestors.map { pid in
            let cpu = max(0, clinux_process_cpu(pid))
            return (pid: pid, start: cpu, last: cpu)
          }
          way = .givenCgroup(group)
          given = Given(start: group.cpu() ?? 0, ancestors: used)
          return
        case .failure(let obstacle): obstacles.append(obstacle.reason)
        }
      }
      if let wanted, wanted != .processTree, let reason = obstacles.last {
        warnings.append("CPU time cannot be counted by `\(wanted.rawValue)`: \(reason).")
      }
    }

    mutating func begin(_ child: ChildProcess) {
      if let failure = child.cgroupFailure, case .ownCgroup(let group) = way {
        group.remove()
        way = .processTree
        let obstacle = ControlGroup.Obstacle.denied(failure)
        obstacles.append(obstacle.reason)
      }
      table.begin(with: child.pid)
    }

    mutating func read() -> Use {
      let own = Double(State.ownCPU() - ownStart) / 1e9
      let now = ProcessTable.now()
      // A control group counts by itself; who is in it is asked for the memory alone.
      if seesProcesses, way.counting == .processTree || now >= nextSlow {
        table.refresh()
        table.look()
      }
      // Totals never go back, even where a process was seen in two places for a moment.
      use.run = max(use.run, Double(treeCPU()) / 1e9)
      use.own = max(use.own, own)
      use.machine = max(use.machine, machine.busy() ?? 0, use.run + use.own)
      if now >= nextSlow {
        machine.refresh()
        use.processors = machine.processors
        use.usedMemory = machine.usedMemory
        use.installedMemory = machine.installedMemory
        use.ownMemory = State.ownMemory()
        use.runMemory = table.memory()
        // Once a second at most, and never more than a two-thousandth of a core.
        nextSlow = now + max(1_000_000_000, (ProcessTable.now() - now) * 2000)
      }
      return use
    }

    private mutating func treeCPU() -> Int64 {
      switch way {
      case .ownCgroup(let group):
        // What moved to another group still comes to us when it ends.
        return max(group.cpu() ?? 0, table.collected)
      case .givenCgroup(let group):
        let all = (group.cpu() ?? given.start) - given.start
        return max(all - given.others() - (State.ownCPU() - ownStart), table.collected)
      case .processTree:
        return table.cpu
      }
    }

    mutating func look() -> Duration? {
      guard case .processTree = way, seesProcesses else { return nil }
      table.look()
      looks += 1
      // Much is born at the start. Later a look costs a tenth of a millisecond, most of it waking up:
      // a tree at rest is looked at so that this stays below a two-thousandth of a core.
      let pace = table.hasUncollected ? 50 : table.quietLooks < 20 ? 100 : 250
      return .milliseconds(min(pace, 10 << min(looks, 5)))
    }

    mutating func reap() -> Reaped? {
      if case .processTree = way, seesProcesses, let pid = Reaped.peek() {
        table.prepare(toReap: pid)
      }
      guard let process = Reaped.next() else { return nil }
      if process.stopSignal == nil { table.reap(process.pid, cpu: process.cpu) }
      return process
    }

    mutating func living() -> Int {
      if seesProcesses { table.look() }
      return table.members.count
    }

    var blindSpot: String {
      switch way {
      case .ownCgroup:
        return "Work handed to another control group, such as a Slurm step, a service or a "
          + "container, is not counted before it ends."
      case .givenCgroup:
        return "Whatever else starts in the same control group is counted too."
      case .processTree where isForeign:
        return
          "The process was there before us: what its children used counts by the last look before they "
          + "end, of which there are 4 to 20 a second, or when they are waited for. An orphan that was "
          + "born and left between two looks is not counted."
      case .processTree:
        let why = obstacles.isEmpty ? "" : " (\(obstacles.joined(separator: "; ")))"
        guard seesProcesses else {
          return
            "Processes are counted when they end, since /proc shows another PID namespace\(why)."
        }
        return
          "Children of a program that ignores SIGCHLD are counted up to the last look before they "
          + "end, of which there are 4 to 20 a second\(why)."
      }
    }

    mutating func close() {
      table.close()
      machine.closeAll()
      switch way {
      case .ownCgroup(let group):
        group.remove()
        ControlGroup.sweep()
      case .givenCgroup(let group): group.closeAll()
      case .processTree: break
      }
      way = .processTree
    }

    private static func ownCPU() -> Int64 {
      var usage = rusage()
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return Reaped.nanoseconds(of: usage)
    }

    private static func ownMemory() -> Double {
      ProcFile.read(getpid(), "statm") { text -> Double in
        var scan = Scan(text)
        guard scan.number() != nil, let resident = scan.number() else { return 0 }
        return Double(resident) * Double(getpagesize())
      } ?? 0
    }
  }
}
