import CReferenceData
import Glibc

/// One table of the catalogue, read where it lies: in the binary, or in the bytes of a user's file.
/// Nothing is parsed before it is asked for. Sendable without a check: its bytes are part of the executable or an
/// array, and are never written.
struct Table: @unchecked Sendable {
  let name: String
  let columns: [String]
  /// The file of a table that the user brought; nil for one of the catalogue's own.
  let file: String?
  private let bytes: Bytes
  /// Where the first row after the header begins.
  private let start: Int

  private enum Bytes {
    /// Part of the executable, there as long as the process is.
    case embedded(UnsafeRawBufferPointer)
    case owned([UInt8])
  }

  /// A table of the catalogue; without rows when there is none of that name.
  /// - Parameter name: `grids`, or `2026.11/grids` for an earlier version of it.
  init(_ name: String) {
    let table = reference_table(name)
    self.init(
      name: name.split(separator: "/").last.map(String.init) ?? name,
      bytes: .embedded(UnsafeRawBufferPointer(start: table.bytes, count: Int(table.count))),
      file: nil)
  }

  /// A user's table: tab-separated text as the catalogue's own, its rows sorted by their keys.
  init(name: String, text: [UInt8], file: String) {
    self.init(name: name, bytes: .owned(text), file: file)
  }

  private init(name: String, bytes: Bytes, file: String?) {
    self.name = name
    self.bytes = bytes
    self.file = file
    (columns, start) = Self.withBytes(bytes) { buffer in
      guard !buffer.isEmpty else { return ([], 0) }
      let header = Self.line(at: 0, in: buffer)
      return (Self.cells(header, in: buffer), min(header.upperBound + 1, buffer.count))
    }
  }

  /// True when the table has no rows.
  var isEmpty: Bool { Self.withBytes(bytes) { start >= $0.count } }

  /// The row whose first cell is `key`, found by halving: the rows are sorted by its bytes.
  func find(_ key: String) -> Row? {
    let wanted = Array(key.utf8)
    guard let line = line(at: position(of: wanted)) else { return nil }
    let first = Self.withBytes(bytes) { Self.key(of: line, in: $0).elementsEqual(wanted) }
    return first ? row(line) : nil
  }

  /// All rows in the order of their keys, or those whose key begins with `prefix`.
  func rows(under prefix: String = "") -> some Sequence<Row> {
    let wanted = Array(prefix.utf8)
    return sequence(state: wanted.isEmpty ? start : position(of: wanted)) { position -> Row? in
      guard let line = line(at: position) else { return nil }
      position = line.upperBound + 1
      guard Self.withBytes(bytes, { $0[line].starts(with: wanted) }) else { return nil }
      return row(line)
    }
  }

  var rows: some Sequence<Row> { rows() }

  /// Where the first row begins whose key is not before `key`.
  private func position(of key: [UInt8]) -> Int {
    Self.withBytes(bytes) { buffer in
      var low = start
      var high = buffer.count
      while low < high {
        var middle = low + (high - low) / 2
        while middle > low, buffer[middle - 1] != UInt8(ascii: "\n") { middle -= 1 }
        let line = Self.line(at: middle, in: buffer)
        if Self.key(of: line, in: buffer).lexicographicallyPrecedes(key) {
          low = line.upperBound + 1
        } else {
          high = middle
        }
      }
      return low
    }
  }

  private func line(at position: Int) -> Range<Int>? {
    Self.withBytes(bytes) { position < $0.count ? Self.line(at: position, in: $0) : nil }
  }

  private func row(_ line: Range<Int>) -> Row {
    Row(
      table: name, columns: columns, cells: Self.withBytes(bytes) { Self.cells(line, in: $0) },
      file: file)
  }

  private static func withBytes<Result>(
    _ bytes: Bytes, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    switch bytes {
    case .embedded(let buffer): body(buffer)
    case .owned(let array): array.withUnsafeBytes(body)
    }
  }

  private static func key(
    of line: Range<Int>, in bytes: UnsafeRawBufferPointer
  ) -> Slice<UnsafeRawBufferPointer> {
    bytes[line].prefix { $0 != UInt8(ascii: "\t") }
  }

  private static func line(at start: Int, in bytes: UnsafeRawBufferPointer) -> Range<Int> {
    guard start < bytes.count, let base = bytes.baseAddress else { return start..<start }
    let end = memchr(base + start, Int32(UInt8(ascii: "\n")), bytes.count - start)
    return start..<(end.map { UnsafeRawPointer($0) - base } ?? bytes.count)
  }

  private static func cells(_ line: Range<Int>, in bytes: UnsafeRawBufferPointer) -> [String] {
    bytes[line].split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }
}

/// One row, its cells by the name of their column.
struct Row: Hashable, Sendable {
  let table: String
  let columns: [String]
  let cells: [String]
  /// The user's file that it stands in; nil for a row of the catalogue's own.
  let file: String?

  var key: String { cells.first ?? "" }

  /// The cell's text; empty when the table has no such column.
  subscript(column: String) -> String {
    guard let index = columns.firstIndex(of: column), index < cells.count else { return "" }
    return cells[index]
  }

  /// The cell's number; nil when it is empty or not a number.
  func number(_ column: String) -> Double? { Double(self[column]) }

  /// The line of the user's file, counted from 1.
  var line: Int? { file == nil ? nil : Int(self[Row.lineColumn]) }

  /// A column that user tables carry besides: the line that a row began in.
  static let lineColumn = "#line"

  /// Where a user's row stands: `grids.csv:3`; nil for the catalogue's own.
  var place: String? {
    file.map { file in
      let name = file.split(separator: "/").last.map(String.init) ?? file
      return line.map { "\(name):\($0)" } ?? name
    }
  }
}
