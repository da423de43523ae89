import CLinux
import Glibc

/// A child that ended or stopped, as `wait4` told.
struct Reaped {
  let pid: Int32
  let status: Int32
  /// CPU time of the process and of all children that it waited for, in nanoseconds.
  let cpu: Int64

  var stopSignal: Int32? { clinux_stopped(status) != 0 ? clinux_stop_signal(status) : nil }

  /// The next child that ended or stopped; nil when there is none now.
  static func next() -> Reaped? {
    while true {
      var status: Int32 = 0
      var usage = rusage()
      let pid = wait4(-1, &status, WNOHANG | WUNTRACED, &usage)
      if pid < 0 && errno == EINTR { continue }
      guard pid > 0 else { return nil }
      let reaped = Reaped(pid: pid, status: status, cpu: nanoseconds(of: usage))
      guard clinux_is_helper(pid) != 0 else { return reaped }
      // Our own helpers are not of the tree.
      if reaped.stopSignal == nil { clinux_helper_ended(pid) }
    }
  }

  /// A child that has ended and is not waited for yet; nil when there is none.
  static func peek() -> Int32? {
    var info = siginfo_t()
    let options = WEXITED | WNOHANG | WNOWAIT
    guard waitid(P_ALL, 0, &info, options) == 0 else { return nil }
    let pid = clinux_child_of(&info)
    return pid > 0 ? pid : nil
  }

  static func nanoseconds(of usage: rusage) -> Int64 {
    nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime)
  }

  private static func nanoseconds(_ time: timeval) -> Int64 {
    Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_usec) * 1000
  }
}
