package import Accounting

/// A file of comma- or tab-separated values (RFC 4180), read with the place of every cell, so that whatever is
/// wrong with it can be pointed at.
package struct DelimitedText {
  /// A row: its cells, and the line it begins in, counted from 1.
  package struct Record {
    package let line: Int
    package let cells: [String]
  }

  package let records: [Record]

  /// Reads `bytes`; what cannot be text is a problem that names file and line.
  /// - Parameter limit: rows that are allowed at most, without the header.
  package init(_ bytes: [UInt8], file: String, limit: Int) throws(Problem) {
    var text = bytes[...]
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
    if text.starts(with: [0xFF, 0xFE]) || text.starts(with: [0xFE, 0xFF]) {
      throw Self.problem(
        file, 1, why: "It is UTF-16, and tables are UTF-8.", fix: "Save it as UTF-8.")
    }
    try Self.refuseForeignBytes(text, file: file)
    let header = text.prefix { $0 != UInt8(ascii: "\n") }
    let separator = header.contains(UInt8(ascii: "\t")) ? UInt8(ascii: "\t") : UInt8(ascii: ",")
    if separator == UInt8(ascii: ","), header.contains(UInt8(ascii: ";")),
      !header.contains(UInt8(ascii: ","))
    {
      throw Self.problem(
        file, 1, why: "Its cells are parted by semicolons.",
        fix: "Save it as comma- or tab-separated values, with a point as decimal mark.")
    }
    var reader = Reader(text: text, separator: separator, file: file)
    var records: [Record] = []
    while let record = try reader.next() {
      // A line without anything is no row.
      if record.cells == [""] { continue }
      records.append(record)
      if records.count > limit + 1 {
        throw Self.problem(
          file, record.line, why: "It has more than \(limit) rows.",
          fix: "Keep the rows that you need; a table is no measurement series.")
      }
    }
    self.records = records
  }

  static func problem(_ file: String, _ line: Int, why: String, fix: String) -> Problem {
    Problem("Cannot use the table `\(file)`, line \(line).", why: why, fix: fix, exit: .usage)
  }

  private static func refuseForeignBytes(_ text: ArraySlice<UInt8>, file: String) throws(Problem) {
    var line = 1
    for byte in text {
      if byte == UInt8(ascii: "\n") { line += 1 }
      if byte < 0x20, ![0x09, 0x0A, 0x0D].contains(byte) {
        throw problem(
          file, line, why: "It holds the control character \(byte): it is no text.",
          fix: "Save it as plain UTF-8 text.")
      }
    }
    guard String(validating: text, as: UTF8.self) == nil else { return }
    var first = 1
    for part in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if String(validating: part, as: UTF8.self) == nil { break }
      first += 1
    }
    throw problem(
      file, first, why: "It is not UTF-8: perhaps Latin-1 or Windows-1252.",
      fix: "Save it as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8 '\(file)'")
  }

  private struct Reader {
    var text: ArraySlice<UInt8>
    let separator: UInt8
    let file: String
    var line = 1

    init(text: ArraySlice<UInt8>, separator: UInt8, file: String) {
      self.text = text
      self.separator = separator
      self.file = file
    }

    mutating func next() throws(Problem) -> Record? {
      guard !text.isEmpty else { return nil }
      let start = line
      var cells: [String] = []
      while true {
        let (cell, ended) = try cell(startedAt: start)
        cells.append(cell)
        if ended { return Record(line: start, cells: cells) }
      }
    }

    /// The next cell, and whether the row ends behind it.
    private mutating func cell(startedAt start: Int) throws(Problem) -> (String, Bool) {
      guard text.first == UInt8(ascii: "\"") else {
        let plain = text.prefix { $0 != separator && $0 != UInt8(ascii: "\n") }
        text = text[plain.endIndex...]
        return (String(decoding: plain, as: UTF8.self).trimmed, ends())
      }
      text = text.dropFirst()
      var bytes: [UInt8] = []
      while let byte = text.popFirst() {
        if byte == UInt8(ascii: "\n") { line += 1 }
        guard byte == UInt8(ascii: "\"") else {
          bytes.append(byte)
          continue
        }
        guard text.first == UInt8(ascii: "\"") else {
          // Blanks and a carriage return may stand between the quote and the separator.
          while let next = text.first, next == 0x20 || next == 0x0D { text = text.dropFirst() }
          guard text.isEmpty || text.first == separator || text.first == UInt8(ascii: "\n") else {
            throw problem(
              file, line, why: "Something follows a closing quote.",
              fix: "Double a quote inside a quoted cell.")
          }
          return (String(decoding: bytes, as: UTF8.self).trimmed, ends())
        }
        bytes.append(byte)
        text = text.dropFirst()
      }
      throw problem(
        file, start, why: "A quote is opened in this row and never closed.",
        fix: "Close it, or double a quote inside a quoted cell.")
    }

    private mutating func ends() -> Bool {
      guard let byte = text.popFirst() else { return true }
      if byte == separator { return false }
      line += 1
      return true
    }
  }
}
