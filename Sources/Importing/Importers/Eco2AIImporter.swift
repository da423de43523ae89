import Accounting
import Foundation
import Quantities

/// Runs of Eco2AI, from its `emission.csv`.
///
/// Its figure is one sum: for the CPU rated power times the load of its processes, for memory 3 W for each 8 GB in use,
/// for the GPU what NVML said (eco2ai 0.3.12, `tools/tools_cpu.py`, `tools_ram.py`, `tools_gpu.py`). It multiplies its own
/// PUE into it and does not write which.
struct Eco2AIImporter: Importer {
  let name = "eco2ai"
  let summary = "runs and epochs of Eco2AI: emission.csv"

  func recognises(_ file: ImportFile) -> Bool {
    let head = file.firstLines.0
    return head.contains("power_consumption(kW") && head.contains("CO2_emissions(kg)")
  }

  func read(_ files: [ImportFile], _ options: ImportOptions) throws(Problem) -> ImportBatch {
    var batch = ImportBatch()
    let time = try ImportTime(options)
    var rows: [Row] = []
    for file in files { try read(file, time, &rows, &batch) }
    var groups: [String: [Row]] = [:]
    for row in rows { groups[row.id, default: []].append(row) }
    for (id, rows) in groups.sorted(by: {
      ($0.value[0].start, $0.key) < ($1.value[0].start, $1.key)
    }) {
      batch.works.append(Self.work(id, rows, options))
    }
    return batch
  }

  private struct Row {
    let id: String
    let project: String
    let description: String
    let epoch: String
    let start: Timestamp
    let seconds: Double
    let joules: Double
    let kilograms: Double?
    let cpu: String
    let gpu: String
    let region: String
  }

  private func read(
    _ file: ImportFile, _ time: ImportTime, _ rows: inout [Row], _ batch: inout ImportBatch
  ) throws(Problem) {
    let lines = DelimitedLines(try file.text, delimiter: ",").rows
    guard let header = lines.first else { return }
    let headings = Headings(header.cells)
    guard let start = headings.index("start_time"), let length = headings.index("duration(s)"),
      // Versions before 0.3 wrote it with a T.
      let energy = headings.index("power_consumption(kWh)", "power_consumption(kWTh)")
    else {
      throw Problem(
        "Cannot read `\(file.path)` as a file of Eco2AI.",
        why: "Its first line does not name start_time, duration(s) and power_consumption(kWh).",
        fix: "Take the emission.csv that Eco2AI wrote itself.", exit: .usage)
    }
    let (id, epoch) = (headings.index("id"), headings.index("epoch"))
    var seen: Set<[String]> = []
    for line in lines.dropFirst() {
      batch.read += 1
      guard line.cells.count == header.cells.count else {
        batch.refuse(
          file, line.line, "it has \(line.cells.count) cells, the first line \(header.cells.count)")
        continue
      }
      func cell(_ index: Int?) -> String { index.map { line.cells[$0] } ?? "" }
      guard let moment = time.read(cell(start)) else {
        batch.refuse(
          file, line.line,
          cell(start).allSatisfy(\.isNumber) && cell(start).count > 12
            ? "it is encoded; take the file without `encoded_` in its name"
            : "`\(cell(start))` is no time")
        continue
      }
      guard let seconds = cell(length).amount, seconds > 0 else {
        batch.refuse(file, line.line, "`\(cell(length))` is no duration in seconds")
        continue
      }
      guard let hours = cell(energy).amount else {
        batch.refuse(file, line.line, "`\(cell(energy))` is no energy in kWh")
        continue
      }
      guard seen.insert([cell(id), cell(epoch), cell(start)]).inserted || cell(id).isEmpty else {
        batch.refuse(file, line.line, "it repeats a row of the same run and epoch")
        continue
      }
      if moment.isLocal, !time.isGiven { batch.note(ImportTime.note) }
      batch.taken += 1
      rows.append(
        Row(
          id: cell(id).isEmpty ? "\(moment.moment) \(line.line)" : cell(id),
          project: cell(headings.index("project_name")),
          description: cell(headings.index("experiment_description")), epoch: cell(epoch),
          start: moment.moment, seconds: seconds, joules: hours * 3.6e6,
          kilograms: cell(headings.index("CO2_emissions(kg)")).amount,
          cpu: cell(headings.index("CPU_name")), gpu: cell(headings.index("GPU_name")),
          region: cell(headings.index("region/country"))))
    }
  }

  /// Rows of one id are the epochs of one training.
  private static func work(_ id: String, _ rows: [Row], _ options: ImportOptions) -> ImportedWork {
    let rows = rows.sorted { $0.start < $1.start }
    let first = rows[0]
    let start = first.start
    let seconds = rows.map { ($0.start - start).seconds + $0.seconds }.max() ?? first.seconds
    var part = ImportedDevice(
      device: "CPU, memory and GPU", component: .system, sensor: "eco2ai",
      record: .sum(rows.map(\.joules).reduce(0, +)))
    part.evidence = .modelled
    // Between 20 and 100 % load, rated power times load was 0.53 to 1.7 times what RAPL read: 18 W for 30, 87 W for 46
    // (CodeCarbon's table of an AMD EPYC 8024P, docs of mlco2/codecarbon).
    (part.low, part.high) = (0.53, 1.7)
    part.note = "one figure of Eco2AI: the CPU's part is rated power times load"
    var work = ImportedWork(
      key: "eco2ai \(id)", name: first.description.isEmpty ? first.project : first.description,
      started: start, seconds: seconds, power: .devices([part]))
    work.host = options.host ?? ""
    work.place = first.region.isEmpty ? nil : first.region
    work.tags["eco2ai.id"] = id
    if !first.project.isEmpty { work.tags["eco2ai.project"] = first.project }
    if !first.cpu.isEmpty { work.tags["eco2ai.cpu"] = first.cpu }
    if !first.gpu.isEmpty, !first.gpu.hasPrefix("0 ") { work.tags["eco2ai.gpu"] = first.gpu }
    let emissions = rows.compactMap(\.kilograms)
    if emissions.count == rows.count {
      work.tags["eco2ai.emissions_kg"] = "\(emissions.reduce(0, +))"
    }
    work.marks = rows.compactMap { mark($0, from: start) }
    work.warnings.append(
      "Eco2AI multiplied its own PUE into this energy and did not write which; it is 1 unless somebody set another."
    )
    return work
  }

  /// `epoch: 3, loss: 0.25, `
  private static func mark(_ row: Row, from start: Timestamp) -> Mark? {
    guard row.epoch.hasPrefix("epoch:") else { return nil }
    var mark = Mark(at: (row.start - start).seconds + row.seconds)
    for part in row.epoch.split(separator: ",") {
      let pair = part.split(separator: ":", maxSplits: 1)
      guard pair.count == 2, let value = Double(pair[1].trimmingCharacters(in: .whitespaces)),
        value.isFinite
      else { continue }
      let key = pair[0].trimmingCharacters(in: .whitespaces)
      if key == "epoch" {
        mark.epoch = value
      } else if key.utf8.count <= 64 {
        mark.metrics = (mark.metrics ?? [:]).merging([key: value]) { $1 }
      }
    }
    return mark
  }
}
