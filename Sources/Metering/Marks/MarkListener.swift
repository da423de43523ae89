package import Accounting
import CLinux
import Glibc
import Synchronization

/// The thread that takes marks from a job, and the book it keeps.
///
/// It sleeps in `poll` until something comes. What it does not understand it drops and counts; it reads as fast
/// as a job writes, so that no job waits for it: over `rate` lines a second it no longer looks into them.
package final class MarkListener: Sendable {
  private struct Connection {
    let descriptor: Int32
    var line: [UInt8] = []
    /// In the middle of a line that is too long.
    var isSkipping = false
  }

  private static let longestLine = 4096
  private static let connectionLimit = 256
  private static let rate = 20_000

  private let socket: MarkSocket
  private let over = Signal()
  private let kept = Mutex(MarkBook())
  private let worker: Mutex<Worker?>
  private let follows: Mutex<(@Sendable (Mark) -> Void)?>

  /// What the job finds in `JOULEBOOK_SOCKET`.
  package var path: String { socket.path }

  /// Nil where no socket can be made.
  package init?(id: String, environment: [String: String]) {
    guard let socket = MarkSocket(id: id, environment: environment) else { return nil }
    self.socket = socket
    worker = Mutex(nil)
    follows = Mutex(nil)
  }

  /// Starts the thread. `start` is the run's beginning on the monotonic clock; `hears` is called on the thread
  /// with each mark that says where the job is.
  package func begin(
    start: Int64, tail: MarkTail? = nil, hears: @escaping @Sendable (Mark) -> Void = { _ in }
  ) {
    follows.withLock { $0 = hears }
    worker.withLock { $0 = Worker { [self] in listen(start, tail) } }
  }

  /// Reads what is still there and ends the thread; takes the socket away.
  package func finish() {
    over.raise()
    _ = worker.withLock { $0 }?.join(within: 0.5)
    socket.remove()
  }

  package var book: MarkBook { kept.withLock { $0 } }

  /// Marks that the journal does not have yet, each as its line.
  package func drainLines() -> [[UInt8]] {
    kept.withLock { $0.drain() }.map { Array($0.line.utf8) }
  }

  private func listen(_ start: Int64, _ tail: MarkTail?) {
    var reader = tail.map(MarkTail.Reader.init)
    defer { reader?.close() }
    var connections: [Connection] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    var second: Int64 = 0
    var inSecond = 0
    let hears = follows.withLock { $0 } ?? { _ in }
    while true {
      let isLast = over.isRaised
      var descriptors = [
        pollfd(fd: over.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      descriptors += connections.map {
        pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0)
      }
      if isLast { descriptors[0].fd = -1 }
      let patience: Int32 = reader == nil ? -1 : 200
      let count = poll(&descriptors, nfds_t(descriptors.count), isLast ? 0 : patience)
      for mark in reader?.read(at: Double(SystemClock.monotonic() - start) * 1e-9) ?? [] {
        kept.withLock { $0.take(mark) }
        if mark.isProgress { hears(mark) }
      }
      if count <= 0 {
        if isLast { break }
        continue
      }
      let now = SystemClock.monotonic()
      if now / 1_000_000_000 != second { (second, inSecond) = (now / 1_000_000_000, 0) }
      let moment = Double(now - start) * 1e-9
      var ended: [Int] = []
      for place in connections.indices where descriptors[place + 2].revents != 0 {
        let count = read(connections[place].descriptor, &chunk, chunk.count)
        if count > 0 {
          take(chunk[..<count], into: &connections[place], moment, &inSecond, hears)
        } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
          take([10], into: &connections[place], moment, &inSecond, hears)
          ended.append(place)
        }
      }
      for place in ended.reversed() { close(connections.remove(at: place).descriptor) }
      if descriptors[1].revents != 0 { accept(&connections) }
    }
    for connection in connections { close(connection.descriptor) }
  }

  private func accept(_ connections: inout [Connection]) {
    while true {
      let descriptor = clinux_accept(socket.descriptor)
      guard descriptor >= 0 else {
        // Out of descriptors: the job's connection waits in the queue, and we do not spin.
        if errno == EMFILE || errno == ENFILE { usleep(10_000) }
        return
      }
      if connections.count < Self.connectionLimit {
        connections.append(Connection(descriptor: descriptor))
      } else {
        close(descriptor)
        kept.withLock { $0.refuse(.connections) }
      }
    }
  }

  private func take(
    _ bytes: ArraySlice<UInt8>, into connection: inout Connection, _ moment: Double,
    _ inSecond: inout Int, _ hears: (Mark) -> Void
  ) {
    guard inSecond < Self.rate else {
      let lines = bytes.count { $0 == 10 }
      if lines > 0 {
        connection.line = []
        connection.isSkipping = bytes.last != 10
      }
      if lines > 0 { kept.withLock { $0.refuse(.busy, count: lines) } }
      return
    }
    var rest = bytes
    while let end = rest.firstIndex(of: 10) {
      let part = rest[..<end]
      rest = rest[(end + 1)...]
      if connection.isSkipping {
        connection.isSkipping = false
        continue
      }
      connection.line += part
      line(connection.line, moment, hears)
      connection.line.removeAll(keepingCapacity: true)
      inSecond += 1
    }
    guard !connection.isSkipping else { return }
    connection.line += rest
    if connection.line.count > Self.longestLine {
      connection.line = []
      connection.isSkipping = true
      kept.withLock { $0.refuse(.long) }
    }
  }

  private func line(_ line: [UInt8], _ moment: Double, _ hears: (Mark) -> Void) {
    guard !line.allSatisfy({ $0 == 32 || $0 == 9 || $0 == 13 }) else { return }
    do throws(MarkLine.Refusal) {
      guard line.count <= Self.longestLine else { throw .long }
      let mark = try MarkLine.read(line, at: moment)
      kept.withLock { $0.take(mark) }
      if mark.isProgress { hears(mark) }
    } catch {
      kept.withLock { $0.refuse(error) }
    }
  }
}
