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

/// Numbers in a line of bytes, without strings.
struct Scan {
  private let bytes: UnsafeRawBufferPointer
  private(set) var index: Int

  init(_ bytes: UnsafeRawBufferPointer, from index: Int = 0) {
    self.bytes = bytes
    self.index = index
  }

  mutating func skipSpaces() {
    while index < bytes.count && (bytes[index] == 32 || bytes[index] == 9) { index += 1 }
  }

  mutating func byte() -> UInt8? {
    guard index < bytes.count else { return nil }
    defer { index += 1 }
    return bytes[index]
  }

  /// The next decimal number, a sign dropped; nil when something else stands there.
  mutating func number() -> UInt64? {
    skipSpaces()
    if index < bytes.count && bytes[index] == UInt8(ascii: "-") { index += 1 }
    var value: UInt64 = 0
    let first = index
    while index < bytes.count, bytes[index] >= 48, bytes[index] <= 57 {
      value = value &* 10 &+ UInt64(bytes[index] - 48)
      index += 1
    }
    return index > first ? value : nil
  }

  /// Moves behind the first `text` from here on; false when there is none.
  mutating func move(behind text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    var at = index
    guard let base = bytes.baseAddress else { return false }
    while at + length <= bytes.count {
      if memcmp(base + at, text.utf8Start, length) == 0 {
        index = at + length
        return true
      }
      at += 1
    }
    return false
  }
}

/// Small files below the real `/proc`, read onto the stack.
enum ProcFile {
  /// Gives the file's first 4 KiB to `body`; nil when it cannot be read.
  static func read<T>(
    _ process: Int32, _ name: StaticString, _ body: (UnsafeRawBufferPointer) -> T
  ) -> T? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 48) { path in
      guard let start = path.baseAddress else { return nil }
      var length = append("/proc/", to: start, at: 0)
      length = append(UInt64(max(0, process)), to: start, at: length)
      start[length] = CChar(UInt8(ascii: "/"))
      _ = append(name, to: start, at: length + 1)
      let fd = open(start, O_RDONLY | O_CLOEXEC)
      guard fd >= 0 else { return nil }
      defer { close(fd) }
      return read(fd, body)
    }
  }

  /// Gives the first 4 KiB of a file that is kept open to `body`; nil when it cannot be read.
  static func read<T>(_ fd: Int32, _ body: (UnsafeRawBufferPointer) -> T) -> T? {
    withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 16) { buffer in
      let count = pread(fd, buffer.baseAddress, buffer.count, 0)
      guard count > 0 else { return nil }
      return body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  private static func append(
    _ text: StaticString, to path: UnsafeMutablePointer<CChar>, at index: Int
  ) -> Int {
    let length = text.utf8CodeUnitCount
    memcpy(path + index, text.utf8Start, length)
    path[index + length] = 0
    return index + length
  }

  private static func append(
    _ number: UInt64, to path: UnsafeMutablePointer<CChar>, at index: Int
  ) -> Int {
    var digits = 1
    var rest = number
    while rest >= 10 {
      rest /= 10
      digits += 1
    }
    rest = number
    for place in stride(from: index + digits - 1, through: index, by: -1) {
      path[place] = CChar(48 + rest % 10)
      rest /= 10
    }
    path[index + digits] = 0
    return index + digits
  }
}
