import Accounting
import Quantities

/// Powers of devices at moments, as they are gathered from a log.
struct PowerSeries {
  struct Reading {
    let at: Timestamp
    let watts: Double
    let line: Int
  }

  private var readings: [String: [Reading]] = [:]

  mutating func add(_ device: String, _ at: Timestamp, _ watts: Double, line: Int) {
    readings[device, default: []].append(Reading(at: at, watts: watts, line: line))
  }

  /// Curves in order of time, each moment once; nil where no device has two readings. A line counts once, as taken where one
  /// of its readings is.
  func work(
    named name: String, key: String, sensor: String, component: Component, errorWatts: Double?,
    _ file: ImportFile, _ batch: inout ImportBatch
  ) -> ImportedWork? {
    var curves: [ImportedWork.Curve] = []
    var kept: [String: [Reading]] = [:]
    var refused: [Int: String] = [:]
    var taken: Set<Int> = []
    for (device, list) in readings {
      var curve: [Reading] = []
      for reading in list.sorted(by: { ($0.at, $0.line) < ($1.at, $1.line) }) {
        if curve.last?.at == reading.at {
          refused[reading.line] = "it has the moment of another line"
        } else {
          curve.append(reading)
        }
      }
      guard curve.count >= 2 else {
        for reading in list where refused[reading.line] == nil {
          refused[reading.line] = "all readings are of one moment, and say nothing of a span"
        }
        continue
      }
      kept[device] = curve
      taken.formUnion(curve.map(\.line))
    }
    for (line, reason) in refused.sorted(by: { $0.key < $1.key }) where !taken.contains(line) {
      batch.refuse(file, line, reason)
    }
    batch.taken += taken.count
    guard let start = kept.values.compactMap({ $0.first?.at }).min(),
      let end = kept.values.compactMap({ $0.last?.at }).max()
    else { return nil }
    for (device, curve) in kept.sorted(by: { $0.key < $1.key }) {
      var made = ImportedWork.Curve(
        device: device, component: component, sensor: sensor,
        points: curve.map {
          ImportedWork.Point(at: ($0.at - start).seconds, watts: $0.watts)
        })
      made.errorWatts = errorWatts
      curves.append(made)
    }
    var work = ImportedWork(
      key: "\(key) \(start) \(kept.keys.sorted().joined(separator: " "))", name: name,
      started: start, seconds: (end - start).seconds, power: .curves(curves))
    work.sources = [file.path]
    return work
  }
}
