import Accounting
import Foundation
import Quantities

/// Power that Weights & Biases logged as system metrics: `run.history(stream="events")` as CSV or JSON, `wandb-events.jsonl`,
/// and charts that were exported as CSV.
///
/// `system.gpu.0.powerWatts` is the whole GPU, `system.gpu.process.0.powerWatts` the same once more for the run's process
/// (docs.wandb.ai, "System metrics").
struct WandBImporter: Importer {
  let name = "wandb"
  let summary =
    "power of Weights & Biases: history(stream=\"events\"), events.jsonl, exported charts"

  func recognises(_ file: ImportFile) -> Bool {
    let start = file.beginning
    let isSystem = ["system.gpu.", "system/gpu.", "powerWatts"].contains { start.contains($0) }
    return isSystem
      && ["_timestamp", "_runtime", "Relative Time", "Wall Time"].contains { start.contains($0) }
  }

  func read(_ files: [ImportFile], _ options: ImportOptions) throws(Problem) -> ImportBatch {
    var batch = ImportBatch()
    let time = try ImportTime(options)
    let beginning = try ImportBeginning(options, time)
    for file in files {
      var reader = WandBReader(file, time, beginning)
      if let first = file.firstLines.0.first, first == "{" || first == "[" {
        reader.readJSON(&batch)
      } else {
        reader.readTable(DelimitedLines(try file.text, delimiter: ",").rows, &batch)
      }
      reader.add(options, &batch)
    }
    return batch
  }
}

/// Reads one file.
private struct WandBReader {
  private let file: ImportFile
  private let time: ImportTime
  private let beginning: ImportBeginning
  private var runs: [String: ReadingLog] = [:]

  init(_ file: ImportFile, _ time: ImportTime, _ beginning: ImportBeginning) {
    self.file = file
    self.time = time
    self.beginning = beginning
  }

  /// What a heading or key is of; nil for what is no power.
  private static func device(_ name: some StringProtocol) -> (run: String, device: String)? {
    guard name.hasSuffix("powerWatts") else { return nil }
    // Charts have `bright-moon-1 - system/gpu.0.powerWatts`.
    let halves = String(name).components(separatedBy: " - ")
    let run = halves.count > 1 ? halves.dropLast().joined(separator: " - ") : ""
    var words = (halves.last ?? "").split { $0 == "." || $0 == "/" }
    if words.first == "system" { words.removeFirst() }
    if words.isEmpty || words == ["powerWatts"] { return (run, "system") }
    if words.count == 3, words[0] == "gpu", words[1].allSatisfy(\.isNumber) {
      return (run, "gpu\(words[1])")
    }
    return words.count == 2 && ["cpu", "system"].contains(words[0]) ? (run, String(words[0])) : nil
  }

  private mutating func add(
    _ values: [(name: String, value: Double?)], at: Timestamp?, _ line: Int,
    _ batch: inout ImportBatch
  ) {
    batch.read += 1
    var found: [(run: String, device: String, watts: Double)] = []
    for (name, value) in values {
      guard let place = Self.device(name), let value else { continue }
      guard value.isFinite, value >= 0 else {
        batch.refuse(file, line, "`\(name)` is \(value)")
        return
      }
      found.append((place.run, place.device, value))
    }
    guard !found.isEmpty else {
      batch.leaveOut("rows without power")
      return
    }
    guard let at else {
      batch.refuse(
        file, line,
        beginning.moment == nil ? ImportBeginning.reason : "its time is none in seconds")
      return
    }
    for (run, device, watts) in found {
      runs[run, default: ReadingLog()].add(device, at, watts, line: line)
    }
  }

  /// Unix seconds, or seconds since the run began.
  private func moment(timestamp: Double?, runtime: Double?) -> Timestamp? {
    if let timestamp {
      let seconds = timestamp >= 1e11 ? timestamp / 1000 : timestamp
      guard (1e9..<7.2e9).contains(seconds) else { return nil }
      return Timestamp(nanoseconds: Int64((seconds * 1e6).rounded()) * 1000)
    }
    guard let runtime, runtime.isFinite, abs(runtime) < 1e9, let start = beginning.moment else {
      return nil
    }
    return start + .rounded(runtime)
  }

  // MARK: JSON

