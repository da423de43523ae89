import Glibc

/// Rows of comma-separated text, read where they lie: a row of forty cells costs a fraction of a microsecond.
///
/// A quoted cell ends in its line. What CodeCarbon and its like write has no line breaks in cells, and a quote that is never
/// closed must not swallow the rest of a file.
struct CellScanner {
  struct Cell {
    var start: UnsafePointer<UInt8>
    var count: Int

    var isEmpty: Bool { count == 0 }

    var text: String {
      let bytes = UnsafeBufferPointer(start: start, count: count)
      guard bytes.contains(UInt8(ascii: "\"")) else {
        return String(decoding: bytes, as: UTF8.self)
      }
      return String(decoding: bytes, as: UTF8.self).replacing("\"\"", with: "\"")
    }

    func isEqual(_ text: StaticString) -> Bool {
      count == text.utf8CodeUnitCount && memcmp(start, text.utf8Start, count) == 0
    }
  }

  enum Kind {
    case row, blank
    /// A row behind bytes of zero, as a crash leaves them in a file.
    case unearthed
    /// What is wrong with the line as a whole.
    case broken(String)
  }

  /// Nil where there is nothing to read.
  private let base: UnsafePointer<UInt8>?
  private let count: Int
  /// Bytes that were read.
  private(set) var offset = 0
  /// Of the row that was read last, counted from 1.
  private(set) var line = 0
  private(set) var cells: ContiguousArray<Cell> = []

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    base = bytes.baseAddress
    count = bytes.baseAddress == nil ? 0 : bytes.count
    cells.reserveCapacity(64)
    // A byte order mark is no part of the first heading.
    if let base, count >= 3, base[0] == 0xEF, base[1] == 0xBB, base[2] == 0xBF { offset = 3 }
  }

  /// Reads the next line that is not empty; nil at the end.
  mutating func next() -> Kind? {
    guard let base else { return nil }
    while offset < count {
      let start = base + offset
      let left = count - offset
      let mark = memchr(start, 0x0A, left)
      let length =
        mark.map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) - start } ?? left
      offset += length + (mark == nil ? 0 : 1)
      line += 1
      let end = length > 0 && start[length - 1] == 0x0D ? length - 1 : length
      if end > 0 { return read(start, end) }
    }
    return nil
  }

  private mutating func read(_ start: UnsafePointer<UInt8>, _ length: Int) -> Kind {
    cells.removeAll(keepingCapacity: true)
    if memchr(start, 0, length) != nil {
      var zeros = 0
      while zeros < length, start[zeros] == 0 { zeros += 1 }
      guard zeros > 0, zeros < length, memchr(start + zeros, 0, length - zeros) == nil,
        case .row = read(start + zeros, length - zeros)
      else {
        cells.removeAll(keepingCapacity: true)
        return .broken("it holds bytes that are no text (NUL)")
      }
      return .unearthed
    }
    var all: UInt8 = 0
    for index in 0..<length { all |= start[index] }
    if all & 0x80 != 0,
      String(validating: UnsafeBufferPointer(start: start, count: length), as: UTF8.self) == nil
    {
      return .broken("it is not text in UTF-8")
    }
    guard memchr(start, 0x22, length) == nil else { return readQuoted(start, length) }
    var from = 0
    var isBlank = true
    while true {
      let comma = memchr(start + from, 0x2C, length - from)
      let to =
        comma.map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) - start } ?? length
      add(start, from, to)
      if cells[cells.count - 1].count > 0 { isBlank = false }
      guard to < length else { break }
      from = to + 1
    }
    return isBlank ? .blank : .row
  }

  private mutating func readQuoted(_ start: UnsafePointer<UInt8>, _ length: Int) -> Kind {
    var from = 0
    while true {
      var at = from
      while at < length, start[at] == 0x20 { at += 1 }
      guard at < length, start[at] == 0x22 else {
        let comma = memchr(start + from, 0x2C, length - from)
        let to =
          comma.map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) - start } ?? length
        add(start, from, to)
        guard to < length else { return .row }
        from = to + 1
        continue
      }
      at += 1
      let open = at
      while at < length, start[at] != 0x22 || (at + 1 < length && start[at + 1] == 0x22) {
        at += start[at] == 0x22 ? 2 : 1
      }
      guard at < length else { return .broken("a quote in it is not closed") }
      cells.append(Cell(start: start + open, count: at - open))
      at += 1
      while at < length, start[at] == 0x20 { at += 1 }
      guard at < length else { return .row }
      guard start[at] == 0x2C else { return .broken("something follows a closed quote") }
      from = at + 1
    }
  }

  /// Without blanks around it.
  private mutating func add(_ line: UnsafePointer<UInt8>, _ from: Int, _ to: Int) {
    var (from, to) = (from, to)
    while from < to, line[from] <= 0x20 { from += 1 }
    while from < to, line[to - 1] <= 0x20 { to -= 1 }
    cells.append(Cell(start: line + from, count: to - from))
  }
}

extension CellScanner.Cell {
  /// A finite number in decimal digits; nil for anything else, `nan` and hexadecimal ones too.
  var number: Double? {
    guard count > 0, count <= 40 else { return nil }
    var at = 0
    var isNegative = false
    if start[0] == 0x2D || start[0] == 0x2B {
      isNegative = start[0] == 0x2D
      at = 1
    }
    var digits: UInt64 = 0
    var kept = 0
    var scale = 0
    var seen = false
    var isExact = true
    var isFraction = false
    while at < count {
      let byte = start[at]
      if byte >= 0x30, byte <= 0x39 {
        seen = true
        if kept < 18 {
          digits = digits &* 10 &+ UInt64(byte &- 0x30)
          if digits > 0 { kept += 1 }
          if isFraction { scale -= 1 }
        } else {
          isExact = false
          if !isFraction { scale += 1 }
        }
      } else if byte == 0x2E, !isFraction {
        isFraction = true
      } else {
        break
      }
      at += 1
    }
    guard seen else { return nil }
    if at < count {
      guard start[at] | 0x20 == 0x65 else { return nil }
      at += 1
      var isDown = false
      if at < count, start[at] == 0x2D || start[at] == 0x2B {
        isDown = start[at] == 0x2D
        at += 1
      }
      guard at < count, count - at <= 3 else { return nil }
      var power = 0
      while at < count {
        guard start[at] >= 0x30, start[at] <= 0x39 else { return nil }
        power = power * 10 + Int(start[at] &- 0x30)
        at += 1
      }
      scale += isDown ? -power : power
    }
    // Both are exact as they are, so that one rounding is all there is (Clinger 1990).
    if isExact, digits < 1 << 53, scale >= -22, scale <= 22 {
      let value = Double(digits)
      let result = scale < 0 ? value / Self.tens[-scale] : value * Self.tens[scale]
      return isNegative ? -result : result
    }
    if digits == 0 { return isNegative ? -0.0 : 0 }
    return exactly
  }

  private static let tens: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  private var exactly: Double? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: count + 1) { buffer -> Double? in
      for index in 0..<count { buffer[index] = CChar(bitPattern: start[index]) }
      buffer[count] = 0
      guard let base = buffer.baseAddress else { return nil }
      let value = strtod(base, nil)
      return value.isFinite ? value : nil
    }
  }
}
