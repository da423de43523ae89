import Accounting
import Quantities

/// One meter of a training run.
struct MLPerfMeter {
  /// What the logs of one system have in common.
  let group: String
  let device: String
  let file: ImportFile
  private(set) var readings: [ReadingLog.Reading]
  var about: [String: String] = [:]

  init(group: String, device: String, file: ImportFile, _ readings: [ReadingLog.Reading]) {
    self.group = group
    self.device = device
    self.file = file
    self.readings = readings
  }

  var start: Timestamp { readings[0].at }
  var end: Timestamp { readings[readings.count - 1].at }
  var isTotal: Bool { device.hasPrefix("total") }
  /// To tell copies of one log.
  var values: [Double] { readings.map(\.value) }

  /// `bert_run0.node1.mllog.txt`, `node_1.txt`, `sw_0.txt`: the meter, and the rest of the name.
  static func names(_ file: ImportFile) -> (group: String, device: String?) {
    let parts = file.name.split(separator: ".").map(String.init)
    let place = parts.firstIndex { part in
      ["node", "sw"].contains { start in
        part.hasPrefix(start)
          && part.dropFirst(start.count).allSatisfy { $0.isNumber || $0 == "_" }
          && part.last?.isNumber == true
      }
    }
    var rest = parts.filter { !["mllog", "txt", "log"].contains($0) }
    if let place { rest.removeAll { $0 == parts[place] } }
    let group = rest.isEmpty ? file.folder : rest.joined(separator: ".")
    return ("\(file.folder) \(group)", place.map { parts[$0] })
  }

  func seconds(within from: Timestamp, _ to: Timestamp) -> Double {
    (min(end, to) - max(start, from)).seconds
  }

  /// The readings of a span, with what straight lines say at its ends; nil where there are none.
  func cut(_ from: Timestamp, _ to: Timestamp) -> (meter: MLPerfMeter, outside: Int)? {
    let inside = readings.filter { $0.at >= from && $0.at <= to }
    guard let first = inside.first, let last = inside.last else { return nil }
    var meter = self
    meter.readings = inside
    if first.at > from, let before = readings.last(where: { $0.at < from }) {
      meter.readings.insert(Self.between(before, first, at: from), at: 0)
    }
    if last.at < to, let after = readings.first(where: { $0.at > to }) {
      meter.readings.append(Self.between(last, after, at: to))
    }
    return meter.readings.count > 1 ? (meter, readings.count - inside.count) : nil
  }

  private static func between(
    _ a: ReadingLog.Reading, _ b: ReadingLog.Reading, at moment: Timestamp
  ) -> ReadingLog.Reading {
    let part = (moment - a.at).seconds / (b.at - a.at).seconds
    return ReadingLog.Reading(at: moment, value: a.value + (b.value - a.value) * part, line: a.line)
  }
}

/// What a result log says of a training run (mlcommons/logging, `mllog/constants.py`).
struct MLPerfRun {
  let file: ImportFile
  private var started: Timestamp?
  private var ended: Timestamp?
  private(set) var benchmark: String?
  private(set) var tags: [String: String] = [:]
  private var scores: [(at: Timestamp, value: Double, step: Double?)] = []

  init(_ file: ImportFile) { self.file = file }

  static func moment(_ milliseconds: Double?) -> Timestamp? {
    guard let milliseconds, milliseconds >= 1e12, milliseconds < 7.2e12 else { return nil }
    return Timestamp(nanoseconds: Int64(milliseconds) * 1_000_000)
  }

  var start: Timestamp { started ?? Timestamp(nanoseconds: 0) }
  var end: Timestamp { ended ?? start }
  var isWhole: Bool { started.map { start in ended.map { $0 > start } ?? false } ?? false }

  func isUsed(by meters: [MLPerfMeter]) -> Bool {
    meters.contains { $0.seconds(within: start, end) > 0 }
  }

  mutating func add(_ key: String, _ line: JSONValue, at moment: Timestamp) {
    // Several ranks may write the same.
    switch key {
    case "run_start": started = started.map { min($0, moment) } ?? moment
    case "run_stop":
      ended = ended.map { max($0, moment) } ?? moment
      tags["mlperf.status"] = line["metadata"]?["status"]?.text
    case "submission_benchmark":
      benchmark = line["value"]?.text
      tags["mlperf.benchmark"] = benchmark
    case "submission_platform": tags["mlperf.platform"] = line["value"]?.text
    case "eval_accuracy":
      guard let value = line["value"]?.number else { return }
      let about = line["metadata"]
      let step = (about?["epoch_num"] ?? about?["samples_count"] ?? about?["step_num"])?.number
      if scores.last.map({ $0.at != moment || $0.value != value }) ?? true {
        scores.append((moment, value, step))
      }
    case _: break
    }
  }

  var marks: [Mark] {
    scores.filter { $0.at >= start && $0.at <= end }.sorted { $0.at < $1.at }.map {
      var mark = Mark(at: ($0.at - start).seconds)
      mark.step = $0.step
      mark.metrics = ["eval_accuracy": $0.value]
      return mark
    }
  }
}
