package import Accounting
import CLinux
import Glibc

/// A process that somebody else started and that is to be metered from now on.
///
/// It is held by a descriptor of the kernel, so that its number can mean no other process later.
package struct RunningProcess: Sendable {
  package let pid: Int32
  /// Readable once it has ended.
  package let descriptor: Int32
  /// Its program with its arguments; empty where that cannot be read.
  package let command: [String]
  /// What it was started with; empty where another user's is not shown.
  package let environment: [String: String]
  /// Seconds from its start to now.
  package let age: Double

  package init(_ pid: Int32) throws(Problem) {
    guard ProcFile.ownNumber() == getpid() else {
      throw Problem(
        "Cannot meter process \(pid).", why: "`/proc` shows another PID namespace.",
        fix: "Mount the `/proc` of this namespace, or use `joulebook run`.")
    }
    let descriptor = clinux_process_descriptor(pid)
    guard descriptor >= 0 else { throw Self.problem(pid, errno) }
    // Read while the descriptor holds it: a number that meant another process is noticed below.
    guard let stat = ProcessStat.of(pid), !Self.hasEnded(descriptor) else {
      close(descriptor)
      throw Self.problem(pid, ESRCH)
    }
    self.pid = pid
    self.descriptor = descriptor
    command = Self.strings(pid, "cmdline")
    environment = Self.strings(pid, "environ").reduce(into: [:]) { variables, text in
      let pair = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if pair.count == 2 { variables[String(pair[0])] = String(pair[1]) }
    }
    let boot = Double(SystemClock.boottime()) * 1e-9
    age = max(0, boot - Double(stat.start) / ProcessStat.ticksPerSecond)
  }

  /// Whether it has ended.
  package var hasEnded: Bool { Self.hasEnded(descriptor) }

  private static func hasEnded(_ descriptor: Int32) -> Bool {
    var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&poller, 1, 0) > 0
  }

  /// What people call it: the script or module that an interpreter runs, else the program.
  package var name: String { Self.name(of: command) ?? "process \(pid)" }

  static func name(of command: [String]) -> String? {
    let words = command.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    guard let program = words.first, !program.isEmpty else { return nil }
    guard program.hasPrefix("python") else { return program }
    var rest = words.dropFirst()
    while let word = rest.popFirst() {
      if word == "-m" { return rest.first ?? program }
      if word == "-c" || word == "-" { return program }
      if word == "-W" || word == "-X" {
        rest = rest.dropFirst()
      } else if !word.hasPrefix("-"), !word.isEmpty {
        return word
      }
    }
    return program
  }

  private static func strings(_ pid: Int32, _ file: String) -> [String] {
    guard let text = FileText.text("/proc/\(pid)/\(file)"), !text.isEmpty else { return [] }
    return text.split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
  }

  private static func problem(_ pid: Int32, _ code: Int32) -> Problem {
    switch code {
    case ESRCH, EINVAL:
      return Problem(
        "There is no process \(pid).", why: "It has ended, or the number is of a thread.",
        fix: "Look for the number of one that runs, with `pgrep -f train.py` for example.",
        exit: .usage)
    case let code:
      return Problem(
        "Cannot meter process \(pid).", why: String(cString: strerror(code)),
        fix: "Run it under `joulebook run` instead.")
    }
  }
}
