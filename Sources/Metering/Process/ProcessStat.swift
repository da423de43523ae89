import Glibc

/// One line of `/proc/PID/stat`: proc(5). Reading it costs a few microseconds and no allocation.
struct ProcessStat: Hashable {
  var parent: Int32 = 0
  var state: UInt8 = 0
  /// User and system time of the process itself and of the children it waited for, in clock ticks.
  var ownTicks: UInt64 = 0
  var childTicks: UInt64 = 0
  /// Clock ticks after boot; with the PID it names a process for good.
  var start: UInt64 = 0

  /// T, stopped by a signal, or t, by a debugger.
  var isStopped: Bool { state == UInt8(ascii: "T") || state == UInt8(ascii: "t") }

  /// Clock ticks per second that the kernel shows times in.
  static let ticksPerSecond = Double(max(1, sysconf(Int32(_SC_CLK_TCK))))

  /// Nil when there is no such process or when it cannot be seen.
  static func of(_ process: Int32) -> ProcessStat? {
    ProcFile.read(process, "stat") { parse($0) } ?? nil
  }

  /// Whether `process` descends from `ancestor`. Orphans fall to us, so that the chain of parents of
  /// everything that the command started leads here.
  static func isBelow(_ ancestor: Int32, _ process: Int32) -> Bool {
    var process = process
    // A chain that changes while it is walked must not keep us.
    for _ in 0..<1024 {
      guard process > 1, let stat = of(process) else { return false }
      if stat.parent == ancestor { return true }
      process = stat.parent
    }
    return false
  }

  /// A set of signals from `/proc/PID/status`, proc(5): bit n − 1 stands for signal n.
  static func signals(of process: Int32, _ field: StaticString) -> UInt64? {
    ProcFile.read(process, "status", most: 8192) { text -> UInt64? in
      var scan = Scan(text)
      guard scan.move(behind: field) else { return nil }
      var mask: UInt64 = 0
      while let digit = scan.hexDigit() { mask = mask << 4 | UInt64(digit) }
      return mask
    } ?? nil
  }

  static func parse(_ line: UnsafeRawBufferPointer) -> ProcessStat? {
    // The name may hold spaces and parentheses: the last parenthesis closes it.
    guard let close = line.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    var stat = ProcessStat()
    var scan = Scan(line, from: close + 1)
    scan.skipSpaces()
    stat.state = scan.byte() ?? 0
    // Fields 4 to 22, counted as proc(5) does; negative ones are not needed.
    for field in 4...22 {
      guard let value = scan.number() else { return nil }
      switch field {
      case 4: stat.parent = Int32(truncatingIfNeeded: value)
      case 14, 15: stat.ownTicks += value
      case 16, 17: stat.childTicks += value
      case 22: stat.start = value
      default: break
      }
    }
    return stat
  }
}
