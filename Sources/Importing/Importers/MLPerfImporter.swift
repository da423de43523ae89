import Accounting
import Foundation
import Quantities

/// Power logs of MLPerf: PTDaemon's `spl.txt` of inference, power lines of training (`:::MLLOG … power_reading`) and tables
/// of both as `time_ms,node,watts`.
///
/// Training: the energy of a run is that of its meters between `run_start` and `run_stop` of its result log (MLCommons, MLPerf
/// Training power rules). Its `power_measurement_stop` is not used: some systems write the time of the start there.
struct MLPerfImporter: Importer {
  let name = "mlperf"
  let summary =
    "power logs of MLPerf: spl.txt, node logs with their result logs, time_ms,node,watts"

  func recognises(_ file: ImportFile) -> Bool { Kind(file) != nil }

  private enum Kind {
    case daemon, lines, table

    init?(_ file: ImportFile) {
      let first = file.firstLines.0
      if first == "time_ms,node,watts" {
        self = .table
      } else if first.hasPrefix("Time,"), first.contains(",Watts,"), first.contains(",Mark,") {
        self = .daemon
      } else if file.beginning.contains(":::MLLOG ") {
        self = .lines
      } else {
        return nil
      }
    }
  }

  func read(_ files: [ImportFile], _ options: ImportOptions) throws(Problem) -> ImportBatch {
    var batch = ImportBatch()
    let time = try ImportTime(options)
    var meters: [MLPerfMeter] = []
    var runs: [MLPerfRun] = []
    for file in files {
      switch Kind(file) {
      case .daemon, nil: readDaemon(file, time, options, &batch)
      case .table: readTable(file, &meters, &batch)
      case .lines: readLines(file, &meters, &runs, &batch)
      }
    }
    let groups = Dictionary(grouping: meters, by: \.group)
    for group in groups.keys.sorted() {
      add(groups[group] ?? [], runs, options, &batch)
    }
    for run in runs where !run.isUsed(by: meters) {
      batch.note("\(run.file.name) has a run, and no log of power was going on then.")
    }
    return batch
  }

  // MARK: PTDaemon

  /// `Time,02-28-2023 01:37:17.025,Watts,671.700000,…,Mark,2023-02-27_17-14-33_testing[,Ch1,Watts,…]`; the first watts
  /// are those of all channels.
  private func readDaemon(
    _ file: ImportFile, _ time: ImportTime, _ options: ImportOptions, _ batch: inout ImportBatch
  ) {
    var logs: [String: ReadingLog] = [:]
    for (number, text) in file.lines where !text.isEmpty {
      batch.read += 1
      let cells = text.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count >= 4, cells[0] == "Time", cells[2] == "Watts",
        let moment = Self.moment(cells[1], time)
      else {
        batch.refuse(file, number, "it is no time and power of PTDaemon")
        continue
      }
      guard let watts = cells[3].amount else {
        batch.refuse(file, number, "`\(cells[3])` is no power: the analyser had none to give")
        continue
      }
      guard let place = cells.firstIndex(of: "Mark"), place + 1 < cells.count else {
        batch.refuse(file, number, "it has no mark, so that nobody knows which run it is of")
        continue
      }
      if moment.isLocal, !time.isGiven { batch.note(ImportTime.note) }
      let mark = String(cells[place + 1])
      // Before each test the analyser's range is found by a run of its own, which is no part of the result.
      guard !mark.hasSuffix("_ranging") else {
        batch.leaveOut("readings of the run that sets the analyser's range")
        continue
      }
      logs[mark, default: ReadingLog()].add("wall", moment.moment, watts, line: number)
    }
    for (mark, log) in logs.sorted(by: { $0.key < $1.key }) {
      guard let readings = log.ordered(file, &batch)["wall"] else { continue }
      let start = readings[0].at
      var device = ImportedDevice(
        device: "wall meter", component: .system, sensor: "ptdaemon",
        record: .power(readings.points(from: start)))
      // MLPerf asks of an analyser that its uncertainty be 1 % or less (SPEC PTDaemon, accepted devices).
      (device.low, device.high) = (0.99, 1.01)
      device.note = "at the wall, by an accepted analyser"
      var work = ImportedWork(
        key: "mlperf \(mark) \(start)", name: file.stem == "spl" ? mark : file.stem, started: start,
        seconds: (readings[readings.count - 1].at - start).seconds, power: .devices([device]))
      work.host = options.host ?? ""
      work.tags["mlperf.mark"] = mark
      work.warnings.append(
        "The log begins before the timed part of the test and ends after it; all of it is in.")
      batch.works.append(work)
    }
  }

  /// `02-28-2023 01:37:17.025`, the month first.
  private static func moment(
    _ text: Substring, _ time: ImportTime
  ) -> (moment: Timestamp, isLocal: Bool)? {
    let halves = text.split(separator: " ")
    let day = halves.first?.split(separator: "-") ?? []
    guard halves.count == 2, day.count == 3, day[2].count == 4 else { return nil }
    return time.read("\(day[2])-\(day[0])-\(day[1]) \(halves[1])")
  }

  // MARK: Training

  private func readTable(
    _ file: ImportFile, _ meters: inout [MLPerfMeter], _ batch: inout ImportBatch
  ) {
    var log = ReadingLog()
    for (number, text) in file.lines where number > 1 && !text.isEmpty {
      batch.read += 1
      let cells = text.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count == 3, let moment = MLPerfRun.moment(Double(cells[0])), !cells[1].isEmpty,
        let watts = cells[2].amount
      else {
        batch.refuse(file, number, "it is no time in milliseconds, node and power in watts")
        continue
      }
      log.add(String(cells[1]), moment, watts, line: number)
    }
    for (device, readings) in log.ordered(file, &batch) {
      meters.append(
        MLPerfMeter(group: "\(file.folder) \(file.stem)", device: device, file: file, readings))
    }
  }

