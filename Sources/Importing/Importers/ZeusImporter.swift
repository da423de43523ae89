import Accounting
import Quantities

/// Measurement windows of Zeus, and power that its monitors logged.
///
/// Windows are in joules and seconds. `start_time` is Unix time in releases since 0.2 and counts from the machine's start in
/// logs of older ones. Zeus's C++ monitor wrote `Time,Power` in milliwatts; its Python monitor up to 0.11 wrote Unix time
/// and watts without a heading.
struct ZeusImporter: Importer {
  let name = "zeus"
  let summary =
    "windows of Zeus (start_time,window_name,elapsed_time,gpu0_energy…) and its power logs"

  func recognises(_ file: ImportFile) -> Bool { Kind(file) != nil }

  private enum Kind {
    case windows, milliwatts, watts

    init?(_ file: ImportFile) {
      let (first, second) = file.firstLines
      if first.hasPrefix("start_time,window_name,elapsed_time") {
        self = .windows
      } else if first == "Time,Power" {
        self = .milliwatts
      } else if Self.isBare(first, second) {
        self = .watts
      } else {
        return nil
      }
    }

    /// Two lines of numbers, each with a Unix time that has a fraction and as many powers.
    private static func isBare(_ first: String, _ second: String) -> Bool {
      let rows = [first, second].map { $0.split(separator: ",", omittingEmptySubsequences: false) }
      guard rows[0].count > 1, rows[0].count == rows[1].count,
        rows.allSatisfy({ $0.allSatisfy { $0.amount != nil } && $0[0].contains(".") }),
        let a = Double(rows[0][0]), let b = Double(rows[1][0])
      else { return false }
      return a >= 1e9 && a < 7.2e9 && b > a && b - a < 3600
    }
  }

  func read(_ files: [ImportFile], _ options: ImportOptions) throws(Problem) -> ImportBatch {
    var batch = ImportBatch()
    let beginning = try ImportBeginning(options, try ImportTime(options))
    for file in files {
      switch Kind(file) {
      case .windows, nil: readWindows(file, options, beginning, &batch)
      case .milliwatts: try readMilliwatts(file, options, &batch)
      case .watts: readWatts(file, options, &batch)
      }
    }
    return batch
  }

  // MARK: Windows

  private struct Window {
    let line: Int
    let name: String
    var start: Timestamp
    let seconds: Double
    let joules: [Double]
    var end: Timestamp { start + .rounded(seconds) }
  }

  private func readWindows(
    _ file: ImportFile, _ options: ImportOptions, _ beginning: ImportBeginning,
    _ batch: inout ImportBatch
  ) {
    var devices: [String] = []
    var windows: [Window] = []
    var origin: Double?
    for (number, text) in file.lines {
      if number == 1 {
        devices = text.split(separator: ",").dropFirst(3).map {
          $0.hasSuffix("_energy") ? String($0.dropLast("_energy".count)) : String($0)
        }
        continue
      }
      guard !text.isEmpty else { continue }
      batch.read += 1
      switch window(text, number, devices, beginning, &origin) {
      case .failure(let refusal): batch.refuse(file, number, refusal.reason)
      case .success(let window): windows.append(window)
      }
    }
    add(windows, devices, file, options, &batch)
  }

  private struct Refused: Error {
    let reason: String
  }

  private func window(
    _ text: String, _ line: Int, _ devices: [String], _ beginning: ImportBeginning,
    _ origin: inout Double?
  ) -> Result<Window, Refused> {
    func refused(_ reason: String) -> Result<Window, Refused> { .failure(Refused(reason: reason)) }
    let cells = text.split(separator: ",", omittingEmptySubsequences: false)
    guard !devices.isEmpty else {
      return refused("it has no energy: Zeus writes that of GPUs only, and there were none")
    }
    guard cells.count >= devices.count + 3 else {
      return refused("it has \(cells.count) cells, the first line \(devices.count + 3)")
    }
    // Zeus does not quote names, so commas in them look like further cells.
    let tail = cells.count - devices.count - 1
    let name = cells[1..<tail].joined(separator: ",")
    guard let wall = cells[0].amount else { return refused("`\(cells[0])` is no time") }
    guard let seconds = cells[tail].amount, seconds > 0 else {
      return refused("`\(cells[tail])` is no length in seconds")
    }
    var joules: [Double] = []
    for (device, cell) in zip(devices, cells[(tail + 1)...]) {
      guard let value = Double(cell), value.isFinite else {
        return refused("`\(cell)` is no energy of \(device)")
      }
      guard value >= 0 else {
        return refused("\(device) has \(cell) J: its counter was set back within the window")
      }
      joules.append(value)
    }
    if (1e9..<7.2e9).contains(wall) {
      let start = Timestamp(nanoseconds: Int64((wall * 1e6).rounded()) * 1000)
      return .success(
        Window(line: line, name: name, start: start, seconds: seconds, joules: joules))
    }
    guard let start = beginning.moment else { return refused(ImportBeginning.reason) }
    origin = origin ?? wall
    return .success(
      Window(
        line: line, name: name, start: start + .rounded(wall - (origin ?? wall)), seconds: seconds,
        joules: joules))
  }

