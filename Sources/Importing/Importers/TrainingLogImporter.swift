import Accounting
import Quantities

/// Logs of training jobs, by a pattern of the user's.
struct TrainingLogImporter: Importer {
  let name = "log"
  let summary =
    "logs of training jobs, by --pattern with the groups time, epoch or step, and metrics"

  func recognises(_ file: ImportFile) -> Bool {
    file.name.hasSuffix(".log") || file.name.hasSuffix(".txt") || file.name.hasSuffix(".out")
  }

  func read(_ files: [ImportFile], _ options: ImportOptions) throws(Problem) -> ImportBatch {
    var batch = ImportBatch()
    let pattern = try LogPattern(options.pattern)
    let time = try ImportTime(options)
    for file in files { try read(file, pattern, time, options, &batch) }
    return batch
  }

  private func read(
    _ file: ImportFile, _ pattern: LogPattern, _ time: ImportTime, _ options: ImportOptions,
    _ batch: inout ImportBatch
  ) throws(Problem) {
    var log = ScalarLog()
    var first: Double?
    var last = 0.0
    var count = 0.0
    for (index, line) in try file.text.split(separator: "\n", omittingEmptySubsequences: false)
      .enumerated()
    where !line.isEmpty {
      batch.read += 1
      guard let found = pattern.match(line) else {
        batch.leaveOut("lines without the pattern")
        continue
      }
      guard let text = found["time"], let moment = time.read(text) else {
        batch.refuse(file, index + 1, "`\(found["time"] ?? "")` is no time")
        continue
      }
      let wall = Double(moment.moment.nanoseconds) * 1e-9
      guard wall >= last else {
        batch.refuse(file, index + 1, "it is earlier than the line before")
        continue
      }
      if moment.isLocal, !time.isGiven { batch.note(ImportTime.note) }
      batch.taken += 1
      count += 1
      first = first ?? wall
      last = wall
      let step = (found["epoch"] ?? found["step"]).flatMap { Double($0) } ?? count
      for (name, text) in found where !["time", "epoch", "step"].contains(name) {
        if let value = Double(text) {
          log.add(name, wall: wall, step: step, value: value)
        } else {
          batch.refuse(file, index + 1, "`\(text)` is no number for \(name)")
        }
      }
    }
    guard
      var work = log.work(key: "", name: Self.stem(file), from: first) ?? bare(file, first, last)
    else {
      batch.note("\(file.path) has fewer than two lines with the pattern.")
      return
    }
    work.seconds = last - (first ?? last)
    work.key = "log \(work.name) \(work.started)"
    work.host = options.host ?? ""
    batch.works.append(work)
  }

  /// A log without metrics still says how long the work took.
  private func bare(_ file: ImportFile, _ first: Double?, _ last: Double) -> ImportedWork? {
    guard let first, last > first else { return nil }
    var log = ScalarLog()
    log.add("end", wall: last, step: 1, value: 1)
    guard var work = log.work(key: "", name: Self.stem(file), from: first) else { return nil }
    work.marks = []
    return work
  }

  private static func stem(_ file: ImportFile) -> String {
    let parts = file.name.split(separator: ".")
    return parts.count > 1 ? parts.dropLast().joined(separator: ".") : file.name
  }
}

/// A regular expression with named groups.
struct LogPattern {
  private let regex: Regex<AnyRegexOutput>
  private let names: [String]

  private static let example = #"(?<time>\S+ \S+) epoch (?<epoch>\d+) loss (?<loss>[0-9.]+)"#

  init(_ text: String?) throws(Problem) {
    guard let text else {
      throw Problem(
        "Training logs need a pattern.", why: "Each project writes its lines in its own way.",
        fix: "Write for example `--pattern '\(Self.example)'`.", exit: .usage)
    }
    guard let regex = try? Regex(text) else {
      throw Problem(
        "Cannot use the pattern `\(text)`.", why: "It is no regular expression.",
        fix: "Write for example `--pattern '\(Self.example)'`.", exit: .usage)
    }
    names = text.matches(of: /\(\?P?<([A-Za-z][A-Za-z0-9_]*)>/).map { String($0.output.1) }
    guard names.contains("time") else {
      throw Problem(
        "The pattern `\(text)` does not say where the time is.",
        why: "Without times nobody knows how long the work took.",
        fix: "Name a group: `(?<time>…)`.", exit: .usage)
    }
    self.regex = regex
  }

  /// The groups that are in the line, by name; nil where the pattern is not.
  func match(_ line: Substring) -> [String: String]? {
    guard let match = try? regex.firstMatch(in: line) else { return nil }
    return names.reduce(into: [:]) { found, name in
      if let text = match[name]?.substring { found[name] = String(text) }
    }
  }
}
