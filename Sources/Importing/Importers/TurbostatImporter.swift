import Accounting
import Foundation
import Quantities

/// Power of processors and memory over time, from turbostat.
///
/// Each line is of the time since the line before. Lines of single processors repeat what the summary has. `--Joules` writes
/// `Pkg_J` in place of `PkgWatt` (turbostat(8)).
struct TurbostatImporter: Importer {
  let name = "turbostat"
  let summary =
    "power of CPUs: `turbostat --quiet --Summary --enable Time_Of_Day_Seconds --out FILE`"

  func recognises(_ file: ImportFile) -> Bool {
    file.beginning.contains("PkgWatt") || file.beginning.contains("Pkg_J")
  }

  func read(_ files: [ImportFile], _ options: ImportOptions) throws(Problem) -> ImportBatch {
    var batch = ImportBatch()
    let beginning = try ImportBeginning(options, try ImportTime(options))
    for file in files { read(file, beginning, options, &batch) }
    return batch
  }

  private struct Column {
    let index: Int
    let device: String
    let isJoules: Bool
  }

  private struct Table {
    var columns: [Column] = []
    var count = 0
    var time: Int?
    /// Columns that tell a processor's line from the summary.
    var places: [Int] = []

    init(_ words: [Substring]) {
      count = words.count
      time = words.firstIndex(of: "Time_Of_Day_Seconds")
      places = words.indices.filter {
        ["Package", "Core", "CPU", "Node", "Die"].contains(words[$0])
      }
      let names: [Substring: (String, Bool)] = [
        "PkgWatt": ("package", false), "Pkg_J": ("package", true), "CorWatt": ("cores", false),
        "Cor_J": ("cores", true), "GFXWatt": ("graphics", false), "GFX_J": ("graphics", true),
        "RAMWatt": ("dram", false), "RAM_J": ("dram", true), "SysWatt": ("platform", false),
        "Sys_J": ("platform", true),
      ]
      columns = words.enumerated().compactMap { index, word in
        names[word].map { Column(index: index, device: $0.0, isJoules: $0.1) }
      }
    }
  }

  private struct Row {
    let line: Int
    let at: Timestamp
    let values: [String: Double]
  }

  private func read(
    _ file: ImportFile, _ beginning: ImportBeginning, _ options: ImportOptions,
    _ batch: inout ImportBatch
  ) {
    var table: Table?
    var rows: [Row] = []
    var single: Double?
    var isJoules = false
    for (number, text) in file.lines {
      let words = text.words
      if words.contains("PkgWatt") || words.contains("Pkg_J") {
        table = Table(words)
        isJoules = table?.columns.first?.isJoules ?? false
        continue
      }
      // Before the first headings turbostat describes the processor; of a command it says how long that took.
      guard let table, !words.isEmpty else {
        if words.count == 2, words[1] == "sec" { single = Double(words[0]) }
        continue
      }
      batch.read += 1
      guard words.count == table.count || words.count < table.count && !table.places.isEmpty else {
        batch.refuse(file, number, "it has \(words.count) cells, the headings \(table.count)")
        continue
      }
      guard table.places.allSatisfy({ $0 < words.count && words[$0] == "-" }) else {
        batch.leaveOut("lines of single processors, whose sum is in the summary's")
        continue
      }
      guard words.count == table.count else {
        batch.refuse(file, number, "it has \(words.count) cells, the headings \(table.count)")
        continue
      }
      var values: [String: Double] = [:]
      for column in table.columns { values[column.device] = words[column.index].amount }
      guard values.count == table.columns.count else {
        batch.refuse(file, number, "one of its powers is no number")
        continue
      }
      if let time = table.time {
        guard let wall = words[time].amount, (1e9..<7.2e9).contains(wall) else {
          batch.refuse(file, number, "`\(words[time])` is no time in Unix seconds")
          continue
        }
        rows.append(
          Row(
            line: number, at: Timestamp(nanoseconds: Int64((wall * 1e6).rounded()) * 1000),
            values: values))
      } else if let single, let start = beginning.moment {
        rows.append(Row(line: number, at: start + .rounded(single), values: values))
      } else {
        batch.refuse(
          file, number,
          single == nil
            ? "it has no time: turbostat writes one with --enable Time_Of_Day_Seconds"
            : ImportBeginning.reason)
      }
    }
    add(rows, first: single, isJoules: isJoules, file, options, &batch)
  }

  private func add(
    _ rows: [Row], first: Double?, isJoules: Bool, _ file: ImportFile, _ options: ImportOptions,
    _ batch: inout ImportBatch
  ) {
    var kept: [Row] = []
    for row in rows {
      if let last = kept.last, row.at <= last.at {
        batch.refuse(file, row.line, "it is not later than the line before")
      } else {
        kept.append(row)
      }
    }
    // Of a single line only turbostat itself can say how long it stands for.
    guard kept.count > 1 || first != nil && kept.count == 1 else {
      for row in kept {
        batch.refuse(file, row.line, "it is the only line, and nothing says how long it stands for")
      }
      return
    }
    batch.taken += kept.count
    let devices = kept.reduce(into: Set<String>()) { $0.formUnion($1.values.keys) }.sorted()
    var start = kept[0].at
    let parts = devices.map { device in
      let readings = kept.compactMap { row in
        row.values[device].map { ReadingLog.Reading(at: row.at, value: $0, line: row.line) }
      }
      let (begin, counts) = Self.counts(readings, first: first, isJoules: isJoules)
      start = begin
      return Self.part(device, .counts(counts), all: devices)
    }
    var work = ImportedWork(
      key: "turbostat \(start) \(devices.joined(separator: " ")) \(kept.count)", name: file.stem,
      started: start, seconds: (kept[kept.count - 1].at - start).seconds, power: .devices(parts))
    work.host = options.host ?? ""
    if first == nil {
      work.warnings.append(
        "How long the first line stands for is not written; it is taken to be as long as the others."
      )
    }
    batch.works.append(work)
  }

  private static func counts(
    _ readings: [ReadingLog.Reading], first: Double?, isJoules: Bool
  ) -> (Timestamp, [ImportedDevice.Count]) {
    let (start, counts) = readings.means(first: first)
    guard isJoules else { return (start, counts) }
    var joules = 0.0
    return (
      start,
      counts.enumerated().map { index, count in
        if index > 0 { joules += readings[index - 1].value }
        return ImportedDevice.Count(at: count.at, joules: joules)
      }
    )
  }

  /// Cores and graphics are within the package, all of it within the platform.
  private static func part(
    _ device: String, _ record: ImportedDevice.Record, all: [String]
  ) -> ImportedDevice {
    let component: Component =
      switch device {
      case "dram": .memory
      case "platform": .system
      case _: .cpu
      }
    var part = ImportedDevice(
      device: device, component: component, sensor: "turbostat", record: record)
    part.note = "a domain of RAPL, of the whole machine"
    if device == "cores" || device == "graphics", all.contains("package") {
      part.partOf = "package"
    }
    if device != "platform", all.contains("platform") { part.partOf = "platform" }
    return part
  }
}
