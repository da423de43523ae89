import Accounting
import Foundation
import Quantities

/// Power over time from powerstat, of a laptop's battery or, with `-R`, of RAPL.
///
/// Each line is the mean since the line before; it has a time and no date (powerstat(8)). With `-D` the domains have columns of their own.
struct PowerstatImporter: Importer {
  let name = "powerstat"
  let summary = "power of a battery or, with -R -D, of CPUs: the table that powerstat prints"

  func recognises(_ file: ImportFile) -> Bool {
    TextLines(file.bytes.prefix(4096)).contains { Self.isHeading($0.text.words) }
  }

  private static func isHeading(_ words: [Substring]) -> Bool {
    words.starts(with: ["Time", "User", "Nice", "Sys", "Idle", "IO"]) && words.contains("Watts")
  }

  func read(_ files: [ImportFile], _ options: ImportOptions) throws(Problem) -> ImportBatch {
    var batch = ImportBatch()
    let time = try ImportTime(options)
    for file in files { read(file, time, options, &batch) }
    return batch
  }

  /// What powerstat writes beneath its table.
  private static let endings: Set<Substring> = [
    "Average", "GeoMean", "StdDev", "Minimum", "Maximum", "Summary:", "CPU:", "System:",
  ]

  private func read(
    _ file: ImportFile, _ time: ImportTime, _ options: ImportOptions, _ batch: inout ImportBatch
  ) {
    var clock = DayClock(options, time)
    var devices: [(index: Int, name: String)] = []
    var count = 0
    var interval: Double?
    var domains = ""
    var log = ReadingLog()
    var lines: [(number: Int, words: [Substring])] = []
    for (number, text) in file.lines {
      let words = text.words
      if Self.isHeading(words) {
        count = words.count
        let all = words.enumerated().dropFirst(words.firstIndex(of: "Watts") ?? 0).map {
          (index: $0.offset, name: String($0.element))
        }
        devices = all.count > 1 ? Array(all.dropFirst()) : all
      } else if let mark = text.range(of: "RAPL domains:") {
        domains = text[mark.upperBound...].trimmingCharacters(in: .whitespaces)
      } else if let mark = text.range(of: " samples at ") {
        interval = text[mark.upperBound...].words.first.flatMap { Double($0) }
      } else if count > 0, words.count > 1, let first = words.first, !first.hasPrefix("-"),
        !Self.endings.contains(first)
      {
        batch.read += 1
        lines.append((number, words))
      }
    }
    let isDoubled = devices.count == 1 && domains.contains("psys") && domains.contains("package")
    for (number, words) in lines {
      guard words.count == count else {
        batch.refuse(file, number, "it has \(words.count) cells, the headings \(count)")
        continue
      }
      guard !isDoubled else {
        batch.refuse(
          file, number,
          "powerstat added psys to the packages that are in it; run it with -D for a column each")
        continue
      }
      let values = devices.map { words[$0.index].amount }
      guard !values.contains(nil) else {
        batch.refuse(file, number, "one of its powers is no number")
        continue
      }
      guard let moment = clock.read(words[0]) else {
        batch.refuse(
          file, number,
          options.date == nil ? ImportBeginning.reason : "`\(words[0])` is no time of day")
        continue
      }
      for (device, watts) in zip(devices, values) {
        log.add(device.name, moment, watts ?? 0, line: number)
      }
    }
    add(log, interval, isRAPL: !domains.isEmpty || devices.count > 1, file, options, time, &batch)
  }

  private func add(
    _ log: ReadingLog, _ interval: Double?, isRAPL: Bool, _ file: ImportFile,
    _ options: ImportOptions, _ time: ImportTime, _ batch: inout ImportBatch
  ) {
    let readings = log.ordered(file, &batch)
    let devices = readings.keys.sorted()
    guard let name = devices.first, let last = readings[name]?.last?.at else { return }
    if !time.isGiven { batch.note(ImportTime.note) }
    var start = last
    let parts = devices.map { device in
      let (begin, counts) = (readings[device] ?? []).means(first: interval)
      start = begin
      return Self.part(device, counts, isRAPL: isRAPL, all: devices)
    }
    var work = ImportedWork(
      key:
        "powerstat \(start) \(devices.joined(separator: " ")) \(parts.map(\.joules).reduce(0, +))",
      name: file.stem, started: start, seconds: (last - start).seconds, power: .devices(parts))
    work.host = options.host ?? ""
    batch.works.append(work)
  }

  private static func part(
    _ device: String, _ counts: [ImportedDevice.Count], isRAPL: Bool, all: [String]
  ) -> ImportedDevice {
    let component: Component =
      device.hasPrefix("dram") ? .memory : !isRAPL || device.hasPrefix("psys") ? .system : .cpu
    var part = ImportedDevice(
      device: device == "Watts" ? isRAPL ? "RAPL domains" : "battery" : device,
      component: component, sensor: "powerstat", record: .counts(counts))
    part.note = isRAPL ? "domains of RAPL, of the whole machine" : "what the battery gave"
    if ["core", "uncore"].contains(device) {
      part.partOf = all.first { $0.hasPrefix("package") || $0.hasPrefix("pkg") }
    }
    if let platform = all.first(where: { $0.hasPrefix("psys") }), device != platform {
      part.partOf = platform
    }
    return part
  }
}
