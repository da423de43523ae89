import Accounting
import Quantities

/// Power that experiment-impact-tracker logged: the folder `impacttracker` with `data.json`, one JSON object a line.
///
/// Watts are means over the two seconds or more before each timestamp (experiment-impact-tracker 0.1.8,
/// `cpu/intel.py`), so that each stands for the time since the line before. When the work began lies in `info.pkl`, a pickle,
/// which is not opened: a pickle is a program.
struct ImpactTrackerImporter: Importer {
  let name = "impact-tracker"
  let summary = "power of experiment-impact-tracker: the folder impacttracker with data.json"

  func recognises(_ file: ImportFile) -> Bool {
    if file.folder == "impacttracker", ["info.pkl", "impact_tracker_log.log"].contains(file.name) {
      return true
    }
    let first = file.firstLines.0
    return first.hasPrefix("{") && first.contains("\"timestamp\"")
      && (first.contains("estimated_attributable_power_draw")
        || first.contains("cpu_count_adjusted_average_load"))
  }

  func read(_ files: [ImportFile], _ options: ImportOptions) throws(Problem) -> ImportBatch {
    var batch = ImportBatch()
    for file in files {
      guard !["info.pkl", "impact_tracker_log.log"].contains(file.name) else {
        batch.read += 1
        batch.leaveOut("info.pkl and impact_tracker_log.log, which hold no power")
        continue
      }
      read(file, options, &batch)
    }
    return batch
  }

  /// What a line has of one kind of device: the share of the tracked processes, else the whole.
  private struct Source {
    let component: Component
    let device: String
    let share: String
    let whole: String
  }

  private static let sources = [
    Source(
      component: .cpu, device: "cpu", share: "rapl_estimated_attributable_power_draw",
      whole: "rapl_power_draw_absolute"),
    Source(
      component: .gpu, device: "gpus", share: "nvidia_estimated_attributable_power_draw",
      whole: "nvidia_draw_absolute"),
  ]

  private func read(_ file: ImportFile, _ options: ImportOptions, _ batch: inout ImportBatch) {
    var logs: [String: [ReadingLog.Reading]] = [:]
    var last: Timestamp?
    for (number, text) in file.lines where !text.isEmpty {
      batch.read += 1
      guard let line = JSONValue(text), let wall = line["timestamp"]?.number, wall >= 1e9,
        wall < 7.2e9
      else {
        batch.refuse(file, number, "it is no JSON object with a timestamp in seconds")
        continue
      }
      let moment = Timestamp(nanoseconds: Int64((wall * 1e6).rounded()) * 1000)
      if let last, moment <= last {
        batch.refuse(file, number, "it is not later than the line before")
        continue
      }
      var values: [(String, Double)] = []
      for source in Self.sources {
        for key in [source.share, source.whole] {
          if let watts = line[key]?.number, watts >= 0 { values.append((key, watts)) }
        }
      }
      guard !values.isEmpty else {
        batch.refuse(file, number, "it has no power: neither RAPL nor nvidia-smi could be read")
        continue
      }
      last = moment
      batch.taken += 1
      for (key, watts) in values {
        logs[key, default: []].append(ReadingLog.Reading(at: moment, value: watts, line: number))
      }
    }
    guard let work = work(logs, file, options) else {
      batch.note("\(file.path) has fewer than two lines with power.")
      return
    }
    batch.works.append(work)
  }

  private func work(
    _ logs: [String: [ReadingLog.Reading]], _ file: ImportFile, _ options: ImportOptions
  ) -> ImportedWork? {
    var found: [(part: ImportedDevice, start: Timestamp, end: Timestamp)] = []
    for source in Self.sources {
      let isShared = (logs[source.share]?.count ?? 0) > 1
      guard let log = logs[isShared ? source.share : source.whole], log.count > 1 else { continue }
      let (start, counts) = log.means()
      var part = ImportedDevice(
        device: source.device, component: source.component, sensor: "impact-tracker",
        record: .counts(counts))
      part.evidence = isShared ? .attributed : .metered
      part.note =
        isShared
        ? "the share of the tracked processes, as the tracker credited it" : "the whole device"
      found.append((part, start, log[log.count - 1].at))
    }
    guard let start = found.map(\.start).min(), let end = found.map(\.end).max() else { return nil }
    let above = file.path.split(separator: "/").dropLast().map(String.init)
    var work = ImportedWork(
      key: "impact-tracker \(start)",
      name: file.folder == "impacttracker" ? above.dropLast().last ?? "impacttracker" : file.folder,
      started: start, seconds: (end - start).seconds,
      power: .devices(found.map { $0.part.moved(by: ($0.start - start).seconds) }))
    if work.name.isEmpty { work.name = file.stem }
    work.host = options.host ?? ""
    work.warnings.append(
      "The work is taken to have begun one step before the first line of data.json and ended with the last; info.pkl was not opened."
    )
    return work
  }
}

extension ImportedDevice {
  /// The same record in a work that began so many seconds earlier.
  func moved(by seconds: Double) -> ImportedDevice {
    guard seconds != 0 else { return self }
    var part = self
    switch record {
    case .sum: break
    case .counts(let counts):
      part.record = .counts(
        counts.map { Count(at: $0.at + seconds, joules: $0.joules, isAfterGap: $0.isAfterGap) })
    case .power(let points):
      part.record = .power(
        points.map { ImportedWork.Point(at: $0.at + seconds, watts: $0.watts) })
    }
    return part
  }
}
