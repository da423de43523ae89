package import Accounting
import Synchronization

/// Answers that were worked out once, kept for the next who asks the same.
package final class Memo<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let known = Mutex<[Key: Value]>([:])

  package init() {}

  /// A problem is not kept: who asks again is told again.
  package func value(_ key: Key, _ work: () throws(Problem) -> Value) throws(Problem) -> Value {
    if let value = known.withLock({ $0[key] }) { return value }
    let value = try work()
    known.withLock { $0[key] = value }
    return value
  }

  /// The same for work that cannot fail.
  package func value(_ key: Key, _ work: () -> Value) -> Value {
    if let value = known.withLock({ $0[key] }) { return value }
    let value = work()
    known.withLock { $0[key] = value }
    return value
  }
}
