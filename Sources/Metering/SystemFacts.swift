import CLinux
import Glibc

/// What the kernel says of this process's surroundings.
package enum SystemFacts {
  /// Logical processors that this process may run on; nil when unknown.
  package static var affineProcessors: Int? {
    let count = Int(clinux_affine_processors())
    return count > 0 ? count : nil
  }

  /// Width of the terminal behind a descriptor; nil when there is none.
  package static func terminalColumns(_ descriptor: Int32) -> Int? {
    var size = winsize()
    guard clinux_window(descriptor, &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
