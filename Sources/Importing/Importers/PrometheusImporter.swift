import Accounting
import Quantities

/// Energy of machines, pods and processes from what Prometheus exporters showed: DCGM, Kepler, Scaphandre, CEEMS, node exporter.
struct PrometheusImporter: Importer {
  let name = "prometheus"
  let summary =
    "scrapes and query answers of DCGM, Kepler, Scaphandre, CEEMS and node exporter, with times"

  func recognises(_ file: ImportFile) -> Bool { PrometheusRecord.isLikely(file) }

  func read(_ files: [ImportFile], _ options: ImportOptions) throws(Problem) -> ImportBatch {
    var reader = PrometheusReader(options)
    for (index, file) in files.enumerated() { reader.read(file, index) }
    return reader.batch(files)
  }
}

/// Puts samples of all files together, because a scrape is often a file of its own.
private struct PrometheusReader {
  private let options: ImportOptions
  private var read = 0
  private var leftOut: [String: Int] = [:]
  private var refused: [(place: Place, reason: String)] = []
  private var places: [Place] = []
  private var series: [Series: ReadingLog] = [:]
  private var meanings: [Series: PrometheusMeaning] = [:]

  init(_ options: ImportOptions) { self.options = options }

  private struct Place {
    let file: Int
    let line: Int
  }

  /// What is told apart: one meter of one owner on one machine.
  private struct Series: Hashable, Comparable {
    let host: String
    let owner: String
    let family: PrometheusMeaning.Family
    let domain: PrometheusMeaning.Domain
    let level: PrometheusMeaning.Level
    let isCounter: Bool
    let device: String

    /// Counters before powers, and a meter of the machine's supply before its platform counter, which has less in it.
    static func < (a: Self, b: Self) -> Bool {
      (a.family, a.isPlatform ? 1 : 0, a.isCounter ? 0 : 1, a.device)
        < (b.family, b.isPlatform ? 1 : 0, b.isCounter ? 0 : 1, b.device)
    }

    private var isPlatform: Bool {
      domain == .machine && (device.hasPrefix("psys") || device.hasPrefix("platform"))
    }
  }

  mutating func read(_ file: ImportFile, _ index: Int) {
    PrometheusRecord.read(file) { sample in
      read += 1
      add(sample, index)
    } refuse: { line, reason in
      read += 1
      refused.append((Place(file: index, line: line), reason))
    }
  }

  private mutating func add(_ sample: PrometheusSample, _ file: Int) {
    let place = Place(file: file, line: sample.line)
    if let reason = PrometheusMeaning.reason(sample.name, sample.labels) {
      leftOut[reason, default: 0] += 1
      return
    }
    guard let meaning = PrometheusMeaning(sample.name, sample.labels) else {
      leftOut["metrics of other things than energy", default: 0] += 1
      return
    }
    guard sample.value.isFinite, sample.value >= 0 else {
      refused.append((place, "\(sample.name) is \(sample.value)"))
      return
    }
    guard let at = sample.at else {
      refused.append(
        (
          place,
          "its scrape has no time: put a line `# 2024-03-01T10:00:00Z` before each, or query a range"
        ))
      return
    }
    let key = Series(
      host: options.host ?? Self.host(sample.labels), owner: meaning.owner, family: meaning.family,
      domain: meaning.domain, level: meaning.level, isCounter: meaning.isCounter,
      device: meaning.device)
    places.append(place)
    meanings[key] = meaning
    series[key, default: ReadingLog()].add(
      meaning.device, at, sample.value * meaning.scale, line: places.count - 1)
  }

  /// The machine; of `node7:9100` without the port.
  private static func host(_ labels: [String: String]) -> String {
    for key in ["Hostname", "hostname", "node_name", "nodename", "node", "instance"] {
      guard let text = labels[key], !text.isEmpty else { continue }
      guard let mark = text.lastIndex(of: ":"),
        text[text.index(after: mark)...].allSatisfy(\.isNumber)
      else { return text }
      return String(text[..<mark])
    }
    return ""
  }

  // MARK: Works

