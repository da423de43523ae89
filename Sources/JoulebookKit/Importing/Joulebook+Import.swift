public import Accounting
import Bookkeeping
import Importing
import Metering
import Quantities
import ReferenceData

extension Joulebook {
  /// Kinds of record that can be read, for help.
  public static func importers() -> [(name: String, summary: String)] {
    Importers.all.map { ($0.name, $0.summary) }
  }

  /// Takes past work into the ledger from what other tools recorded.
  public func resurrect(_ request: ImportRequest) throws(Problem) -> ImportAnswer {
    var flags = SettingsFlags()
    flags.project = request.project
    flags.region = request.region
    flags.pue = request.pue
    let settings = try Settings.resolve(
      flags: flags, environment: environment, directory: directory)
    let batches = try Self.batches(request)
    let ledger = try ledger()
    let works = batches.flatMap(\.batch.works)
    let maker = try ImportMaker(
      request, settings: settings, version: Version.text,
      year: works.map(\.started.year).max() ?? SystemClock.wall().year)
    let overlap = try ImportOverlap(ledger: ledger, works: works)
    var answer = ImportAnswer(isDry: request.isDry)
    var entries: [Entry] = []
    var seen: Set<String> = []
    for (importer, files, batch) in batches {
      var source = ImportAnswer.Source(importer: importer, files: files, batch)
      for work in batch.works {
        let made: (entry: Entry, notes: [String])
        do throws(Problem) {
          made = try maker.entry(work, importer: importer)
        } catch {
          source.refuse(work, "\(error.what) \(error.fix)")
          continue
        }
        answer.note(made.notes)
        var entry = made.entry
        if let booked = overlap.booked(entry.run.id) {
          source.known += 1
          if abs(booked.run.seconds - entry.run.seconds) > 0.001 {
            source.refuse(
              work,
              "it is in the ledger with another length; `joulebook rm \(booked.run.id)` takes that out for good"
            )
          }
          continue
        }
        guard seen.insert(entry.run.id).inserted else {
          source.known += 1
          continue
        }
        if let holder = overlap.holder(of: entry, importer: importer) {
          guard request.overlap == .part, let part = Self.part(entry, of: holder) else {
            source.refuse(work, Self.reason(holder, isAsked: request.overlap == .part))
            continue
          }
          entry = part
          source.parts += 1
        }
        if entry.run.host.isEmpty {
          answer.note([
            "Some records name no machine, so whether a metered run has the same work could not be checked; give --host."
          ])
        }
        source.booked.append(entry.run.id)
        entries.append(entry)
      }
      answer.sources.append(source)
    }
    try book(entries, in: ledger, &answer, isDry: request.isDry)
    return answer
  }

  private func book(
    _ entries: [Entry], in ledger: Ledger, _ answer: inout ImportAnswer, isDry: Bool
  ) throws(Problem) {
    answer.entries = entries
    guard !isDry else { return }
    let size = 1000
    for start in stride(from: 0, to: entries.count, by: size) {
      let chunk = Array(entries[start..<min(start + size, entries.count)])
      for (entry, outcome) in zip(chunk, try ledger.book(chunk)) {
        switch outcome {
        case .done: break
        case .removed: answer.removed.append(entry.run.id)
        // Another import was faster.
        case .unchanged, .missing, .each: answer.late.append(entry.run.id)
        }
      }
    }
    let lost = Set(answer.removed + answer.late)
    answer.entries.removeAll { lost.contains($0.run.id) }
  }

  /// Files by the importer that reads them.
  private static func batches(
    _ request: ImportRequest
  ) throws(Problem) -> [(importer: String, files: [String], batch: ImportBatch)] {
    var options = ImportOptions()
    options.timeZone = request.timeZone
    options.pattern = request.pattern
    options.host = request.host
    options.date = request.date
    for pair in request.columns {
      guard let sign = pair.firstIndex(of: "="), sign > pair.startIndex else {
        throw Problem(
          "Cannot read the column `\(pair)`.", why: "It is written `what=Heading`.",
          fix: "Write for example `--column start=Date`.", exit: .usage)
      }
      options.columns[String(pair[..<sign])] = String(pair[pair.index(after: sign)...])
    }
    let files = try ImportFile.all(at: request.paths)
    let named = try request.from.map { name throws(Problem) in try Importers.named(name) }
    var groups: [String: [ImportFile]] = [:]
    for file in files {
      if let named {
        groups[named.name, default: []].append(file)
      } else if let found = Importers.all.first(where: { $0.recognises(file) }) {
        groups[found.name, default: []].append(file)
      } else if request.paths.contains(file.path) {
        throw Problem(
          "Cannot tell what `\(file.path)` is.",
          why: "None of \(Importers.all.map(\.name).joined(separator: ", ")) knows it.",
          fix: "Say what reads it: `--from NAME`.", exit: .usage)
      }
    }
    guard !groups.isEmpty else {
      throw Problem(
        "There is nothing to read in \(request.paths.map { "`\($0)`" }.joined(separator: ", ")).",
        why: "No file in it is one that an importer knows.",
        fix: "Say what reads it: `--from NAME`.",
        exit: .usage)
    }
    var batches: [(importer: String, files: [String], batch: ImportBatch)] = []
    for importer in Importers.all {
      guard let files = groups[importer.name] else { continue }
      batches.append((importer.name, files.map(\.path), try importer.read(files, options)))
    }
    return batches
  }

  /// The work as a part of the run that holds it; nil where it goes beyond that run or that is a part itself.
  private static func part(_ entry: Entry, of holder: Entry) -> Entry? {
    let slack = Duration.seconds(1)
    guard holder.run.parent == nil, entry.run.started + slack >= holder.run.started,
      entry.run.ended <= holder.run.ended + slack, entry.run.started < holder.run.ended
    else { return nil }
    var part = entry
    part.run.parent = holder.run.id
    part.run.machine = holder.run.machine
    return part
  }

  private static func reason(_ holder: Entry, isAsked: Bool) -> String {
    let run = holder.run
    let how = run.tags[ImportTags.source].map { "taken from \($0)" } ?? "metered"
    let what = "run \(run.id) (\(run.name)), \(how), was booked on this machine at the same time"
    return isAsked
      ? "\(what), and it is not wholly within that run"
      : "\(what); `--overlap part` books it as a part of that run"
  }
}
