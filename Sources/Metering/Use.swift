/// Who used the machine's CPUs and memory, in running totals, from which shares are worked out.
package struct Use: Hashable, Sendable {
  /// CPU seconds since the run's start: the command's tree, Joulebook itself, everybody.
  package var run = 0.0
  package var own = 0.0
  package var machine = 0.0
  /// Logical processors online now.
  package var processors = 1
  /// Resident bytes now: the tree's, ours, everybody's, and what is installed.
  package var runMemory = 0.0
  package var ownMemory = 0.0
  package var usedMemory = 0.0
  package var installedMemory = 0.0

  package init() {}
}

/// Says who uses the machine. Owned by one thread at a time.
package protocol UseProbe: AnyObject {
  /// Totals up to now. Does not allocate once warm.
  func read() -> Use
  /// Whether a process belongs to the command's tree.
  func isOurs(_ process: Int32) -> Bool
}
