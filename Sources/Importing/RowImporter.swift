package import Accounting
import Quantities

/// Reads tables in which each row is a whole run, a part of the table at a time: a million rows are never held at once.
package protocol RowImporter: Importer {
  /// Hands over rows, so many at a time; what is handed on may be used up. Says what became of all rows.
  func rows(
    of files: [ImportFile], _ options: ImportOptions, atOnce: Int,
    _ take: (ImportedRows) throws(Problem) -> Void
  ) throws(Problem) -> ImportBatch
}

extension RowImporter {
  package func read(
    _ files: [ImportFile], _ options: ImportOptions
  ) throws(Problem) -> ImportBatch {
    var works: [ImportedWork] = []
    var batch = try rows(of: files, options, atOnce: 4096) { rows in
      for index in rows.rows.indices { works.append(rows.work(index)) }
    }
    batch.works = works
    return batch
  }
}

/// Rows, each a run, and what many of them have in common.
package struct ImportedRows: Sendable {
  package var tool: String
  package var kinds: [RowKind] = []
  /// What rows are called, each once.
  package var titles: [String] = []
  package var rows: ContiguousArray<Row> = []

  package init(tool: String) { self.tool = tool }

  /// What a row says that hardly another row does.
  package struct Row: Sendable {
    package var kind: Int32
    package var title: Int32
    package var line: Int32
    /// FNV-1a of the row's key, 64 bits.
    package var key: UInt64
    package var started: Int64
    package var seconds: Double
    /// Of `RowKind.components`, in their order.
    package var joules: SIMD4<Double>
    /// As the tool gives them: with its PUE.
    package var energy: Double
    package var grams: Double
    /// The tool's own name of the run where it is a UUID; zero where it is not.
    package var run: SIMD2<UInt64>
  }

  /// The row as a piece of work like any other.
  package func work(_ index: Int) -> ImportedWork {
    let row = rows[index]
    let kind = kinds[Int(row.kind)]
    var work = ImportedWork(
      key: RowKey.text(row.key), name: titles[Int(row.title)],
      started: Timestamp(nanoseconds: row.started),
      seconds: row.seconds,
      power: .parts(
        kind.parts.enumerated().map { index, part in
          ImportedWork.Part(
            component: part.component, joules: row.joules[index], sensor: part.sensor,
            evidence: part.evidence, note: part.note)
        }))
    work.host = kind.host
    work.place = kind.place
    work.area = kind.area
    work.tags = kind.tags
    work.warnings = kind.warnings
    work.sources = [kind.path]
    var reported = kind.reported
    reported.energyJoules = row.energy
    reported.emissionsGrams = row.grams
    reported.line = Int(row.line)
    if row.run != SIMD2(0, 0) { reported.run = RowKey.uuid(row.run) }
    work.reported = reported
    return work
  }
}

/// What rows have in common.
package struct RowKind: Hashable, Sendable {
  package var path: String
  package var host = ""
  package var place: String?
  package var area: String?
  package var tags: [String: String] = [:]
  package var parts: [Part] = []
  package var warnings: [String] = []
  package var reported: ReportedFigure

  package struct Part: Hashable, Sendable {
    package var component: Component
    package var sensor: String
    package var evidence: Evidence
    package var note: String
  }
}

/// Keys of rows: of the content, so that the same row has the same key from any file.
package enum RowKey {
  /// The key of a piece of work that was a row.
  package static func text(_ hash: UInt64) -> String { "row " + hex(hash) }

  static func hex(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// `01234567-89ab-cdef-0123-456789abcdef`.
  package static func uuid(_ value: SIMD2<UInt64>) -> String {
    let digits = Array((hex(value.x) + hex(value.y)).utf8)
    var text: [UInt8] = []
    for (index, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(index) { text.append(UInt8(ascii: "-")) }
      text.append(digit)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil where the bytes are no UUID in small letters.
  static func uuid(_ bytes: UnsafeBufferPointer<UInt8>) -> SIMD2<UInt64>? {
    guard bytes.count == 36 else { return nil }
    var halves = SIMD2<UInt64>(0, 0)
    var digits = 0
    for (index, byte) in bytes.enumerated() {
      if index == 8 || index == 13 || index == 18 || index == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      let value: UInt8
      switch byte {
      case 0x30...0x39: value = byte - 0x30
      case 0x61...0x66: value = byte - 0x61 + 10
      case _: return nil
      }
      let half = digits / 16
      halves[half] = halves[half] << 4 | UInt64(value)
      digits += 1
    }
    return halves == SIMD2(0, 0) ? nil : halves
  }
}

/// Keys that were seen: an open table of numbers, eight bytes each and half empty.
struct KeySet {
  private var slots: [UInt64]
  private var count = 0
  private var hasZero = false

  init() { slots = [UInt64](repeating: 0, count: 1024) }

  /// False where it was there already.
  mutating func insert(_ key: UInt64) -> Bool {
    if key == 0 {
      defer { hasZero = true }
      return !hasZero
    }
    if count * 2 >= slots.count { grow() }
    var slot = Int(truncatingIfNeeded: key &* 0x9E37_79B9_7F4A_7C15 >> 20) & (slots.count - 1)
    while slots[slot] != 0 {
      if slots[slot] == key { return false }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = key
    count += 1
    return true
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: old.count * 2)
    count = 0
    for key in old where key != 0 { _ = insert(key) }
  }
}
