import CLinux
import Glibc
import Synchronization

/// A thread of our own, outside Swift's concurrency: sampling at fixed moments needs one.
package struct Worker: Sendable {
  private let finished: Signal

  /// Runs `body` on a new thread with all signals blocked, so that they reach the main thread.
  package init(_ body: @escaping @Sendable () -> Void) {
    finished = Signal()
    let box = Unmanaged.passRetained(Box(body: body, finished: finished))
    var thread = pthread_t()
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(&attributes, 512 * 1024)
    let code = pthread_create(&thread, &attributes, Worker.enter, box.toOpaque())
    pthread_attr_destroy(&attributes)
    if code != 0 {
      box.release()
      finished.raise()
    }
  }

  /// Waits until the body has returned; false when it has not after `seconds`.
  package func join(within seconds: Double) -> Bool { finished.wait(seconds: seconds) }

  private final class Box: Sendable {
    let body: @Sendable () -> Void
    let finished: Signal
    init(body: @escaping @Sendable () -> Void, finished: Signal) {
      self.body = body
      self.finished = finished
    }
  }

  private static let enter: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
    {
      guard let pointer = $0 else { return nil }
      var all = sigset_t()
      sigfillset(&all)
      pthread_sigmask(SIG_BLOCK, &all, nil)
      let box = Unmanaged<Box>.fromOpaque(pointer).takeRetainedValue()
      box.body()
      box.finished.raise()
      return nil
    }
}

/// A flag that one thread raises once and others wait for, as a pipe whose writing end is closed.
package final class Signal: Sendable {
  private let reading: Int32
  /// Readable once the flag is raised, for a `poll` over more.
  var descriptor: Int32 { reading }
  private let writing: Atomic<Int32>

  package init() {
    var ends: [Int32] = [-1, -1]
    _ = clinux_pipe(&ends)
    reading = ends[0]
    writing = Atomic(ends[1])
  }

  deinit {
    raise()
    close(reading)
  }

  package func raise() {
    let end = writing.exchange(-1, ordering: .acquiringAndReleasing)
    if end >= 0 { close(end) }
  }

  package var isRaised: Bool { writing.load(ordering: .acquiring) < 0 }

  /// Waits; true when the flag was raised within `seconds`.
  package func wait(seconds: Double) -> Bool {
    guard !isRaised else { return true }
    let nanoseconds = Int64(max(0, min(seconds, 1e9)) * 1e9)
    var time = timespec(
      tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    var descriptor = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
    _ = clinux_poll(&descriptor, 1, &time)
    return isRaised
  }
}
