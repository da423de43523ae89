import Accounting
import Quantities

/// Power of GPUs over time, from `nvidia-smi --query-gpu=timestamp,uuid,power.draw --format=csv`.
struct NvidiaSmiImporter: Importer {
  let name = "nvidia-smi"
  let summary =
    "power of GPUs over time: `nvidia-smi --query-gpu=timestamp,uuid,power.draw --format=csv -l 1`"

  func recognises(_ file: ImportFile) -> Bool {
    let first = file.beginning.prefix { $0 != "\n" && $0 != "\r\n" }
    return first.contains("timestamp") && first.contains("power.draw")
  }

  func read(_ files: [ImportFile], _ options: ImportOptions) throws(Problem) -> ImportBatch {
    var batch = ImportBatch()
    let time = try ImportTime(options)
    for file in files { try read(file, time, options, &batch) }
    return batch
  }

  /// Longer than this many usual steps, and than ten seconds, is a gap: what was drawn then is not known.
  private static let mostSteps = 10.0

  private func read(
    _ file: ImportFile, _ time: ImportTime, _ options: ImportOptions, _ batch: inout ImportBatch
  ) throws(Problem) {
    let lines = DelimitedLines(try file.text, delimiter: ",").rows
    guard let header = lines.first else { return }
    let headings = Headings(header.cells)
    guard let stamp = headings.index("timestamp"),
      let power = headings.index("power.draw", "power.draw.average", "power.draw.instant")
    else {
      throw Problem(
        "Cannot read `\(file.path)` as a log of nvidia-smi.",
        why: "Its first line does not name timestamp and power.draw; `noheader` leaves it out.",
        fix: "Put the line in front: timestamp, uuid, power.draw [W]", exit: .usage)
    }
    let identity = headings.index("uuid", "gpu_uuid", "pci.bus_id", "gpu_bus_id", "serial", "index")
    var readings: [String: [(at: Timestamp, watts: Double, line: Int)]] = [:]
    for row in lines.dropFirst() {
      batch.read += 1
      guard row.cells.count == header.cells.count else {
        batch.refuse(
          file, row.line, "it has \(row.cells.count) cells, the first line \(header.cells.count)")
        continue
      }
      if row.cells == header.cells {
        batch.leaveOut("headings in between, from a log that was begun again")
        continue
      }
      guard let moment = time.read(row.cells[stamp]) else {
        batch.refuse(file, row.line, "`\(row.cells[stamp])` is no time")
        continue
      }
      guard let watts = Self.watts(row.cells[power]) else {
        batch.refuse(file, row.line, "`\(row.cells[power])` is no power")
        continue
      }
      if moment.isLocal, !time.isGiven { batch.note(ImportTime.note) }
      readings[identity.map { row.cells[$0] } ?? "gpu", default: []].append(
        (moment.moment, watts, row.line))
    }
    let curves = clean(readings, hasIdentity: identity != nil, file, &batch)
    guard let work = work(curves, file, options) else { return }
    batch.works.append(work)
  }

  /// In order of time, each moment once, and only devices with two readings or more: one says nothing of a span.
  private func clean(
    _ readings: [String: [(at: Timestamp, watts: Double, line: Int)]], hasIdentity: Bool,
    _ file: ImportFile, _ batch: inout ImportBatch
  ) -> [String: [(at: Timestamp, watts: Double)]] {
    var curves: [String: [(at: Timestamp, watts: Double)]] = [:]
    for (device, list) in readings.sorted(by: { $0.key < $1.key }) {
      var curve: [(at: Timestamp, watts: Double)] = []
      for reading in list.sorted(by: { ($0.at, $0.line) < ($1.at, $1.line) }) {
        if curve.last?.at == reading.at {
          batch.refuse(
            file, reading.line,
            hasIdentity
              ? "`\(device)` has a reading of this moment already"
              : "two readings of one moment and nothing that tells the GPUs apart: log uuid too")
          continue
        }
        curve.append((reading.at, reading.watts))
      }
      if curve.count < 2 {
        for reading in list { batch.refuse(file, reading.line, "`\(device)` has a single reading") }
        continue
      }
      batch.taken += curve.count
      curves[device] = curve
    }
    return curves
  }

  private func work(
    _ curves: [String: [(at: Timestamp, watts: Double)]], _ file: ImportFile,
    _ options: ImportOptions
  ) -> ImportedWork? {
    let ends = curves.values.flatMap { [$0[0].at, $0[$0.count - 1].at] }
    guard let start = ends.min(), let end = ends.max(), end > start else { return nil }
    let devices = curves.keys.sorted()
    var work = ImportedWork(
      key: "nvidia-smi \(start) \(devices.joined(separator: " "))", name: file.name, started: start,
      seconds: (end - start).seconds,
      power: .curves(
        devices.map { device in
          ImportedWork.Curve(
            device: device, component: .gpu, sensor: "nvidia-smi-log",
            points: (curves[device] ?? []).map {
              ImportedWork.Point(at: ($0.at - start).seconds, watts: $0.watts)
            })
        }))
    work.host = options.host ?? ""
    work.warnings.append(
      "A log of nvidia-smi holds the power of whole GPUs at moments; between two it was taken to change evenly."
    )
    return work
  }

  /// `61.23 W`, `61.23`; nil for `[N/A]` and whatever is no number.
  private static func watts(_ text: String) -> Double? {
    let number = text.hasSuffix("W") ? text.dropLast().filter { $0 != " " } : text
    guard let watts = Double(number), watts.isFinite, watts >= 0 else { return nil }
    return watts
  }
}
