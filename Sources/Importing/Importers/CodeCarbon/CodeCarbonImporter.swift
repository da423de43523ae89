import Accounting
import Foundation
import Quantities

/// Runs that CodeCarbon tracked: `emissions.csv`, files of tasks and `.bak` files of all its releases.
struct CodeCarbonImporter: RowImporter {
  let name = "codecarbon"
  let summary = "runs that CodeCarbon tracked: emissions.csv, files of tasks, .bak files, .csv.gz"

  func recognises(_ file: ImportFile) -> Bool {
    let first = file.beginning.prefix { $0 != "\n" && $0 != "\r\n" }
    let headings = first.split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.filter { $0 != "\"" && $0 != "\u{FEFF}" && $0 != " " } }
    return ["timestamp", "duration", "emissions", "energy_consumed"].allSatisfy(headings.contains)
  }

  func rows(
    of files: [ImportFile], _ options: ImportOptions, atOnce: Int,
    _ take: (ImportedRows) throws(Problem) -> Void
  ) throws(Problem) -> ImportBatch {
    var reader = CodeCarbonReader(
      try ImportClock(options), options, tool: name, atOnce: max(1, atOnce))
    for file in files { try reader.read(file, take) }
    try reader.flush(take)
    return reader.finished
  }
}

/// One reading of one or more files.
struct CodeCarbonReader {
  typealias Cells = ContiguousArray<CellScanner.Cell>
  typealias Column = CodeCarbonLayout.Column

  private var batch = ImportBatch()
  private var taken: ImportedRows
  private var kinds: [UInt64: Int32] = [:]
  private var titles: [UInt64: Int32] = [:]
  private var keys = KeySet()
  private var clock: ImportClock
  private var counts: [CodeCarbonOddity: Int] = [:]
  private let options: ImportOptions
  private let atOnce: Int
  /// Pages of a large file leave memory after each so many bytes.
  private static let release = 8 << 20

  init(_ clock: ImportClock, _ options: ImportOptions, tool: String, atOnce: Int) {
    self.clock = clock
    self.options = options
    self.atOnce = atOnce
    taken = ImportedRows(tool: tool)
  }

