import Accounting
import Quantities

/// Logs of Intel Power Gadget: counters of each processor and its memory, and a summary at the end.
struct PowerGadgetImporter: Importer {
  let name = "power-gadget"
  let summary = "logs of Intel Power Gadget; they hold times of day, so --date says the day"

  func recognises(_ file: ImportFile) -> Bool {
    let first = file.beginning.prefix { $0 != "\n" && $0 != "\r\n" }
    return first.contains("System Time") && first.contains("Cumulative Processor Energy_0(Joules)")
  }

  func read(_ files: [ImportFile], _ options: ImportOptions) throws(Problem) -> ImportBatch {
    var batch = ImportBatch()
    let time = try ImportTime(options)
    let day = try RecordDay(options, time)
    if !time.isGiven, day != nil { batch.note(ImportTime.note) }
    for file in files { try read(file, day, options, &batch) }
    return batch
  }

  private func read(
    _ file: ImportFile, _ day: RecordDay?, _ options: ImportOptions, _ batch: inout ImportBatch
  ) throws(Problem) {
    guard let day else {
      throw RecordDay.missing(file, "Intel Power Gadget writes the time of day without the day.")
    }
    let lines = DelimitedLines(try file.text, delimiter: ",").rows
    guard let header = lines.first else { return }
    let headings = header.cells
    func index(_ name: String) -> Int? { headings.firstIndex { $0.trimmed == name } }
    guard let clock = index("System Time"), let elapsed = index("Elapsed Time (sec)") else {
      throw Problem(
        "Cannot read `\(file.path)` as a log of Intel Power Gadget.",
        why: "Its first line does not name System Time and Elapsed Time (sec).",
        fix: "Say what reads it: `--from NAME`.", exit: .usage)
    }
    // IA and GT are parts of the processor; DRAM is beside it.
    let counters: [(index: Int, name: String, component: Component)] = (0..<8).flatMap { socket in
      [
        index("Cumulative Processor Energy_\(socket)(Joules)").map {
          ($0, "package-\(socket)", Component.cpu)
        },
        index("Cumulative DRAM Energy_\(socket)(Joules)").map {
          ($0, "dram-\(socket)", Component.memory)
        },
      ].compactMap(\.self)
    }
    var last = [Double](repeating: 0, count: counters.count)
    var first: (at: Timestamp, elapsed: Double)?
    var length = 0.0
    var totals: [String: Double] = [:]
    for row in lines.dropFirst() {
      batch.read += 1
      if row.cells.count == 1, let sign = row.cells[0].firstIndex(of: "=") {
        let name = row.cells[0][..<sign].trimmed
        totals[name] = Double(row.cells[0][row.cells[0].index(after: sign)...].trimmed)
        batch.leaveOut("lines of the summary at the end")
        continue
      }
      guard row.cells.count == headings.count || row.cells.count == headings.count + 1 else {
        batch.refuse(
          file, row.line, "it has \(row.cells.count) cells, the first line \(headings.count)")
        continue
      }
      guard let at = day.at(row.cells[clock]) else {
        batch.refuse(file, row.line, "`\(row.cells[clock])` is no time of day")
        continue
      }
      let values = counters.map { Double(row.cells[$0.index]) ?? .nan }
      guard let seconds = Double(row.cells[elapsed]), seconds >= length,
        zip(values, last).allSatisfy({ $0 >= $1 })
      else {
        batch.refuse(file, row.line, "its counters run backwards, or hold no number")
        continue
      }
      if first == nil { first = (at, seconds) }
      length = seconds
      last = values
      batch.taken += 1
    }
    guard let first, length > 0 else { return }
    let started = first.at + .milliseconds(-Int64((first.elapsed * 1000).rounded()))
    var work = ImportedWork(
      key: "power-gadget \(started) \(length)", name: String(file.name.prefix { $0 != "." }),
      started: started, seconds: length,
      power: .parts(
        zip(counters, last).map { counter, joules in
          ImportedWork.Part(
            component: counter.component, joules: joules, sensor: "intel-power-gadget",
            evidence: .metered, note: "\(counter.name), as its counter stood at the end")
        }))
    work.host = options.host ?? ""
    work.sources = [file.path]
    if let total = totals["Cumulative Processor Energy_0 (Joules)"], let read = last.first,
      abs(total - read) > 0.001 * max(total, 1)
    {
      work.warnings.append(
        "Its summary says \(total.shortText()) J, its last line \(read.shortText()) J: lines are missing."
      )
    }
    batch.works.append(work)
  }
}