  mutating func readJSON(_ batch: inout ImportBatch) {
    if let list = JSONValue(file.bytes)?.list {
      for (index, row) in list.enumerated() { add(row, index + 1, &batch) }
      return
    }
    for (number, text) in file.lines where !text.isEmpty {
      guard let row = JSONValue(text), row.object != nil else {
        batch.read += 1
        batch.refuse(file, number, "it is no whole JSON object")
        continue
      }
      add(row, number, &batch)
    }
  }

  private mutating func add(_ row: JSONValue, _ line: Int, _ batch: inout ImportBatch) {
    let fields = row.object ?? [:]
    add(
      fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value.number) },
      at: moment(
        timestamp: fields["_timestamp"]?.number, runtime: fields["_runtime"]?.number), line, &batch)
  }

  // MARK: CSV

  mutating func readTable(_ rows: [DelimitedLines.Row], _ batch: inout ImportBatch) {
    guard let header = rows.first else { return }
    func index(_ names: String...) -> Int? {
      header.cells.firstIndex { cell in names.contains { cell.hasPrefix($0) } }
    }
    let (wall, relative) = (index("_timestamp", "Wall Time"), index("_runtime", "Relative Time"))
    for row in rows.dropFirst() {
      guard row.cells.count == header.cells.count else {
        batch.read += 1
        batch.refuse(
          file, row.line, "it has \(row.cells.count) cells, the first line \(header.cells.count)")
        continue
      }
      let wallTime = wall.flatMap { wall in
        Double(row.cells[wall]).flatMap { moment(timestamp: $0, runtime: nil) }
          ?? time.read(row.cells[wall])?.moment
      }
      let at =
        wallTime
        ?? (wall == nil
          ? moment(timestamp: nil, runtime: relative.flatMap { Double(row.cells[$0]) })
          : nil)
      let values = zip(header.cells, row.cells).filter { Self.device($0) != nil && $1 != "" }
      // A cell that holds text where a power belongs is no gap.
      if let broken = values.first(where: { $1.lowercased() != "nan" && Double($1) == nil }) {
        batch.read += 1
        batch.refuse(file, row.line, "`\(broken.1)` is no power")
        continue
      }
      add(
        values.map { ($0, $1.lowercased() == "nan" ? nil : Double($1)) }, at: at, row.line, &batch)
    }
  }

  // MARK: Works

  func add(_ options: ImportOptions, _ batch: inout ImportBatch) {
    // A row of a chart has readings of several runs.
    var taken: Set<Int> = []
    var reasons: [Int: String] = [:]
    defer {
      batch.taken += taken.count
      for (line, reason) in reasons.sorted(by: { $0.key < $1.key }) where !taken.contains(line) {
        batch.refuse(file, line, reason)
      }
    }
    for (run, log) in runs.sorted(by: { $0.key < $1.key }) {
      let (readings, lines, refused) = log.ordered()
      taken.formUnion(lines)
      reasons.merge(refused) { first, _ in first }
      let ends = readings.values.flatMap { [$0[0].at, $0[$0.count - 1].at] }
      guard let start = ends.min(), let end = ends.max() else { continue }
      let parts = readings.sorted { $0.key < $1.key }.map { device, list in
        part(device, list.points(from: start), hasSystem: readings["system"] != nil)
      }
      let sum = parts.filter { $0.partOf == nil }.map(\.joules).reduce(0, +)
      var work = ImportedWork(
        key: "wandb \(start) \(parts.map(\.device).joined(separator: " ")) \(sum)",
        name: run.isEmpty ? file.stem : run, started: start, seconds: (end - start).seconds,
        power: .devices(parts))
      work.host = options.host ?? ""
      if !run.isEmpty { work.tags["wandb.run"] = run }
      work.warnings.append(
        "W&B logs power every ten or fifteen seconds; in between it was taken to change evenly.")
      batch.works.append(work)
    }
  }

  private func part(
    _ device: String, _ points: [ImportedWork.Point], hasSystem: Bool
  ) -> ImportedDevice {
    let component: Component = device == "system" ? .system : device == "cpu" ? .cpu : .gpu
    var part = ImportedDevice(
      device: device, component: component, sensor: "wandb", record: .power(points))
    // NVIDIA's manual of nvidia-smi states readings of power to be within 5 W.
    if component == .gpu { part.errorWatts = 5 }
    part.note = "the whole device, read at moments"
    if hasSystem, device != "system" { part.partOf = "system" }
    return part
  }
}
