import CReferenceData

/// One table of the catalogue, read where it lies in the binary. Nothing is parsed before it is asked for.
struct Table {
  let columns: [String]
  private let bytes: UnsafeRawBufferPointer
  /// Where the first row after the header begins.
  private let start: Int

  init(_ name: String) {
    let table = reference_table(name)
    bytes = UnsafeRawBufferPointer(start: table.bytes, count: Int(table.count))
    let header = Self.line(at: 0, in: bytes)
    columns = Self.cells(header, in: bytes)
    start = min(header.upperBound + 1, bytes.count)
  }

  /// The row whose first cell is `key`, found by halving: the rows are sorted by its bytes.
  func find(_ key: String) -> Row? {
    var low = start
    var high = bytes.count
    let wanted = Array(key.utf8)
    while low < high {
      var middle = low + (high - low) / 2
      while middle > low, bytes[middle - 1] != UInt8(ascii: "\n") { middle -= 1 }
      let line = Self.line(at: middle, in: bytes)
      let end = bytes[line].firstIndex(of: UInt8(ascii: "\t")) ?? line.upperBound
      let first = bytes[middle..<end]
      if first.elementsEqual(wanted) { return row(line) }
      if first.lexicographicallyPrecedes(wanted) {
        low = line.upperBound + 1
      } else {
        high = middle
      }
    }
    return nil
  }

  /// All rows in order.
  var rows: some Sequence<Row> {
    sequence(state: start) { position -> Row? in
      guard position < bytes.count else { return nil }
      let line = Self.line(at: position, in: bytes)
      position = line.upperBound + 1
      return row(line)
    }
  }

  private func row(_ line: Range<Int>) -> Row {
    Row(columns: columns, cells: Self.cells(line, in: bytes))
  }

  private static func line(at start: Int, in bytes: UnsafeRawBufferPointer) -> Range<Int> {
    let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    return start..<end
  }

  private static func cells(_ line: Range<Int>, in bytes: UnsafeRawBufferPointer) -> [String] {
    bytes[line].split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }
}

/// One row, its cells by the name of their column.
struct Row {
  let columns: [String]
  let cells: [String]

  /// The cell's text; empty when the table has no such column.
  subscript(column: String) -> String {
    guard let index = columns.firstIndex(of: column), index < cells.count else { return "" }
    return cells[index]
  }

  /// The cell's number; nil when it is empty or not a number.
  func number(_ column: String) -> Double? { Double(self[column]) }
}
