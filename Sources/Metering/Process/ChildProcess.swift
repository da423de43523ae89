package import Accounting
import CLinux
import Glibc

/// The command that is measured, running.
///
/// It stays in our process group and session, with our standard streams, working folder, limits and
/// niceness, and with the signals that we were started with: all as if we were not there.
package struct ChildProcess: Sendable {
  package let pid: Int32
  /// Why the control group was not joined, as an errno; nil when it was or when none was given.
  package let cgroupFailure: Int32?

  /// Starts `command`, looked up in `PATH` as a shell does. Returns when the program runs.
  ///
  /// `additions` are set over the inherited environment. `cgroup` is an open cgroup v2 folder that the
  /// child is born in.
  package static func start(
    _ command: [String], adding additions: [String: String] = [:], signals: Signals,
    cgroup: Int32? = nil
  ) throws(StartFailure) -> ChildProcess {
    let arguments = CStrings(command)
    let environment = CStrings(inheriting: additions)
    defer {
      arguments.free()
      environment.free()
    }
    var started = clinux_started()
    let result = clinux_start(
      arguments.pointer, environment.pointer, cgroup ?? -1, &started)
    guard result == 0 else {
      throw StartFailure(command: command.first ?? "", errno: started.error)
    }
    return ChildProcess(
      pid: started.pid, cgroupFailure: started.cgroup_error == 0 ? nil : started.cgroup_error)
  }
}

/// Why a command did not start.
package struct StartFailure: Error, Hashable, Sendable {
  package let command: String
  package let errno: Int32

  /// What a shell answers: 127 when there is no such program, 126 when it cannot be run.
  package var exitCode: Int32 { errno == ENOENT ? 127 : 126 }

  package var problem: Problem {
    let reason = String(cString: strerror(errno))
    switch errno {
    case ENOENT:
      return Problem(
        "Cannot run `\(command)`: command not found.",
        why: command.contains("/")
          ? "There is no such file, or the interpreter that it names is missing."
          : "No folder of `PATH` holds a program of this name.",
        fix: "Check the name, or give the path to the program.")
    case EACCES, EPERM:
      return Problem(
        "Cannot run `\(command)`: \(reason).",
        why:
          "The file is a folder, is not marked as executable, or is on a volume without programs.",
        fix: "Run `chmod +x` on it, or put its interpreter in front of it.")
    default:
      return Problem(
        "Cannot run `\(command)`: \(reason).", why: "The kernel refused to start it.",
        fix: "Start it without Joulebook to see whether it runs at all.")
    }
  }
}

/// A null-terminated array of C strings, for exec.
private struct CStrings {
  let pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int

  init(_ strings: [String]) { self.init(duplicates: strings.map { strdup($0) }) }

  /// Our environment with `additions` in place of variables of the same name.
  init(inheriting additions: [String: String]) {
    var all: [UnsafeMutablePointer<CChar>?] = []
    var next = Glibc.environ
    while let entry = next.pointee {
      let length = strcspn(entry, "=")
      // Bytes that are no text must pass unchanged: only the name is ever decoded.
      let name = String(
        decoding: UnsafeRawBufferPointer(start: entry, count: length), as: UTF8.self)
      if additions[name] == nil { all.append(strdup(entry)) }
      next += 1
    }
    for (name, value) in additions.sorted(by: { $0.key < $1.key }) {
      all.append(strdup("\(name)=\(value)"))
    }
    self.init(duplicates: all)
  }

  private init(duplicates: [UnsafeMutablePointer<CChar>?]) {
    count = duplicates.count
    pointer = .allocate(capacity: count + 1)
    pointer.initialize(repeating: nil, count: count + 1)
    for (index, string) in duplicates.enumerated() { pointer[index] = string }
  }

  func free() {
    for index in 0..<count { Glibc.free(pointer[index]) }
    pointer.deallocate()
  }
}