  func batch(_ files: [ImportFile]) -> ImportBatch {
    var batch = ImportBatch()
    batch.read = read
    batch.leftOut = leftOut
    for (place, reason) in refused { batch.refuse(files[place.file], place.line, reason) }
    // A share of a machine is in the machine's own counters, and a process in its container's.
    let level = series.keys.map(\.level).min() ?? .machine
    var groups: [[String]: [Series]] = [:]
    var ordered: [Series: [ReadingLog.Reading]] = [:]
    for (key, log) in series {
      let (readings, taken, reasons) = log.ordered()
      guard key.level == level else {
        leave(
          taken.count + reasons.count,
          "shares of \(key.level.words), which are in those of \(level.words)", &batch)
        continue
      }
      for (index, reason) in reasons {
        if !taken.isEmpty {
          batch.leaveOut("further samples of one device and moment, such as MIG instances")
        } else {
          let place = places[index]
          batch.refuse(files[place.file], place.line, reason)
        }
      }
      guard let readings = readings[key.device] else { continue }
      ordered[key] = readings
      groups[[key.host, key.owner], default: []].append(key)
    }
    for (group, keys) in groups.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      add(group, keys.sorted(), ordered, &batch)
    }
    batch.refused.sort { ($0.path, $0.line) < ($1.path, $1.line) }
    return batch
  }

  private func leave(_ count: Int, _ reason: String, _ batch: inout ImportBatch) {
    batch.leftOut[reason, default: 0] += count
  }

  /// Of meters that count the same, one is taken; a meter of the whole machine has the others in it.
  private func add(
    _ group: [String], _ keys: [Series], _ ordered: [Series: [ReadingLog.Reading]],
    _ batch: inout ImportBatch
  ) {
    var chosen: [PrometheusMeaning.Domain: PrometheusMeaning.Family] = [:]
    var kept: [Series] = []
    var devices: Set<String> = []
    for key in keys {
      let count = ordered[key]?.count ?? 0
      // Packages, memory and what is in them come from one exporter.
      let domain: PrometheusMeaning.Domain =
        [.package, .memory, .core, .host].contains(key.domain) ? .package : key.domain
      let isSecondMachine =
        key.domain == .machine && chosen[.machine] != nil
        && !kept.contains { $0.domain == .machine && Self.kind($0) == Self.kind(key) }
      if let family = chosen[domain], family != key.family {
        leave(count, "\(key.family.name), which counts what \(family.name) counted", &batch)
      } else if isSecondMachine {
        leave(count, "a second meter of the whole machine", &batch)
      } else if !devices.insert(key.device).inserted {
        leave(count, "power of devices whose energy is counted", &batch)
      } else {
        chosen[domain] = key.family
        kept.append(key)
        batch.taken += count
      }
    }
    let ends = kept.compactMap { ordered[$0] }.flatMap { [$0[0].at, $0[$0.count - 1].at] }
    guard let start = ends.min(), let end = ends.max(), end > start else { return }
    let machine = kept.first { $0.domain == .machine }
    let host = kept.first { $0.domain == .host }
    let packages = kept.filter { $0.domain == .package }
    var resets = 0
    var parts: [ImportedDevice] = []
    for key in kept {
      guard let readings = ordered[key] else { continue }
      var part = part(key, readings, from: start, &resets)
      if key.domain == .core { part.partOf = packages.first.map(Self.name) }
      if key.domain == .package || key.domain == .memory { part.partOf = host.map(Self.name) }
      if let machine, key.domain != .machine { part.partOf = Self.name(machine) }
      parts.append(part)
    }
    batch.works.append(work(group, kept, parts, start, end, resets))
  }

  /// Shares of one device are told apart by whose they are.
  private static func name(_ key: Series) -> String {
    key.owner.isEmpty ? key.device : "\(key.device) of \(key.owner)"
  }

  /// Several chassis are one machine; IPMI and Redfish are two meters of one.
  private static func kind(_ key: Series) -> Substring {
    key.device.prefix { $0 != " " && $0 != "-" }
  }

  private func part(
    _ key: Series, _ readings: [ReadingLog.Reading], from start: Timestamp, _ resets: inout Int
  ) -> ImportedDevice {
    var part = ImportedDevice(
      device: Self.name(key), component: key.domain.component, sensor: key.family.name,
      record: .sum(0))
    if key.isCounter {
      let (counts, count) = readings.counts(from: start)
      part.record = .counts(counts)
      resets += count
      part.note = "by the exporter's counter"
    } else {
      part.record = .power(readings.points(from: start))
      if key.domain == .gpu { part.errorWatts = 5 }
      part.note = "power at scrapes; in between it was taken to change evenly"
    }
    if key.level != .machine {
      part.evidence = .attributed
      part.note = "a share of the machine, as the exporter split it"
    }
    return part
  }

  private func work(
    _ group: [String], _ kept: [Series], _ parts: [ImportedDevice], _ start: Timestamp,
    _ end: Timestamp, _ resets: Int
  ) -> ImportedWork {
    let names = group.filter { !$0.isEmpty }
    let devices = parts.map(\.device).joined(separator: " ")
    var work = ImportedWork(
      key: "prometheus \(names.joined(separator: " ")) \(start) \(devices)",
      name: names.last ?? "prometheus", started: start, seconds: (end - start).seconds,
      power: .devices(parts))
    work.host = group[0]
    if !group[1].isEmpty { work.tags["prometheus.owner"] = group[1] }
    if resets > 0 {
      work.warnings.append(
        "Counters began anew \(resets) times; what they had counted between the scrape before and that moment is not in."
      )
    }
    return work
  }
}
