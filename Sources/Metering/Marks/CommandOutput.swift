import CLinux

/// The command's output through copiers of ours: every byte goes on in order, and a copy comes to us.
///
/// Copiers are processes of their own. They end with the last writer, so what the command leaves running still
/// writes when we are gone, and killing Joulebook takes nobody's output away.
package struct CommandOutput: Sendable {
  /// What passes through, as far as we keep up with it.
  package let tap: Int32

  /// Puts copiers in place of this process's standard output and error; nil where none could be made. The
  /// command is to be started next, then `restore` called.
  package init?() {
    var tap: Int32 = -1
    guard clinux_output_begin(&tap) == 0 else { return nil }
    self.tap = tap
  }

  /// Gives this process its own standard output and error back.
  package func restore() { clinux_output_restore() }

  /// Waits until all that the command wrote has been passed on.
  package func drain() { clinux_output_drain() }

  /// Tells the copied terminal how large the real one is now.
  package func resize() { clinux_output_resize() }
}
