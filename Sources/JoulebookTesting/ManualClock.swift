import Synchronization

/// A clock that stands still until it is told to go on, so that hours pass in milliseconds.
package final class ManualClock: Clock {
  private let elapsed = Mutex(Duration.zero)

  package init() {}

  package var now: Instant { Instant(offset: elapsed.withLock { $0 }) }
  package var minimumResolution: Duration { .nanoseconds(1) }

  /// Time passes.
  package func advance(by span: Duration) { elapsed.withLock { $0 += span } }

  /// Whoever sleeps wakes at once, at the deadline: nobody waits for simulated time.
  package func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
    elapsed.withLock { $0 = max($0, deadline.offset) }
  }

  package struct Instant: InstantProtocol {
    /// Time since the clock was made.
    package var offset: Duration

    package func advanced(by span: Duration) -> Instant { Instant(offset: offset + span) }
    package func duration(to other: Instant) -> Duration { other.offset - offset }
    package static func < (a: Instant, b: Instant) -> Bool { a.offset < b.offset }
  }
}
