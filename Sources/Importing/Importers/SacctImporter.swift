import Accounting
import Quantities

/// Jobs of Slurm, from `sacct --parsable2`.
struct SacctImporter: Importer {
  let name = "sacct"
  let summary =
    "jobs of Slurm: text of `sacct --parsable2` with JobID, Start, End or Elapsed, State"

  func recognises(_ file: ImportFile) -> Bool {
    let first = file.beginning.prefix { $0 != "\n" && $0 != "\r\n" }
    let cells = first.split(separator: "|")
    return cells.contains("JobID") || cells.contains("JobIDRaw")
  }

  func read(_ files: [ImportFile], _ options: ImportOptions) throws(Problem) -> ImportBatch {
    var batch = ImportBatch()
    let time = try ImportTime(options)
    for file in files { try read(file, time, options, &batch) }
    return batch
  }

  private struct Columns {
    let job: Int
    let name, state, exit, elapsed, start, end, tres, nodes, energy, rounded, used, cluster,
      cpus: Int?

    init(_ headings: Headings, _ file: ImportFile) throws(Problem) {
      guard let job = headings.index("JobID", "JobIDRaw"), headings.index("Start") != nil,
        headings.index("Elapsed", "ElapsedRaw", "End") != nil
      else {
        throw Problem(
          "Cannot read `\(file.path)` as the output of sacct.",
          why: "Its first line does not name JobID, Start and one of Elapsed and End.",
          fix: "Use: sacct --parsable2 --duplicates --format "
            + "JobID,JobName,State,ExitCode,Start,End,ElapsedRaw,AllocTRES,NodeList", exit: .usage)
      }
      self.job = job
      name = headings.index("JobName")
      state = headings.index("State")
      exit = headings.index("ExitCode")
      elapsed = headings.index("ElapsedRaw", "Elapsed")
      start = headings.index("Start")
      end = headings.index("End")
      tres = headings.index("AllocTRES", "ReqTRES")
      nodes = headings.index("NodeList")
      energy = headings.index("ConsumedEnergyRaw")
      rounded = headings.index("ConsumedEnergy")
      used = headings.index("TRESUsageInTot")
      cluster = headings.index("Cluster")
      cpus = headings.index("AllocCPUS", "NCPUS")
    }
  }

  private func read(
    _ file: ImportFile, _ time: ImportTime, _ options: ImportOptions, _ batch: inout ImportBatch
  ) throws(Problem) {
    let lines = DelimitedLines(try file.text, delimiter: "|", quotes: false).rows
    guard let header = lines.first else { return }
    let columns = try Columns(Headings(header.cells), file)
    for row in lines.dropFirst() {
      batch.read += 1
      guard row.cells.count == header.cells.count else {
        batch.refuse(
          file, row.line, "it has \(row.cells.count) cells, the first line \(header.cells.count)")
        continue
      }
      func cell(_ index: Int?) -> String { index.map { row.cells[$0] } ?? "" }
      let id = cell(columns.job)
      // `123.batch` and `123.0` are parts of job 123.
      if id.contains(".") {
        batch.leaveOut("steps, which are part of their jobs")
        continue
      }
      let state = cell(columns.state).split(separator: " ").first.map(String.init) ?? ""
      if ["PENDING", "RUNNING", "REQUEUED", "SUSPENDED", "RESIZING", "CONFIGURING"].contains(state)
      {
        batch.refuse(file, row.line, "job \(id) has not ended: \(state)")
        continue
      }
      guard let start = time.read(cell(columns.start)) else {
        // A job that was cancelled in the queue never began.
        cell(columns.start) == "None" || cell(columns.start) == "Unknown"
          ? batch.leaveOut("jobs that never began")
          : batch.refuse(file, row.line, "`\(cell(columns.start))` is no time")
        continue
      }
      let elapsed = cell(columns.elapsed)
      let end = time.read(cell(columns.end))
      guard
        let seconds = Double(elapsed) ?? Self.seconds(elapsed)
          ?? end.map({ ($0.moment - start.moment).seconds }), seconds >= 0
      else {
        batch.refuse(file, row.line, "neither its length nor its end can be read")
        continue
      }
      guard seconds > 0 else {
        batch.leaveOut("jobs that never began")
        continue
      }
      if start.isLocal, !time.isGiven { batch.note(ImportTime.note) }
      let tres = cell(columns.tres)
      var work = ImportedWork(
        key: "sacct \(cell(columns.cluster)) \(id) \(start.moment)",
        name: cell(columns.name).isEmpty ? "job \(id)" : cell(columns.name), started: start.moment,
        seconds: seconds, power: .unknown)
      let joules =
        Self.joules(cell(columns.energy)) ?? Self.joules(Self.part("energy", of: tres))
        ?? Self.joules(Self.part("energy", of: cell(columns.used)))
      work.power = Self.power(
        joules ?? Self.joules(cell(columns.rounded)), tres, cpus: cell(columns.cpus))
      work.host = Self.host(cell(columns.nodes)) ?? options.host ?? ""
      work.tags = Self.tags(id, state: state)
      (work.exitCode, work.signal) = Self.ending(cell(columns.exit), state: state)
      if joules == nil, case .joules = work.power {
        work.warnings.append(
          "Joules are as ConsumedEnergy prints them, `\(cell(columns.rounded))`; ConsumedEnergyRaw has all digits."
        )
      }
      if case .joules = work.power {
        work.warnings.append(
          "Joules are of whole nodes, as Slurm's energy plugin counted them; jobs that shared a node count it twice."
        )
      }
      batch.works.append(work)
      batch.taken += 1
    }
  }

