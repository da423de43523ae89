import Accounting
import Quantities

/// Text of macOS' `powermetrics`, and the tables of samples that scripts make of it.
struct PowermetricsImporter: Importer {
  let name = "powermetrics"
  let summary =
    "text of macOS' powermetrics; tables `label,ms,task,all tasks,CPU mW,GPU mW` made of it, with --date"

  func recognises(_ file: ImportFile) -> Bool {
    file.beginning.contains("*** Sampled system activity (") || Self.isTable(file)
  }

  func read(_ files: [ImportFile], _ options: ImportOptions) throws(Problem) -> ImportBatch {
    var batch = ImportBatch()
    let time = try ImportTime(options)
    for file in files {
      if Self.isTable(file) {
        try readTable(file, try RecordDay(options, time), options, &batch)
      } else {
        readText(file, try file.text, time, options, &batch)
      }
    }
    return batch
  }

  // MARK: Text

  private static let parts: [(heading: String, component: Component)] = [
    ("CPU Power", .cpu), ("GPU Power", .gpu), ("DRAM Power", .memory), ("ANE Power", .other),
  ]

  /// A record is a sample: from its heading to the next.
  private func readText(
    _ file: ImportFile, _ text: String, _ time: ImportTime, _ options: ImportOptions,
    _ batch: inout ImportBatch
  ) {
    struct Sample {
      let line: Int
      let ended: Timestamp?
      let seconds: Double?
      var watts: [Component: Double] = [:]
    }
    var samples: [Sample] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.hasPrefix("*** Sampled system activity (") {
        let fields = line.split { $0 == "(" || $0 == ")" }
        samples.append(
          Sample(
            line: index + 1, ended: fields.count > 1 ? Self.moment(fields[1]) : nil,
            seconds: fields.count > 3 ? Self.milliseconds(fields[3]) : nil))
        continue
      }
      guard !samples.isEmpty, line.hasSuffix(" mW") || line.hasSuffix(" mW\r"),
        let part = Self.parts.first(where: { line.hasPrefix($0.heading + ": ") })
      else { continue }
      let number = line.dropFirst(part.heading.count + 2).prefix { $0.isNumber || $0 == "." }
      samples[samples.count - 1].watts[part.component] = Double(number).map { $0 / 1000 }
    }
    var joules: [Component: Double] = [:]
    var (start, seconds): (Timestamp?, Double) = (nil, 0)
    for sample in samples {
      batch.read += 1
      guard let ended = sample.ended, let length = sample.seconds, length > 0 else {
        batch.refuse(file, sample.line, "its heading holds no moment and length")
        continue
      }
      guard sample.watts[.cpu] != nil else {
        batch.refuse(file, sample.line, "it has no CPU Power")
        continue
      }
      if start == nil { start = ended + .milliseconds(-Int64((length * 1000).rounded())) }
      seconds += length
      for (component, watts) in sample.watts { joules[component, default: 0] += watts * length }
      batch.taken += 1
    }
    guard let start, seconds > 0 else { return }
    var work = ImportedWork(
      key: "powermetrics \(start) \(seconds)", name: String(file.name.prefix { $0 != "." }),
      started: start, seconds: seconds, power: Self.power(joules))
    work.host = options.host ?? ""
    work.sources = [file.path]
    work.warnings.append(
      "powermetrics estimates these powers from models of the chip; its Package Power holds more than these parts and was not taken."
    )
    batch.works.append(work)
  }

  private static func power(_ joules: [Component: Double]) -> ImportedWork.Power {
    .parts(
      parts.compactMap { part in
        joules[part.component].map {
          ImportedWork.Part(
            component: part.component, joules: $0, sensor: "powermetrics", evidence: .modelled,
            note: "\(part.heading) of powermetrics, which the system estimates")
        }
      })
  }

  /// `104.51ms elapsed`.
  private static func milliseconds(_ text: Substring) -> Double? {
    text.split(separator: "ms").first.flatMap { Double($0.trimmed) }.map { $0 / 1000 }
  }

  /// `Fri Nov 10 12:37:08 2023 +0100`.
  private static func moment(_ text: Substring) -> Timestamp? {
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let parts = text.split(separator: " ")
    guard parts.count == 6, let month = months.firstIndex(of: String(parts[1])),
      let day = Int(parts[2]), parts[5].count == 5
    else { return nil }
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return Timestamp(
      "\(parts[4])-\(two(month + 1))-\(two(day))T\(parts[3])\(parts[5].prefix(3)):\(parts[5].suffix(2))"
    )
  }

  // MARK: Tables of samples

  /// Six cells without a heading: a label, milliseconds, energy impacts of a task and of all, and milliwatts of CPU and GPU, in
  /// the order in which powermetrics prints them.
  private static func isTable(_ file: ImportFile) -> Bool {
    let rows = file.beginning.split(separator: "\n").dropLast().prefix(8)
    return rows.count >= 2
      && rows.allSatisfy { row in
        let cells = row.split(separator: ",", omittingEmptySubsequences: false)
        return cells.count == 6 && Double(cells[0]) == nil && !cells[0].isEmpty
          && cells.dropFirst().allSatisfy { Double($0.trimmed) != nil }
          && cells[4...].allSatisfy { Int($0.trimmed) != nil }
      }
  }

  private func readTable(
    _ file: ImportFile, _ day: RecordDay?, _ options: ImportOptions, _ batch: inout ImportBatch
  ) throws(Problem) {
    guard let day else {
      throw RecordDay.missing(file, "Its rows hold lengths and powers, and no time.")
    }
    // Rows of one label that follow one another are a stage of the work.
    var stages: [(label: String, at: Double)] = []
    var joules: [Component: Double] = [:]
    var seconds = 0.0
    for row in DelimitedLines(try file.text, delimiter: ",").rows {
      batch.read += 1
      let numbers = row.cells.dropFirst().map { Double($0) ?? -1 }
      guard row.cells.count == 6, numbers.allSatisfy({ $0 >= 0 && $0.isFinite }), numbers[0] > 0
      else {
        batch.refuse(file, row.line, "it is not a label, a length, two impacts and two powers")
        continue
      }
      if stages.last?.label != row.cells[0] { stages.append((row.cells[0], seconds)) }
      let length = numbers[0] / 1000
      joules[.cpu, default: 0] += numbers[3] / 1000 * length
      joules[.gpu, default: 0] += numbers[4] / 1000 * length
      seconds += length
      batch.taken += 1
    }
    guard seconds > 0 else { return }
    var work = ImportedWork(
      key: "powermetrics \(day.start) \(seconds) \(joules[.cpu] ?? 0)",
      name: String(file.name.prefix { $0 != "." }), started: day.start, seconds: seconds,
      power: Self.power(joules))
    work.host = options.host ?? ""
    work.sources = [file.path]
    work.marks = stages.map { stage in
      var mark = Mark(at: stage.at)
      mark.stage = stage.label
      return mark
    }
    work.warnings.append(
      "It began at the moment that --date gave; samples were put one after another, without what lay between them."
    )
    batch.works.append(work)
  }
}
