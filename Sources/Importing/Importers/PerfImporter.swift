import Accounting
import Foundation
import Quantities

/// Energy of RAPL domains that `perf stat -e power/energy-pkg/…` counted: its text, `-x` text and `-j` lines.
struct PerfImporter: Importer {
  let name = "perf"
  let summary =
    "energy of CPUs by `perf stat -a -e power/energy-pkg/,power/energy-ram/`, text or -x or -j"

  func recognises(_ file: ImportFile) -> Bool { file.beginning.contains("power/energy-") }

  func read(_ files: [ImportFile], _ options: ImportOptions) throws(Problem) -> ImportBatch {
    var batch = ImportBatch()
    let time = try ImportTime(options)
    let beginning = try ImportBeginning(options, time)
    for file in files { read(file, time, beginning, options, &batch) }
    return batch
  }

  /// One run of perf: what stands between two of its titles.
  private struct Block {
    var start: Timestamp?
    var isLocal = false
    var title = ""
    /// Of `-r`: the figures are means of so many runs.
    var repeats = 1.0
    var elapsed: Double?
    var rows: [Row] = []
    /// First numbers of all lines, those without a figure too: with `-I` they are times.
    var moments: [Double] = []

    /// With `-I` each figure is of the time since the one before.
    var isSeries: Bool { rows.contains { $0.at != nil } }
  }

  private struct Row {
    let line: Int
    let event: String
    let place: String
    let joules: Double
    let at: Double?
  }

  private func read(
    _ file: ImportFile, _ time: ImportTime, _ beginning: ImportBeginning, _ options: ImportOptions,
    _ batch: inout ImportBatch
  ) {
    var block = Block()
    var blocks: [Block] = []
    func close() {
      if !block.rows.isEmpty { blocks.append(block) }
      block = Block()
    }
    for (number, text) in file.lines {
      if text.hasPrefix("# started on ") {
        close()
        if let moment = Self.started(text.dropFirst("# started on ".count), time) {
          (block.start, block.isLocal) = moment
        }
      } else if let mark = text.range(of: "Performance counter stats for ") {
        if !block.rows.isEmpty { close() }
        block.title = Self.title(text[mark.upperBound...])
        block.repeats = Self.repeats(text)
      } else if text.contains("seconds time elapsed"), let word = text.words.first {
        block.elapsed = Self.number(word)
      } else if text.contains("Joules") || text.contains("power/energy-") {
        batch.read += 1
        if let moment = Self.moment(text), moment != block.moments.last {
          block.moments.append(moment)
        }
        switch Self.row(text, number) {
        case .success(let row): block.rows.append(row)
        case .failure(let refused): batch.refuse(file, number, refused.reason)
        }
      }
    }
    close()
    for block in blocks { add(block, file, time, beginning, options, &batch) }
  }

  // MARK: Lines

  private struct Refused: Error {
    let reason: String
  }

  /// `[time] [socket cpus] joules Joules event …`, parted by blanks or what `-x` says, or an object of `-j`.
  private static func row(_ text: String, _ line: Int) -> Result<Row, Refused> {
    if text.hasPrefix("{") { return object(text, line) }
    let words = cells(text)
    guard let unit = words.firstIndex(of: "Joules"), unit > 0, unit + 1 < words.count else {
      return .failure(Refused(reason: "it is no count of perf in Joules"))
    }
    let event = String(words[unit + 1])
    guard event.contains("energy-") else {
      return .failure(Refused(reason: "`\(event)` is no domain of RAPL"))
    }
    guard let joules = number(words[unit - 1]) else {
      return .failure(
        Refused(
          reason: "perf could not count `\(event)`: `\(words[..<unit].joined(separator: " "))`"))
    }
    let before = words[..<(unit - 1)]
    let at = before.first.flatMap { $0.first?.isNumber == true ? number($0) : nil }
    let place = before.first { $0.first?.isLetter == true }.map(String.init) ?? ""
    return .success(Row(line: line, event: event, place: place, joules: joules, at: at))
  }

  private static func moment(_ text: String) -> Double? {
    text.hasPrefix("{") ? JSONValue(text)?["interval"]?.number : cells(text).first.flatMap(number)
  }

  private static func object(_ text: String, _ line: Int) -> Result<Row, Refused> {
    guard let json = JSONValue(text), let event = json["event"]?.text else {
      return .failure(Refused(reason: "it is no whole JSON object"))
    }
    guard json["unit"]?.text == "Joules", let joules = json["counter-value"]?.number, joules >= 0
    else {
      return .failure(
        Refused(reason: "perf could not count `\(event)`: `\(json["counter-value"]?.text ?? "")`"))
    }
    return .success(
      Row(
        line: line, event: event,
        place: (json["socket"] ?? json["node"] ?? json["cpu"])?.text ?? "", joules: joules,
        at: json["interval"]?.number))
  }

  /// What `-x` parts cells with stands on both sides of the unit.
  private static func cells(_ text: String) -> [Substring] {
    guard let unit = text.range(of: "Joules"), unit.upperBound < text.endIndex else {
      return text.words
    }
    let mark = text[unit.upperBound]
    guard mark != " ", mark != "\t", unit.lowerBound > text.startIndex,
      text[text.index(before: unit.lowerBound)] == mark
    else { return text.words }
    return text.split(separator: mark, omittingEmptySubsequences: false).map {
      $0.drop { $0 == " " }
    }
  }

