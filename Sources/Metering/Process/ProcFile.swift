import Glibc

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

  mutating func hexDigit() -> UInt8? {
    guard index < bytes.count else { return nil }
    let digit: UInt8
    switch bytes[index] {
    case 48...57: digit = bytes[index] - 48
    case 97...102: digit = bytes[index] - 87
    default: return nil
    }
    index += 1
    return digit
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
  /// Gives the file's first bytes to `body`; nil when it cannot be read.
  ///
  /// Up to 1 KiB stays on the stack; more is allocated.
  static func read<T>(
    _ process: Int32, _ name: StaticString, most bytes: Int = 1024,
    _ body: (UnsafeRawBufferPointer) -> T
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
      return read(fd, most: bytes, body)
    }
  }

  /// The same of a file that is kept open.
  static func read<T>(
    _ fd: Int32, most bytes: Int = 1024, _ body: (UnsafeRawBufferPointer) -> T
  ) -> T? {
    withUnsafeTemporaryAllocation(byteCount: bytes, alignment: 16) { buffer in
      let count = pread(fd, buffer.baseAddress, buffer.count, 0)
      guard count > 0 else { return nil }
      return body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// Our number as `/proc` shows it; it is another where `/proc` belongs to another PID namespace.
  static func ownNumber() -> Int32? {
    withUnsafeTemporaryAllocation(byteCount: 16, alignment: 1) { buffer in
      let link = buffer.bindMemory(to: CChar.self)
      guard let start = link.baseAddress else { return nil }
      let count = readlink("/proc/self", start, link.count)
      guard count > 0 else { return nil }
      var scan = Scan(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      return scan.number().map { Int32(truncatingIfNeeded: $0) }
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
