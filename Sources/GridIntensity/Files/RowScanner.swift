/// Walks over delimited text row by row without copying it (RFC 4180, with any of three delimiters).
///
/// A field is a range of bytes; quotes around it are left out of the range.
struct RowScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  let delimiter: UInt8
  private(set) var offset: Int
  /// Line of the row that was read last, counted from 1.
  private(set) var line = 0
  private var nextLine = 1
  /// Fields of the row that was read last.
  private(set) var fields: [Range<Int>] = []

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    // A byte order mark is no part of the first heading.
    let hasMark = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
    offset = hasMark ? 3 : 0
    delimiter = Self.delimiter(bytes, from: offset)
    fields.reserveCapacity(16)
  }

  /// The one of `;`, tab and `,` that the first line has most of.
  private static func delimiter(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    for byte in bytes[start...] {
      if byte == UInt8(ascii: "\n") { break }
      counts[byte, default: 0] += 1
    }
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    return candidates.max { counts[$0, default: 0] < counts[$1, default: 0] } ?? candidates[0]
  }

  /// Reads the next row that is not blank; false at the end.
  mutating func next() -> Bool {
    while offset < bytes.count {
      readRow()
      if fields.count > 1 || !trimmed(0).isEmpty { return true }
    }
    return false
  }

  private mutating func readRow() {
    fields.removeAll(keepingCapacity: true)
    line = nextLine
    var start = offset
    var index = offset
    while index < bytes.count {
      let byte = bytes[index]
      if byte == delimiter {
        fields.append(start..<index)
        index += 1
        start = index
      } else if byte == 0x0A {
        break
      } else if byte == 0x22, index == start {
        // Up to the closing quote; two in a row stand for one, and stay two: no heading of ours has any.
        index += 1
        while index < bytes.count {
          if bytes[index] == 0x22 {
            guard index + 1 < bytes.count, bytes[index + 1] == 0x22 else { break }
            index += 1
          } else if bytes[index] == 0x0A {
            nextLine += 1
          }
          index += 1
        }
        let field = start + 1..<min(index, bytes.count)
        index = min(index + 1, bytes.count)
        while index < bytes.count, bytes[index] != delimiter, bytes[index] != 0x0A { index += 1 }
        fields.append(field)
        if index < bytes.count, bytes[index] == delimiter {
          index += 1
          start = index
          continue
        }
        finish(at: index)
        return
      } else {
        index += 1
      }
    }
    fields.append(start..<index)
    finish(at: index)
  }

  private mutating func finish(at index: Int) {
    offset = min(index + 1, bytes.count)
    nextLine += 1
  }

  /// A field without blanks and carriage returns around it; empty where the row is too short.
  func trimmed(_ column: Int) -> Range<Int> {
    guard column < fields.count else { return 0..<0 }
    var range = fields[column]
    while let first = range.first, bytes[first] <= 0x20 { range = first + 1..<range.upperBound }
    while let last = range.last, bytes[last] <= 0x20 { range = range.lowerBound..<last }
    return range
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
