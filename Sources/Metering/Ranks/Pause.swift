import Glibc

/// Doing nothing for a moment.
package enum Pause {
  package static func nanoseconds(_ count: Int64) { usleep(UInt32(clamping: count / 1000)) }
}
