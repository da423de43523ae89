import Accounting
import NIOCore
import NIOPosix
import Synchronization

/// Runs verbs, which read files and take their time, away from the threads that serve.
enum Blocking {
  /// How long a verb may take before the visitor is told that it took too long.
  static let limit = Duration.seconds(20)

  /// More than there are cores, so that two who ask for much hold up nobody who asks for little.
  private static let pool: NIOThreadPool = {
    let pool = NIOThreadPool(numberOfThreads: 8)
    pool.start()
    return pool
  }()

  static func run<Value: Sendable>(
    limit: Duration = limit, _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let once = Once(continuation)
      let clock = Task {
        try await Task.sleep(for: limit)
        once.resume(.failure(TooSlow()))
      }
      pool.submit { state in
        guard case .active = state else { return once.resume(.failure(TooSlow())) }
        once.resume(Result { try body() })
        clock.cancel()
      }
    }
  }

  /// The work went on for longer than a visitor is kept waiting.
  struct TooSlow: Error {}

  private final class Once<Value: Sendable>: Sendable {
    private let continuation: Mutex<CheckedContinuation<Value, any Error>?>

    init(_ continuation: CheckedContinuation<Value, any Error>) {
      self.continuation = Mutex(continuation)
    }

    func resume(_ result: Result<Value, any Error>) {
      let waiting = continuation.withLock { held in
        defer { held = nil }
        return held
      }
      waiting?.resume(with: result)
    }
  }
}
