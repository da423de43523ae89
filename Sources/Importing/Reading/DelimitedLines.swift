/// Rows of delimited text with their lines (RFC 4180 for quotes). Quoted fields may hold line breaks.
struct DelimitedLines {
  struct Row {
    let line: Int
    let cells: [String]
  }

  private(set) var rows: [Row] = []

  /// - Parameter quotes: false for `sacct`, which knows none.
  init(_ text: String, delimiter: Character, quotes: Bool = true) {
    let mark = delimiter.utf8.first ?? UInt8(ascii: ",")
    var line = 1
    var first = 1
    var cells: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var wasQuoted = false
    func end() {
      cells.append(Self.trimmed(cell, keepsAll: wasQuoted))
      cell.removeAll(keepingCapacity: true)
      wasQuoted = false
    }
    func endRow() {
      end()
      if cells.count > 1 || cells[0] != "" { rows.append(Row(line: first, cells: cells)) }
      cells.removeAll(keepingCapacity: true)
    }
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if isQuoted {
        if byte == UInt8(ascii: "\"") {
          isQuoted = false
        } else {
          if byte == UInt8(ascii: "\n") { line += 1 }
          cell.append(byte)
        }
      } else if quotes, byte == UInt8(ascii: "\""), cell.allSatisfy({ $0 == 0x20 }) || wasQuoted {
        // A quote after a closed quote stands for one in the text.
        if wasQuoted, previous == UInt8(ascii: "\"") { cell.append(byte) } else { cell.removeAll() }
        isQuoted = true
        wasQuoted = true
      } else if byte == mark {
        end()
      } else if byte == UInt8(ascii: "\n") {
        endRow()
        line += 1
        first = line
      } else {
        cell.append(byte)
      }
      previous = byte
    }
    if !cell.isEmpty || !cells.isEmpty { endRow() }
  }

  private static func trimmed(_ bytes: [UInt8], keepsAll: Bool) -> String {
    if keepsAll {
      return String(decoding: bytes.last == 0x0D ? bytes.dropLast() : bytes[...], as: UTF8.self)
    }
    let start = bytes.firstIndex { $0 > 0x20 } ?? bytes.endIndex
    let end = bytes.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? start
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}

/// Headings of a table, found by any of several names.
struct Headings {
  private let names: [String: Int]
  let count: Int

  init(_ cells: [String]) {
    names = Dictionary(cells.enumerated().map { (Self.plain($1), $0) }) { first, _ in first }
    count = cells.count
  }

  /// Index of the first of these names that is there.
  func index(_ wanted: String...) -> Int? { index(wanted) }

  func index(_ wanted: [String]) -> Int? { wanted.lazy.compactMap { names[Self.plain($0)] }.first }

  /// Without units in brackets, case and blanks.
  private static func plain(_ heading: String) -> String {
    heading.prefix { $0 != "[" }.lowercased().filter { $0 != " " && $0 != "_" && $0 != "\"" }
  }
}
