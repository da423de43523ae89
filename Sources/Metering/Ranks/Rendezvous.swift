import CLinux
import Glibc

/// Where the ranks of one launch meet on a machine: one of them is elected, the others find it.
///
/// The place is a name in the abstract namespace of Unix sockets. The kernel gives it to one process,
/// in one step, and takes it back when nobody has the socket any more: nothing is left behind.
package struct Rendezvous: Hashable, Sendable {
  private let name: String

  /// - Parameter key: the same for the ranks that are to meet, and for no others.
  package init(_ key: String) {
    let whole = "joulebook/\(getuid())/\(key)"
    // A name has at most 107 bytes.
    if whole.utf8.count <= 100 {
      name = whole
    } else {
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a, 64 bit
      for byte in whole.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      name = "joulebook/\(getuid())/\(String(hash, radix: 16))"
    }
  }

  package enum Meeting {
    /// The name is ours: a socket that others can connect to from now on.
    case elected(listener: Int32)
    case met(RankLine)
    case impossible(errno: Int32)
  }

  /// Connects to the elected one, or becomes it.
  package func meet() -> Meeting {
    // Between the two steps the other one may end; then it is our turn.
    for _ in 0..<8 {
      if let line = connect() { return .met(line) }
      let listener = name.withCString { clinux_rank_listen($0, UInt(name.utf8.count)) }
      if listener >= 0 { return .elected(listener: listener) }
      guard errno == EADDRINUSE else { return .impossible(errno: errno) }
    }
    return .impossible(errno: EADDRINUSE)
  }

  /// Connects to the elected one; nil when there is none, or when it is somebody else's.
  package func connect() -> RankLine? {
    let socket = name.withCString { clinux_rank_connect($0, UInt(name.utf8.count)) }
    guard socket >= 0 else { return nil }
    // Anybody may take a name: only what belongs to us or to root is listened to.
    let peer = clinux_rank_peer(socket)
    guard peer == getuid() || peer == 0 else {
      close(socket)
      return nil
    }
    return RankLine(socket)
  }
}

/// A connection between a rank and the meter of its node: lines of text in both directions.
package final class RankLine {
  package let descriptor: Int32
  private var pending: [UInt8] = []
  package private(set) var isOpen = true

  package init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Takes a connection that waits; nil when none does, or when it is not this user's.
  package static func accept(from listener: Int32) -> RankLine? {
    let socket = clinux_accept(listener)
    guard socket >= 0 else { return nil }
    let peer = clinux_rank_peer(socket)
    guard peer == getuid() || peer == 0 else {
      close(socket)
      return nil
    }
    return RankLine(socket)
  }

  /// Hands over a line; false when the other side is gone or does not read. `gently` waits for nobody: a line that does
  /// not fit ends the talk.
  @discardableResult
  package func tell(_ line: String, gently: Bool = false) -> Bool {
    guard isOpen else { return false }
    var bytes = Array((line.hasSuffix("\n") ? line : line + "\n").utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes {
        send(
          descriptor, $0.baseAddress, $0.count,
          Int32(Int(MSG_NOSIGNAL) | (gently ? Int(MSG_DONTWAIT) : 0)))
      }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN, !gently {
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        if poll(&wait, 1, 1000) > 0 { continue }
      }
      guard count > 0 else {
        isOpen = false
        return false
      }
      bytes = bytes.dropFirst(count)
    }
    return true
  }

  /// The next whole line that has come; nil when there is none yet.
  package func next() -> String? {
    guard let stop = pending.firstIndex(of: 10) else { return nil }
    defer { pending.removeSubrange(...stop) }
    return String(decoding: pending[..<stop], as: UTF8.self)
  }

  /// Reads what is there, which `poll` has announced.
  package func read() {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(descriptor, &chunk, chunk.count)
    if count > 0 {
      pending += chunk[..<count]
    } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
      isOpen = false
    }
  }

  /// Waits for a line; nil when the other side is gone or `seconds` have passed.
  package func line(within seconds: Double) -> String? {
    let end = SystemClock.monotonic() + Int64(seconds * 1e9)
    while true {
      if let line = next() { return line }
      let left = end - SystemClock.monotonic()
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard isOpen, left > 0, poll(&wait, 1, Int32((left + 999_999) / 1_000_000)) > 0 else {
        return nil
      }
      read()
    }
  }
}