  private func readLines(
    _ file: ImportFile, _ meters: inout [MLPerfMeter], _ runs: inout [MLPerfRun],
    _ batch: inout ImportBatch
  ) {
    var log = ReadingLog()
    var run = MLPerfRun(file)
    var about: [String: String] = [:]
    let (group, device) = MLPerfMeter.names(file)
    for (number, text) in file.lines where !text.isEmpty {
      batch.read += 1
      guard let mark = text.range(of: ":::MLLOG ") else {
        batch.leaveOut("lines that are none of MLPerf's")
        continue
      }
      guard let line = JSONValue(text[mark.upperBound...]), let key = line["key"]?.text,
        let moment = MLPerfRun.moment(line["time_ms"]?.number)
      else {
        batch.refuse(file, number, "it is no JSON with a key and a time in milliseconds")
        continue
      }
      guard key == "power_reading" else {
        if key == "conversion_eff" {
          about["mlperf.conversion_eff"] = line["value"]?.number.map { "\($0)" }
          about["mlperf.measured"] = line["metadata"]?["measurement_type"]?.text
        }
        run.add(key, line, at: moment)
        batch.leaveOut("lines of other things than power")
        continue
      }
      guard let watts = line["value"]?.number, watts >= 0 else {
        batch.refuse(file, number, "its power is no number")
        continue
      }
      let host = line["metadata"]?["host"]?.text
      log.add(device ?? host ?? "node", moment, watts, line: number)
    }
    if run.isWhole { runs.append(run) }
    for (device, readings) in log.ordered(file, &batch) {
      var meter = MLPerfMeter(group: group, device: device, file: file, readings)
      meter.about = about
      meters.append(meter)
    }
  }

  /// The meters of one system are one work; a run that was going on then says which part of it counts.
  private func add(
    _ all: [MLPerfMeter], _ runs: [MLPerfRun], _ options: ImportOptions, _ batch: inout ImportBatch
  ) {
    let nodes = all.filter { !$0.isTotal }.sorted { $0.device < $1.device }
    func leaveOut(_ meter: MLPerfMeter, _ reason: String) {
      batch.taken -= meter.readings.count
      batch.leftOut[reason, default: 0] += meter.readings.count
    }
    for meter in all where meter.isTotal { leaveOut(meter, "a sum of the other meters") }
    guard let run = Self.run(of: nodes, runs) else {
      guard let first = nodes.first else { return }
      let (start, end) = (first.start, first.end)
      let meters = nodes.filter { $0.start < end && $0.end > start }
      for meter in nodes where !(meter.start < end && meter.end > start) {
        leaveOut(meter, "meters whose clock has no moment in common with that of `\(first.device)`")
      }
      let ends = (meters.map(\.start).min() ?? start, meters.map(\.end).max() ?? end)
      batch.works.append(work(meters, nil, ends.0, ends.1, options))
      return
    }
    var meters: [MLPerfMeter] = []
    for meter in nodes {
      guard let cut = meter.cut(run.start, run.end) else {
        leaveOut(meter, "meters whose clock has no moment in common with the run")
        continue
      }
      batch.taken -= cut.outside
      batch.leftOut["readings before and after the run", default: 0] += cut.outside
      meters.append(cut.meter)
    }
    if batch.leftOut["readings before and after the run"] == 0 {
      batch.leftOut["readings before and after the run"] = nil
    }
    guard !meters.isEmpty else { return }
    batch.works.append(work(meters, run, run.start, run.end, options))
  }

  /// The run that shares the most time with the meters.
  private static func run(of meters: [MLPerfMeter], _ runs: [MLPerfRun]) -> MLPerfRun? {
    let shared = runs.map { run in
      (run, meters.map { $0.seconds(within: run.start, run.end) }.max() ?? 0)
    }
    return shared.max { $0.1 < $1.1 }.flatMap { $0.1 > 0 ? $0.0 : nil }
  }

  private func work(
    _ meters: [MLPerfMeter], _ run: MLPerfRun?, _ start: Timestamp, _ end: Timestamp,
    _ options: ImportOptions
  ) -> ImportedWork {
    let devices = meters.map { meter in
      var device = ImportedDevice(
        device: meter.device, component: .system, sensor: "mlperf",
        record: .power(meter.readings.points(from: start)))
      device.note = "the power meter of the system under test"
      return device
    }
    let group = meters[0].group.split(separator: " ").last.map(String.init) ?? "mlperf"
    var work = ImportedWork(
      key: "mlperf \(start) \(group) \(meters.map(\.device).joined(separator: " "))",
      name: run?.benchmark ?? group, started: start, seconds: (end - start).seconds,
      power: .devices(devices))
    work.host = options.host ?? ""
    work.tags = meters.reduce(into: run?.tags ?? [:]) { $0.merge($1.about) { first, _ in first } }
    work.tags["mlperf.log"] = group
    work.marks = run?.marks ?? []
    let twins = Dictionary(grouping: meters, by: \.values).values.filter { $0.count > 1 }
    for names in twins.map({ $0.map(\.device).joined(separator: ", ") }).sorted() {
      work.warnings.append(
        "The logs of \(names) are the same, reading by reading: one meter may stand for several nodes."
      )
    }
    if run == nil {
      work.warnings.append(
        "No result log says when the run began and ended, so the whole log of power is in.")
    }
    return work
  }
}