  /// `1,234.56` and, where the locale writes so, `1.234,56`: joules have two decimals, so the last mark parts them.
  private static func number(_ text: some StringProtocol) -> Double? {
    let text = String(text)
    guard let first = text.first, first.isNumber,
      text.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "." || $0 == "," })
    else { return nil }
    guard let mark = text.lastIndex(where: { $0 == "." || $0 == "," }) else {
      return Double(text)
    }
    let whole = text[..<mark].filter(\.isNumber)
    return Double("\(whole).\(text[text.index(after: mark)...])")
  }

  /// `Wed Nov 25 15:59:21 2026`, by the clock of the machine.
  private static func started(_ text: Substring, _ time: ImportTime) -> (Timestamp, Bool)? {
    let words = text.words
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    guard words.count == 5, let month = months.firstIndex(of: String(words[1])),
      let day = Int(words[2]), let year = Int(words[4])
    else { return nil }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return time.read("\(year)-\(two(month + 1))-\(two(day))T\(words[3])").map {
      ($0.moment, $0.isLocal)
    }
  }

  /// `'sleep 5' (3 runs):` without quotes and what follows.
  private static func title(_ text: Substring) -> String {
    guard text.first == "'", let end = text.dropFirst().lastIndex(of: "'") else { return "" }
    return String(text[text.index(after: text.startIndex)..<end])
  }

  private static func repeats(_ text: String) -> Double {
    guard let open = text.lastIndex(of: "("), text.hasSuffix("runs):") else { return 1 }
    return text[text.index(after: open)...].words.first.flatMap { Double($0) } ?? 1
  }

  // MARK: Works

  private func add(
    _ block: Block, _ file: ImportFile, _ time: ImportTime, _ beginning: ImportBeginning,
    _ options: ImportOptions, _ batch: inout ImportBatch
  ) {
    func refuse(_ reason: String) {
      for row in block.rows { batch.refuse(file, row.line, reason) }
    }
    guard let start = block.start ?? beginning.moment else { return refuse(ImportBeginning.reason) }
    var devices: [String: [Row]] = [:]
    for row in block.rows { devices[Self.device(row), default: []].append(row) }
    var parts: [ImportedDevice] = []
    var seconds = (block.elapsed ?? 0) * block.repeats
    for (name, rows) in devices.sorted(by: { $0.key < $1.key }) {
      if block.isSeries {
        guard let part = series(name, rows, block.moments, file, &batch) else { continue }
        if case .counts(let counts) = part.record { seconds = max(seconds, counts.last?.at ?? 0) }
        parts.append(part)
      } else if seconds > 0 {
        batch.taken += 1
        for row in rows.dropFirst() {
          batch.refuse(file, row.line, "`\(name)` has a figure in this run already")
        }
        parts.append(
          Self.part(name, rows[0].event, .sum(rows[0].joules * block.repeats)))
      } else {
        for row in rows {
          batch.refuse(
            file, row.line,
            "nothing says how long perf counted: use -I 1000, or the text without -x")
        }
      }
    }
    guard !parts.isEmpty, seconds > 0 else { return }
    if block.start != nil, block.isLocal, !time.isGiven { batch.note(ImportTime.note) }
    let sum = parts.map(\.joules).reduce(0, +)
    var work = ImportedWork(
      key: "perf \(start) \(parts.map(\.device).joined(separator: " ")) \(sum)",
      name: block.title.isEmpty ? file.stem : block.title, started: start, seconds: seconds,
      power: .devices(Self.rooted(parts)))
    work.host = options.host ?? ""
    if block.repeats > 1 {
      work.warnings.append(
        "perf wrote the mean of \(Int(block.repeats)) runs; energy and time are of all of them.")
    }
    work.warnings.append("perf counts energy of processors and memory; GPUs are not in.")
    batch.works.append(work)
  }

  private func series(
    _ name: String, _ rows: [Row], _ moments: [Double], _ file: ImportFile,
    _ batch: inout ImportBatch
  ) -> ImportedDevice? {
    let before = Dictionary(zip(moments.dropFirst(), moments)) { first, _ in first }
    var counts = [ImportedDevice.Count(at: 0, joules: 0)]
    var joules = 0.0
    for row in rows {
      guard let at = row.at, at > counts[counts.count - 1].at else {
        batch.refuse(file, row.line, "its time is not later than that of the line before")
        continue
      }
      // What was drawn in an interval without a figure nobody knows.
      if let begin = before[at], begin > counts[counts.count - 1].at {
        counts.append(ImportedDevice.Count(at: begin, joules: joules, isAfterGap: true))
      }
      joules += row.joules
      counts.append(ImportedDevice.Count(at: at, joules: joules))
      batch.taken += 1
    }
    return counts.count > 1 ? Self.part(name, rows[0].event, .counts(counts)) : nil
  }

  private static func domain(_ event: String) -> Substring {
    event.split(separator: "/").first { $0.hasPrefix("energy-") }?.dropFirst("energy-".count)
      ?? "pkg"
  }

  private static func device(_ row: Row) -> String {
    row.place.isEmpty ? String(domain(row.event)) : "\(domain(row.event)) \(row.place)"
  }

  private static func part(
    _ name: String, _ event: String, _ record: ImportedDevice.Record
  ) -> ImportedDevice {
    let component: Component =
      switch domain(event) {
      case "ram": .memory
      case "psys": .system
      case _: .cpu
      }
    var part = ImportedDevice(device: name, component: component, sensor: "perf", record: record)
    part.note = "a domain of RAPL, of the whole machine"
    return part
  }

  /// The package holds cores and graphics, the platform all.
  private static func rooted(_ parts: [ImportedDevice]) -> [ImportedDevice] {
    let platform = parts.first { $0.device.hasPrefix("psys") }?.device
    let package = parts.first { $0.device.hasPrefix("pkg") }?.device
    return parts.map { part in
      var part = part
      if ["cores", "gpu"].contains(where: { part.device.hasPrefix($0) }) { part.partOf = package }
      if let platform, part.device != platform { part.partOf = platform }
      return part
    }
  }
}
