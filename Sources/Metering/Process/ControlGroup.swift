import CLinux
import Glibc

/// A cgroup v2 folder that is kept open, and the CPU time of everything in and below it.
///
/// `cpu.stat` counts without any controller being enabled, so that the group changes nothing for the
/// processes in it. Kernel documentation, `admin-guide/cgroup-v2.rst`.
struct ControlGroup {
  let path: String
  let folder: Int32
  private let cpuStat: Int32
  private let memoryCurrent: Int32

  private init?(at path: String) {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return nil }
    let cpuStat = openat(folder, "cpu.stat", O_RDONLY | O_CLOEXEC)
    guard cpuStat >= 0 else {
      close(folder)
      return nil
    }
    self.path = path
    self.folder = folder
    self.cpuStat = cpuStat
    memoryCurrent = openat(folder, "memory.current", O_RDONLY | O_CLOEXEC)
  }

  func closeAll() {
    for fd in [folder, cpuStat, memoryCurrent] where fd >= 0 { close(fd) }
  }

  /// CPU time in nanoseconds; nil when the group cannot be read.
  func cpu() -> Int64? {
    ProcFile.read(cpuStat) { text -> Int64? in
      var scan = Scan(text)
      guard scan.move(behind: "usage_usec "), let value = scan.number() else { return nil }
      return Int64(clamping: value) &* 1000
    } ?? nil
  }

  /// Bytes charged to the group, file cache included; nil without the memory controller.
  func memory() -> Double? {
    guard memoryCurrent >= 0 else { return nil }
    return ProcFile.read(memoryCurrent) { text -> Double? in
      var scan = Scan(text)
      return scan.number().map(Double.init)
    } ?? nil
  }

  /// Every process in the group itself and in the groups below it.
  func processes() -> [Int32] { Self.processes(in: path) }

  static func processes(in path: String) -> [Int32] {
    var found = (FileText.text(path + "/cgroup.procs") ?? "").split(separator: "\n")
      .compactMap { Int32($0) }
    for name in FileText.names(in: path) where FileText.exists("\(path)/\(name)/cgroup.procs") {
      found += processes(in: "\(path)/\(name)")
    }
    return found
  }

  /// Removes the group; what still lives in it keeps it until a later run sweeps.
  func remove() {
    closeAll()
    rmdir(path)
  }
}

extension ControlGroup {
  private static let prefix = "joulebook-"

  /// A new group below ours, or why there is none.
  static func makeOwn() -> Result<ControlGroup, Obstacle> {
    guard let parent = ownPath() else { return .failure(.absent) }
    // Controllers would give the run a weight and limits of its own, and change its speed.
    if let controllers = FileText.text(parent + "/cgroup.subtree_control"), !controllers.isEmpty {
      return .failure(.controlled)
    }
    let me = getpid()
    let path = "\(parent)/\(prefix)\(me)-\(ProcessStat.of(me)?.start ?? 0)"
    guard mkdir(path, 0o755) == 0 else { return .failure(.denied(errno)) }
    guard let group = ControlGroup(at: path) else {
      rmdir(path)
      return .failure(.denied(errno))
    }
    return .success(group)
  }

  /// The group that we were put in, when nobody but us and our ancestors is there.
  static func given() -> Result<(group: ControlGroup, ancestors: [Int32]), Obstacle> {
    guard let path = ownPath() else { return .failure(.absent) }
    // The root of the hierarchy is the whole machine; only other groups have this file.
    guard FileText.exists(path + "/cgroup.events"), let group = ControlGroup(at: path) else {
      return .failure(.wholeMachine)
    }
    let me = getpid()
    let others = group.processes().filter { $0 != me && clinux_is_helper($0) == 0 }
    guard others.allSatisfy({ ProcessStat.isBelow($0, me) }) else {
      group.closeAll()
      return .failure(.shared)
    }
    return .success((group, others))
  }

  /// The group of the whole scheduler's step that this process is in; nil where none is seen.
  static func step() -> ControlGroup? {
    guard let path = ownPath().flatMap(stepPath(of:)), FileText.exists(path + "/cgroup.events")
    else { return nil }
    return ControlGroup(at: path)
  }

  /// Slurm puts tasks into `…/job_7/step_0/user/task_3`, and its own daemon beside `user`: the group that holds
  /// every task and nothing else. Slurm documentation, `cgroup_v2.html`.
  static func stepPath(of path: String) -> String? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard let step = parts.lastIndex(where: { $0.hasPrefix("step_") }),
      parts.indices.contains(step + 1), parts[step + 1] == "user"
    else { return nil }
    return parts[...(step + 1)].joined(separator: "/")
  }

  /// Removes what earlier runs left because a daemon still lived in it.
  static func sweep() {
    guard let parent = ownPath() else { return }
    for name in FileText.names(in: parent) where name.hasPrefix(prefix) {
      let parts = name.dropFirst(prefix.count).split(separator: "-")
      guard parts.count == 2, let pid = Int32(parts[0]), let start = UInt64(parts[1]) else {
        continue
      }
      if ProcessStat.of(pid)?.start != start { rmdir("\(parent)/\(name)") }
    }
  }

  enum Obstacle: Error, Hashable {
    /// No cgroup v2 hierarchy is mounted, or ours is not visible here.
    case absent
    case controlled
    case denied(Int32)
    case wholeMachine
    case shared

    var reason: String {
      switch self {
      case .absent: "no cgroup v2 hierarchy shows this process"
      case .controlled: "a group of its own would get its own share of the CPUs"
      case .denied(let code): "a control group cannot be made (\(String(cString: strerror(code))))"
      case .wholeMachine: "this process is in no control group of its own"
      case .shared: "other processes are in the same control group"
      }
    }
  }

  /// Folder of the cgroup v2 group that this process is in.
  static func ownPath() -> String? {
    guard
      let mounts = FileText.text("/proc/self/mountinfo"),
      let groups = FileText.text("/proc/self/cgroup")
    else { return nil }
    return path(mounts: mounts, groups: groups)
  }

  /// proc(5): `mountinfo` fields 4 and 5 are the root within the hierarchy and the mount point.
  static func path(mounts: String, groups: String) -> String? {
    guard let line = groups.split(separator: "\n").first(where: { $0.hasPrefix("0::/") }) else {
      return nil
    }
    let group = line.dropFirst(3)
    for mount in mounts.split(separator: "\n") where mount.contains(" - cgroup2 ") {
      let fields = mount.split(separator: " ")
      guard fields.count > 4 else { continue }
      let root = fields[3] == "/" ? "" : fields[3]
      guard group.hasPrefix(root) else { continue }
      let rest = group.dropFirst(root.count)
      guard rest.isEmpty || rest.hasPrefix("/") else { continue }
      let path = String(fields[4]) + (rest == "/" ? "" : rest)
      if FileText.exists(path + "/cgroup.procs") { return path }
    }
    return nil
  }
}
