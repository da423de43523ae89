import CLinux
import Glibc
import Quantities

/// The guardian's side: what is held, and how it is let go.
package struct GuardianDuty {
  private var groups: [String] = []
  private var stopped: [(pid: Int32, start: UInt64)] = []
  private var capFile: String?
  /// Wall clock, in nanoseconds, at which everything goes on even while Joulebook lives; 0 for never.
  private var until: Int64 = 0
  private var isDismissed = false

  package init() {}

  /// Serves until Joulebook has said goodbye or is gone. `restore` gives back the power limits of a list.
  package mutating func serve(restore: (String) -> Void) {
    clinux_set_name("jb-guardian")
    // Whoever signals Joulebook's friends at large must not take the one away that cleans up.
    for number in [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGUSR1, SIGUSR2] {
      signal(number, SIG_IGN)
    }
    _ = Guardian.Duty.ready.withCString { text in write(1, text, strlen(text)) }
    _ = write(1, "\n", 1)
    var pending: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while !isDismissed {
      var descriptor = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
      let ready = poll(&descriptor, 1, wait)
      if ready < 0 && errno == EINTR { continue }
      if until > 0, SystemClock.wall().nanoseconds >= until { letGo() }
      guard ready > 0 else { continue }
      let count = read(0, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { break }
      pending += chunk[..<count]
      while let stop = pending.firstIndex(of: 10) {
        let line = String(decoding: pending[..<stop], as: UTF8.self)
        pending.removeSubrange(...stop)
        if let step = Guardian.Duty.Step(line) { take(step) }
      }
    }
    letGo()
    if !isDismissed, let capFile { restore(capFile) }
  }

  /// Milliseconds to the next look at the clock, which may have been set meanwhile.
  private var wait: Int32 {
    guard until > 0 else { return -1 }
    let left = (until - SystemClock.wall().nanoseconds + 999_999) / 1_000_000
    return Int32(max(0, min(left, 5_000)))
  }

  private mutating func take(_ step: Guardian.Duty.Step) {
    switch step {
    case .group(let until, let path):
      groups.append(path)
      self.until = until
    case .stop(let until, let pid, let start):
      stopped.append((pid, start))
      self.until = until
    case .thawed:
      groups = []
      stopped = []
      until = 0
    case .cap(let path): capFile = path
    case .bye: isDismissed = true
    }
  }

  private mutating func letGo() {
    for group in groups { Freezer.write("0", to: group + "/cgroup.freeze") }
    Freezer.continueAll(stopped)
    groups = []
    stopped = []
    until = 0
  }
}