  /// `12345`, `1.23M`: by thousands. Nil for zero, which Slurm writes where nothing counts energy, and for what stands for
  /// no value, the greatest numbers of 32 and 64 bits less one or two (slurm.h, `NO_VAL64` and others).
  static func joules(_ text: String) -> Double? {
    let scales: [Character: Double] = ["K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15]
    let scale = text.last.flatMap { scales[$0] }
    guard let number = Double(scale == nil ? text[...] : text.dropLast()), number.isFinite
    else { return nil }
    let joules = number * (scale ?? 1)
    return joules > 0 && joules < 1e19 && joules != 4_294_967_294 ? joules : nil
  }

  /// The value of a name in `cpu=8,energy=1234,mem=32G`.
  private static func part(_ name: String, of tres: String) -> String {
    let parts = tres.split(separator: ",").filter { $0.hasPrefix(name + "=") }
    return parts.first.map { String($0.dropFirst(name.count + 1)) } ?? ""
  }

  private static func power(_ joules: Double?, _ tres: String, cpus: String) -> ImportedWork.Power {
    if let joules { return .joules(joules, of: "nodes") }
    let parts = tres.split(separator: ",").map { $0.split(separator: "=").map(String.init) }
      .filter { $0.count == 2 }
    let gpus = parts.first { $0[0] == "gres/gpu" }.flatMap { Double($0[1]) }
    let typed = parts.filter { $0[0].hasPrefix("gres/gpu:") }
    if typed.count == 1, let count = Double(typed[0][1]), count > 0 {
      return .accelerators(count, name: String(typed[0][0].dropFirst("gres/gpu:".count)))
    }
    if let gpus, gpus > 0 { return .accelerators(gpus, name: nil) }
    let cores = parts.first { $0[0] == "cpu" }.flatMap { Double($0[1]) } ?? Double(cpus)
    return cores.map { .cores($0) } ?? .unknown
  }

  /// `81234_7` is task 7 of the array 81234.
  private static func tags(_ id: String, state: String) -> [String: String] {
    var tags = ["slurm.job": id]
    if !state.isEmpty { tags["slurm.state"] = state }
    if let sign = id.firstIndex(of: "_") {
      tags["slurm.array"] = String(id[..<sign])
      tags["slurm.task"] = String(id[id.index(after: sign)...])
    }
    return tags
  }

  /// `0:0` is exit code and signal. What Slurm ended itself was sent SIGTERM first (scancel(1), sbatch(1)).
  private static func ending(_ text: String, state: String) -> (Int?, Int?) {
    let parts = text.split(separator: ":").map { Int($0) }
    if parts.count == 2, let signal = parts[1], signal > 0 { return (nil, signal) }
    switch state {
    case "COMPLETED": return (0, nil)
    case "CANCELLED", "TIMEOUT", "PREEMPTED", "DEADLINE": return (nil, 15)
    case "OUT_OF_MEMORY": return (nil, 9)
    case "FAILED", "BOOT_FAIL", "NODE_FAIL":
      let code = parts.first.flatMap(\.self) ?? 1
      return (code == 0 ? 1 : code, nil)
    case _: return (parts.first.flatMap(\.self), nil)
    }
  }

  /// The one node; nil where there is none or the job ran on several, whose list is not one machine.
  private static func host(_ nodes: String) -> String? {
    nodes.isEmpty || nodes.hasPrefix("None") ? nil : nodes
  }

  /// `1-02:03:04`, `02:03:04`, `03:04.5`.
  static func seconds(_ text: String) -> Double? {
    let halves = text.split(separator: "-", maxSplits: 1)
    let days = halves.count == 2 ? Double(halves[0]) : 0
    let parts = (halves.last ?? "").split(separator: ":").map { Double($0) }
    guard let days, (2...3).contains(parts.count), parts.allSatisfy({ $0 != nil }) else {
      return nil
    }
    return parts.compactMap(\.self).reduce(0) { $0 * 60 + $1 } + days * 86_400
  }
}
