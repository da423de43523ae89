import CLinux
import Glibc

/// How the command ended.
package enum Ending: Hashable, Sendable {
  case exited(Int32)
  case signalled(Int32, coreDumped: Bool)

  /// From what `waitpid` tells of a process that ended.
  package init(waited status: Int32) { self.init(status: status) }

  init(status: Int32) {
    self =
      clinux_exited(status) != 0
      ? .exited(clinux_exit_code(status))
      : .signalled(clinux_end_signal(status), coreDumped: clinux_dumped(status) != 0)
  }

  /// What a shell shows in `$?`: 128 + n after a signal.
  package var shellCode: Int32 {
    switch self {
    case .exited(let code): code
    case .signalled(let number, _): 128 + number
    }
  }

  /// Ends this process as the command ended: the same code, or by the same signal, so that whoever
  /// waits for us sees what it would have seen without us.
  package func leave() -> Never {
    switch self {
    case .exited(let code): exit(code)
    case .signalled(let number, _):
      fflush(nil)
      clinux_die_by(number)
      // Process 1 of a container cannot be ended by its own signal.
      exit(128 + number)
    }
  }
}