  /// Windows may lie within others, whose energy then holds theirs. The outer ones are works.
  private func add(
    _ windows: [Window], _ devices: [String], _ file: ImportFile, _ options: ImportOptions,
    _ batch: inout ImportBatch
  ) {
    // Among windows of one start the longest holds the others.
    let ordered = windows.sorted {
      ($0.start, $1.seconds, $0.line) < ($1.start, $0.seconds, $1.line)
    }
    // Clocks are read in turn at the ends of nested windows.
    let slack = Duration.milliseconds(1)
    var works: [ImportedWork] = []
    var outer: Window?
    for window in ordered {
      if let outer, window.start < outer.end, window.end <= outer.end + slack {
        batch.leaveOut("windows within another window, which has their energy already")
        works[works.count - 1].marks += marks(window, in: outer)
        continue
      }
      if let outer, window.start + slack < outer.end {
        batch.refuse(
          file, window.line,
          "it overlaps with the window `\(outer.name)` of line \(outer.line), and their common energy would count twice"
        )
        continue
      }
      batch.taken += 1
      outer = window
      works.append(work(window, devices, file, options))
    }
    for index in works.indices { works[index].marks.sort { $0.at < $1.at } }
    batch.works += works
  }

  private func marks(_ inner: Window, in outer: Window) -> [Mark] {
    let at = (inner.start - outer.start).seconds
    return [(at, Mark.State.begin), (min(at + inner.seconds, outer.seconds), .end)].map {
      var mark = Mark(at: $0)
      mark.stage = inner.name
      mark.state = $1
      return mark
    }
  }

  private func work(
    _ window: Window, _ devices: [String], _ file: ImportFile, _ options: ImportOptions
  ) -> ImportedWork {
    let parts = zip(devices, window.joules).map { device, joules in
      var part = ImportedDevice(
        device: device, component: .gpu, sensor: "zeus", record: .sum(joules))
      part.note = "the whole GPU between two readings of its counter"
      return part
    }
    var work = ImportedWork(
      key:
        "zeus \(window.start) \(window.name) \(zip(devices, window.joules).map { "\($0)=\($1)" }.joined(separator: " "))",
      name: "\(file.stem) \(window.name)", started: window.start, seconds: window.seconds,
      power: .devices(parts))
    work.host = options.host ?? ""
    work.tags["zeus.window"] = window.name
    work.warnings.append("Zeus writes the energy of GPUs only; CPU and memory are not in.")
    if window.joules.contains(0) {
      work.warnings.append(
        "A GPU has 0 J: Zeus reads 0 where a window is shorter than the step of the GPU's counter.")
    }
    return work
  }

  // MARK: Power

  private func readMilliwatts(
    _ file: ImportFile, _ options: ImportOptions, _ batch: inout ImportBatch
  ) throws(Problem) {
    let time = try ImportTime(options)
    var log = ReadingLog()
    for (number, text) in file.lines where number > 1 && !text.isEmpty {
      batch.read += 1
      let cells = text.split(separator: ",")
      guard cells.count == 2, let moment = time.read(cells[0]) else {
        batch.refuse(file, number, "it is no time and power: the monitor was stopped while writing")
        continue
      }
      guard let milliwatts = cells[1].amount else {
        batch.refuse(file, number, "`\(cells[1])` is no power in milliwatts")
        continue
      }
      if moment.isLocal, !time.isGiven { batch.note(ImportTime.note) }
      log.add("gpu", moment.moment, milliwatts / 1000, line: number)
    }
    addPower(log, file, options, &batch)
  }

  private func readWatts(_ file: ImportFile, _ options: ImportOptions, _ batch: inout ImportBatch) {
    var log = ReadingLog()
    let count = file.firstLines.0.split(separator: ",").count
    for (number, text) in file.lines where !text.isEmpty {
      batch.read += 1
      let cells = text.split(separator: ",", omittingEmptySubsequences: false).map(\.amount)
      guard cells.count == count, !cells.contains(nil), let wall = cells[0],
        (1e9..<7.2e9).contains(wall)
      else {
        batch.refuse(file, number, "it is no Unix time and \(count - 1) powers in watts")
        continue
      }
      let moment = Timestamp(nanoseconds: Int64((wall * 1e6).rounded()) * 1000)
      for (index, watts) in cells.dropFirst().enumerated() {
        log.add("gpu\(index)", moment, watts ?? 0, line: number)
      }
    }
    addPower(log, file, options, &batch)
  }

  private func addPower(
    _ log: ReadingLog, _ file: ImportFile, _ options: ImportOptions, _ batch: inout ImportBatch
  ) {
    let readings = log.ordered(file, &batch)
    guard let start = readings.values.compactMap(\.first?.at).min(),
      let end = readings.values.compactMap(\.last?.at).max()
    else { return }
    let devices = readings.keys.sorted()
    var work = ImportedWork(
      key: "zeus power \(start) \(devices.joined(separator: " "))", name: file.stem,
      started: start, seconds: (end - start).seconds,
      power: .devices(
        devices.map { device in
          var part = ImportedDevice(
            device: device, component: .gpu, sensor: "zeus",
            record: .power((readings[device] ?? []).points(from: start)))
          // NVIDIA's manual of nvidia-smi states readings of power to be within 5 W.
          part.errorWatts = 5
          part.note = "the whole GPU, read at moments, each within 5 W"
          return part
        }))
    work.host = options.host ?? ""
    work.warnings.append("Zeus writes the power of GPUs only; CPU and memory are not in.")
    batch.works.append(work)
  }
}
