import Glibc
import Metering

/// Sentences for the person at the terminal, beside the command's own output.
struct Notice {
  let isQuiet: Bool

  func say(_ text: String) {
    guard !isQuiet else { return }
    let isTerminal = isatty(2) == 1
    let line = (isTerminal ? "\r\u{1B}[K" : "") + "joulebook: \(text)\n"
    _ = line.withCString { Glibc.write(2, $0, strlen($0)) }
  }

  /// Replaces the line that the cursor is on; on a terminal only.
  func show(_ text: String) {
    guard !isQuiet, isatty(2) == 1, tcgetpgrp(2) == getpgrp() else { return }
    let width = max(10, (SystemFacts.terminalColumns(2) ?? 80) - 1)
    let line = "\r\u{1B}[K" + String(text.prefix(width)) + "\r"
    _ = line.withCString { Glibc.write(2, $0, strlen($0)) }
  }

  func clear() {
    guard !isQuiet, isatty(2) == 1 else { return }
    _ = "\r\u{1B}[K".withCString { Glibc.write(2, $0, strlen($0)) }
  }
}