  var finished: ImportBatch {
    var batch = batch
    if clock.tookUTC { batch.note(ImportTime.note) }
    for (oddity, count) in counts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      batch.note(oddity.note(count))
    }
    return batch
  }

  mutating func flush(_ take: (ImportedRows) throws(Problem) -> Void) throws(Problem) {
    guard !taken.rows.isEmpty else { return }
    try take(taken)
    taken.rows.removeAll(keepingCapacity: true)
    taken.kinds.removeAll(keepingCapacity: true)
    taken.titles.removeAll(keepingCapacity: true)
    kinds.removeAll(keepingCapacity: true)
    titles.removeAll(keepingCapacity: true)
  }

  mutating func read(
    _ file: ImportFile, _ take: (ImportedRows) throws(Problem) -> Void
  ) throws(Problem) {
    if let damage = file.damage {
      throw Problem(
        "Cannot read `\(file.path)`.",
        why: "\(damage.prefix(1).uppercased() + damage.dropFirst()).",
        fix: "Try `gzip -t` on it; take it from where it came from.", exit: .usage)
    }
    let problem = file.bytes.withUnsafeBytes { raw -> Problem? in
      do throws(Problem) {
        try read(file, CellScanner(raw.bindMemory(to: UInt8.self)), take)
        return nil
      } catch { return error }
    }
    if let problem { throw problem }
  }

  private mutating func read(
    _ file: ImportFile, _ lines: CellScanner, _ take: (ImportedRows) throws(Problem) -> Void
  ) throws(Problem) {
    var lines = lines
    guard let first = lines.next() else { return }
    let layout = CodeCarbonLayout(
      lines.cells.map { $0.text.filter { $0 != "\"" && $0 != "\u{FEFF}" } })
    guard case .row = first, layout.isSound else {
      throw Problem(
        "Cannot read `\(file.path)` as a file of CodeCarbon.",
        why: "Its first line does not name timestamp, duration, emissions and energy_consumed.",
        fix: "Say what reads it: `--from NAME`.", exit: .usage)
    }
    let header = lines.cells.map(\.text)
    var repair = CodeCarbonRepair()
    var released = 0
    while let kind = lines.next() {
      batch.read += 1
      switch kind {
      case .blank: batch.leaveOut("rows without anything in them")
      case .broken(let reason): batch.refuse(file, lines.line, reason)
      case .row, .unearthed:
        let (taken, repaired) = (batch.taken, batch.repairedRows)
        if !row(lines.cells, layout, file, lines.line) {
          broken(lines.cells, layout, header, &repair, file, lines.line)
        }
        if case .unearthed = kind, batch.taken > taken, batch.repairedRows == repaired {
          batch.repair(file, lines.line, "the bytes of zero before it were left out")
        }
      }
      if taken.rows.count >= atOnce { try flush(take) }
      if lines.offset - released > Self.release {
        released = lines.offset
        file.release(upTo: released)
      }
    }
    // Kinds name the file that they are of.
    kinds.removeAll(keepingCapacity: true)
  }

  /// False when the row does not fit its headings, and is not dealt with.
  @inline(__always)
  private mutating func row(
    _ cells: Cells, _ layout: CodeCarbonLayout, _ file: ImportFile, _ line: Int
  ) -> Bool {
    guard cells.count == layout.count else { return false }
    return CodeCarbonRow(cells, layout, &clock).map { book($0, file, line) } != nil
  }

  /// A row that does not fit: read by another order of columns, or refused.
  private mutating func broken(
    _ cells: Cells, _ layout: CodeCarbonLayout, _ header: [String],
    _ repair: inout CodeCarbonRepair, _ file: ImportFile, _ line: Int
  ) {
    if cells.map(\.text) == header {
      return batch.leaveOut("headings in between, from files that were put together")
    }
    if let (other, words) = repair.layout(cells), let row = CodeCarbonRow(cells, other, &clock) {
      if book(row, file, line), row.repair == nil {
        batch.repair(file, line, "its cells were read \(words)")
      }
      return
    }
    guard cells.count == layout.count else {
      return batch.refuse(
        file, line,
        "it has \(cells.count) cells, the first line \(layout.count), and fits no release")
    }
    batch.refuse(file, line, CodeCarbonRow.reason(cells, layout, &clock))
  }

  /// True when it was taken.
  @discardableResult
  private mutating func book(_ row: CodeCarbonRow, _ file: ImportFile, _ line: Int) -> Bool {
    guard !row.isOurs else {
      batch.leaveOut(
        "rows that Joulebook's own stand-in for CodeCarbon wrote: it booked them itself")
      return false
    }
    guard keys.insert(row.key) else {
      batch.leaveOut("rows that are the same as an earlier one")
      return false
    }
    if row.oddities.bits != 0 {
      for oddity in row.oddities.all { counts[oddity, default: 0] += 1 }
    }
    let kind: Int32
    if let known = kinds[row.kind] {
      kind = known
    } else {
      kind = Int32(taken.kinds.count)
      kinds[row.kind] = kind
      taken.kinds.append(row.described(file, options))
    }
    let title: Int32
    if let known = titles[row.titleHash] {
      title = known
    } else {
      title = Int32(taken.titles.count)
      titles[row.titleHash] = title
      taken.titles.append(row.title)
    }
    taken.rows.append(
      ImportedRows.Row(
        kind: kind, title: title, line: Int32(clamping: line), key: row.key, started: row.started,
        seconds: row.seconds, joules: row.joules, energy: row.energy, grams: row.grams,
        run: row.run))
    batch.taken += 1
    if let repair = row.repair { batch.repair(file, line, repair.words) }
    return true
  }
}
