import CLinux
import Glibc

/// This program started again beside the command: part of Joulebook, not of the command's tree.
package final class Helper {
  private let pid: Int32
  /// Our end of a connection to its standard input and output.
  private let channel: Int32
  private var pending: [UInt8] = []
  private var isOpen = true

  /// Starts `joulebook` with `arguments`; nil when it cannot be started.
  package init?(_ arguments: [String]) {
    var ends: [Int32] = [-1, -1]
    guard clinux_socket_pair(&ends) == 0 else { return nil }
    var argv = (["joulebook"] + arguments).map { strdup($0) } + [nil]
    defer { for text in argv { free(text) } }
    pid = clinux_helper_start(&argv, ends[1], ends[1])
    close(ends[1])
    channel = ends[0]
    guard pid > 0 else {
      close(ends[0])
      return nil
    }
  }

  deinit { hangUp() }

  /// Whether it runs.
  package var isAlive: Bool { isOpen && clinux_is_helper(pid) != 0 && kill(pid, 0) == 0 }

  /// Hands it a line; false when it does not take it.
  package func tell(_ line: String) -> Bool {
    var bytes = Array((line + "\n").utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes {
        send(channel, $0.baseAddress, $0.count, Self.gently)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      bytes = bytes.dropFirst(count)
    }
    return true
  }

  /// Neither a signal nor a wait when it does not read.
  private static let gently = Int32(Int(MSG_NOSIGNAL) | Int(MSG_DONTWAIT))

  /// The descriptor that becomes readable when there is something to read.
  package var descriptor: Int32 { channel }

  /// All that it has written when it has closed its end, within `seconds`; nil when it has not yet.
  package func everything(within seconds: Double) -> [UInt8]? {
    let end = SystemClock.monotonic() + Int64(seconds * 1e9)
    while isOpen {
      let left = max(0, end - SystemClock.monotonic())
      var descriptor = pollfd(fd: channel, events: Int16(POLLIN), revents: 0)
      guard poll(&descriptor, 1, Int32((left + 999_999) / 1_000_000)) > 0 else { return nil }
      if !readMore() { isOpen = false }
    }
    return pending
  }

  /// The next line that it writes, within `seconds`.
  package func line(within seconds: Double) -> String? {
    let end = SystemClock.monotonic() + Int64(seconds * 1e9)
    while true {
      if let stop = pending.firstIndex(of: 10) {
        defer { pending.removeSubrange(...stop) }
        return String(decoding: pending[..<stop], as: UTF8.self)
      }
      let left = end - SystemClock.monotonic()
      var descriptor = pollfd(fd: channel, events: Int16(POLLIN), revents: 0)
      guard left > 0, poll(&descriptor, 1, Int32((left + 999_999) / 1_000_000)) > 0, readMore()
      else { return nil }
    }
  }

  private func readMore() -> Bool {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = read(channel, &chunk, chunk.count)
    if count < 0 && errno == EINTR { return true }
    guard count > 0 else { return false }
    pending += chunk[..<count]
    return true
  }

  /// Closes the connection and waits up to `seconds` for it to end; kills it then.
  package func end(within seconds: Double) {
    hangUp(after: Int32(seconds * 1000))
  }

  private var isEnded = false

  private func hangUp(after milliseconds: Int32 = 0) {
    guard !isEnded else { return }
    isEnded = true
    isOpen = false
    close(channel)
    if clinux_helper_join(pid, milliseconds) != 0 {
      kill(pid, SIGKILL)
      _ = clinux_helper_join(pid, 1000)
    }
  }
}

extension Helper {
  /// Closes what a program left open by mistake when it started us: its pipes would never end.
  package static func closeForeignFiles() { clinux_close_from(3) }

  /// Makes this process one of its own: whoever started it sees it end well and has no child any more. Call
  /// before a second thread exists. Gives the number of the process that was left; nil where none could be.
  package static func detach() -> Int32? {
    let former = clinux_detach()
    return former > 0 ? former : nil
  }

  /// Waits until nothing is left of a process, at most so long.
  package static func awaitEnd(of process: Int32, milliseconds: Int) {
    for _ in 0..<(5 * milliseconds) {
      guard ProcessStat.of(process) != nil else { return }
      usleep(200)
    }
  }
}
