import Accounting
import Foundation
import Quantities

/// Power of GPUs that MLflow logged as system metrics: files of its file store, answers of `metrics/get-history`, and tables of
/// those entities as JSON or CSV.
///
/// Values are watts, means over the samples of one logging step; times are Unix milliseconds (mlflow 3.17,
/// `system_metrics/metrics/gpu_monitor.py`).
struct MLflowImporter: Importer {
  let name = "mlflow"
  let summary = "GPU power of MLflow: metrics/system/gpu_0_power_usage_watts, get-history, CSV"

  private static let ending = "_power_usage_watts"

  func recognises(_ file: ImportFile) -> Bool {
    if isStored(file) { return true }
    let start = file.beginning
    return start.contains(Self.ending) && start.contains("timestamp")
  }

  /// A metric's own file: time, value, step.
  private func isStored(_ file: ImportFile) -> Bool {
    guard file.name.hasSuffix(Self.ending) else { return false }
    let words = file.firstLines.0.words
    return words.count >= 3 && words.prefix(2).allSatisfy { Double($0) != nil }
  }

  func read(_ files: [ImportFile], _ options: ImportOptions) throws(Problem) -> ImportBatch {
    var batch = ImportBatch()
    var runs: [String: Run] = [:]
    for file in files {
      if isStored(file) {
        readStored(file, &runs, &batch)
      } else if let first = file.firstLines.0.first, first == "{" || first == "[" {
        readJSON(file, &runs, &batch)
      } else {
        try readTable(file, &runs, &batch)
      }
    }
    for (id, run) in runs.sorted(by: { $0.key < $1.key }) { add(id, run, options, &batch) }
    return batch
  }

  /// Readings of one run, from as many files as it has metrics.
  private struct Run {
    var logs: [String: [ReadingLog.Reading]] = [:]
    var file: ImportFile
  }

  private func readStored(
    _ file: ImportFile, _ runs: inout [String: Run], _ batch: inout ImportBatch
  ) {
    let folders = file.path.split(separator: "/").map(String.init)
    // …/<experiment>/<run>/metrics/system/<metric>
    let place = folders.lastIndex(of: "metrics").flatMap { $0 > 0 ? folders[$0 - 1] : nil }
    for (number, text) in file.lines where !text.isEmpty {
      batch.read += 1
      let words = text.words
      guard words.count >= 3 else {
        batch.refuse(file, number, "it is no time, value and step")
        continue
      }
      add(
        file.name, Double(words[0]), Double(words[1]), run: place ?? file.folder, file, number,
        &runs, &batch)
    }
  }

  private func readJSON(
    _ file: ImportFile, _ runs: inout [String: Run], _ batch: inout ImportBatch
  ) {
    let json = JSONValue(file.bytes)
    guard let list = json?["metrics"]?.list ?? json?.list else {
      batch.read += 1
      batch.refuse(file, 1, "it is no whole list of metrics: it may have been cut")
      return
    }
    for (index, entry) in list.enumerated() {
      batch.read += 1
      add(
        entry["key"]?.text ?? "", entry["timestamp"]?.number, entry["value"]?.number,
        run: entry["run_id"]?.text ?? file.stem, file, index + 1, &runs, &batch)
    }
  }

  private func readTable(
    _ file: ImportFile, _ runs: inout [String: Run], _ batch: inout ImportBatch
  ) throws(Problem) {
    let lines = DelimitedLines(try file.text, delimiter: ",").rows
    guard let header = lines.first else { return }
    let headings = Headings(header.cells)
    guard let key = headings.index("key", "metric"), let time = headings.index("timestamp"),
      let value = headings.index("value")
    else {
      throw Problem(
        "Cannot read `\(file.path)` as metrics of MLflow.",
        why: "Its first line does not name key, timestamp and value.",
        fix: "Write them with MlflowClient().get_metric_history, one row for each value.",
        exit: .usage)
    }
    let run = headings.index("run_id", "run_uuid", "run")
    for row in lines.dropFirst() {
      batch.read += 1
      guard row.cells.count == header.cells.count else {
        batch.refuse(
          file, row.line, "it has \(row.cells.count) cells, the first line \(header.cells.count)")
        continue
      }
      add(
        row.cells[key], Double(row.cells[time]), Double(row.cells[value]),
        run: run.map { row.cells[$0] } ?? file.stem, file, row.line, &runs, &batch)
    }
  }

  /// Takes what may be a reading of power: `system/gpu_0_power_usage_watts`.
  private func add(
    _ key: String, _ milliseconds: Double?, _ watts: Double?, run: String, _ file: ImportFile,
    _ line: Int, _ runs: inout [String: Run], _ batch: inout ImportBatch
  ) {
    guard key.hasSuffix(Self.ending) else {
      batch.leaveOut("metrics of other things than power")
      return
    }
    guard let moment = MLPerfRun.moment(milliseconds) else {
      batch.refuse(file, line, "its timestamp is none in milliseconds")
      return
    }
    guard let watts, watts.isFinite, watts >= 0 else {
      batch.refuse(file, line, "its power is no number")
      return
    }
    let name = key.split(separator: "/").last.map(String.init) ?? key
    let device = name.dropLast(Self.ending.count).filter { $0 != "_" }
    let reading = ReadingLog.Reading(at: moment, value: watts, line: line)
    var found = runs[run] ?? Run(file: file)
    if let last = found.logs[device]?.last, last.at == moment, last.value == watts {
      batch.refuse(file, line, "it repeats a reading of `\(device)`")
      return
    }
    batch.taken += 1
    found.logs[device, default: []].append(reading)
    runs[run] = found
  }

  private func add(_ id: String, _ run: Run, _ options: ImportOptions, _ batch: inout ImportBatch) {
    var logs: [String: [ReadingLog.Reading]] = [:]
    for (device, list) in run.logs {
      var kept: [ReadingLog.Reading] = []
      for reading in list.sorted(by: { ($0.at, $0.line) < ($1.at, $1.line) })
      where kept.last?.at != reading.at { kept.append(reading) }
      batch.taken -= list.count - kept.count
      if list.count > kept.count {
        batch.leftOut["further readings of one GPU and moment", default: 0] +=
          list.count - kept.count
      }
      guard kept.count > 1 else {
        batch.taken -= kept.count
        batch.refuse(run.file, kept.first?.line ?? 1, "`\(device)` has a single reading")
        continue
      }
      logs[device] = kept
    }
    let ends = logs.values.flatMap { [$0[0].at, $0[$0.count - 1].at] }
    guard let start = ends.min(), let end = ends.max() else { return }
    let parts = logs.sorted { $0.key < $1.key }.map { device, readings in
      var part = ImportedDevice(
        device: device, component: .gpu, sensor: "mlflow",
        record: .power(readings.points(from: start)))
      // NVIDIA's manual of nvidia-smi states readings of power to be within 5 W.
      part.errorWatts = 5
      part.note = "the whole GPU, by means of a few readings each"
      return part
    }
    var work = ImportedWork(
      key:
        "mlflow \(start) \(parts.map(\.device).joined(separator: " ")) \(parts.map(\.joules).reduce(0, +))",
      name: id, started: start, seconds: (end - start).seconds, power: .devices(parts))
    work.host = options.host ?? ""
    work.tags["mlflow.run"] = id
    work.warnings.append(
      "MLflow logs the power of GPUs only; CPU and memory are not in, nor what came before its first value."
    )
    batch.works.append(work)
  }
}
