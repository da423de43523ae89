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

  /// From so many rows on, runs that are alike are kept as a table.
  package static let tabledFrom = 1000

  /// Takes past work into the ledger from what other tools recorded.
  public func importRecords(_ request: ImportRequest) throws(Problem) -> ImportAnswer {
    try importRecords(request, tabledFrom: Self.tabledFrom)
  }

  package func importRecords(
    _ request: ImportRequest, tabledFrom limit: Int
  ) throws(Problem) -> ImportAnswer {
    var flags = SettingsFlags()
    flags.project = request.project
    flags.region = request.region
    flags.pue = request.pue
    let settings = try Settings.resolve(
      flags: flags, environment: environment, directory: directory)
    let options = try ImportOptions(request)
    let files = try ImportFiles(request)
    let originals = ImportOriginals(ledgerPath: try ledgerPath())
    var hashes: [String: String] = [:]
    for file in files.groups.values.joined() {
      hashes[file.path] = try ImportOriginals.hash(file)
    }
    let ledger = try ledger()
    let maker = try ImportMaker(
      request, settings: settings, version: Version.text, year: SystemClock.wall().year,
      originals: hashes)
    var answer = ImportAnswer(isDry: request.isDry)
    answer.strangers = files.strangers
    var pending: [(source: ImportAnswer.Source, works: [ImportedWork])] = []
    for importer in Importers.all {
      guard var group = files.groups[importer.name] else { continue }
      var tables = ImportTables(
        maker, ledger, importer: importer.name, isDry: request.isDry)
      var batch: ImportBatch
      if let rows = importer as? any RowImporter {
        batch = try Self.read(rows, group, options, limit, &tables)
      } else {
        batch = try Self.read(importer, &group, options, isAlone: files.groups.count == 1, &answer)
        if group.isEmpty { continue }
      }
      if group.count == 1 {
        for index in batch.works.indices where batch.works[index].sources.isEmpty {
          batch.works[index].sources = [group[0].path]
        }
      }
      var source = ImportAnswer.Source(importer: importer.name, files: group.map(\.path), batch)
      source.take(tables)
      answer.note(tables.notes)
      answer.add(tables)
      source.originals = group.map { file in
        let hash = hashes[file.path] ?? ""
        return ImportAnswer.Original(
          path: file.path, hash: hash, kept: request.isDry ? nil : originals.path(hash))
      }
      pending.append((source, batch.works))
    }
    let years = pending.flatMap { $0.works.map(\.started.year) }
    let single = try ImportMaker(
      request, settings: settings, version: Version.text,
      year: years.max() ?? SystemClock.wall().year, originals: hashes)
    try book(pending, single, ledger, request, &answer)
    if !request.isDry {
      for source in answer.sources where source.taken > 0 {
        for original in source.originals { try originals.keep(original.path, original.hash) }
      }
    }
    return answer
  }

  /// Reads files of one kind. One that cannot be read as a whole is named, and hides no other.
  private static func read(
    _ importer: any Importer, _ files: inout [ImportFile], _ options: ImportOptions, isAlone: Bool,
    _ answer: inout ImportAnswer
  ) throws(Problem) -> ImportBatch {
    do throws(Problem) {
      return try importer.read(files, options)
    } catch {
      if files.count == 1, isAlone { throw error }
    }
    var batch = ImportBatch()
    var readable: [ImportFile] = []
    for file in files {
      do throws(Problem) {
        batch.add(try importer.read([file], options))
        readable.append(file)
      } catch {
        answer.strangers.append(
          ImportFiles.Stranger(path: file.path, reason: "\(error.what) \(error.why) \(error.fix)"))
      }
    }
    files = readable
    return batch
  }

  /// Reads rows; many are booked on the way, few are handed back as pieces of work.
  private static func read(
    _ importer: any RowImporter, _ files: [ImportFile], _ options: ImportOptions, _ limit: Int,
    _ tables: inout ImportTables
  ) throws(Problem) -> ImportBatch {
    var held: ImportedRows?
    var isMany = false
    var batch = try importer.rows(of: files, options, atOnce: RunTable.mostRows) {
      rows throws(Problem) in
      if let first = held {
        held = nil
        isMany = true
        try tables.book(first)
      }
      if isMany || rows.rows.count > limit {
        isMany = true
        try tables.book(rows)
      } else {
        held = rows
      }
    }
    if let held {
      batch.works = held.rows.indices.map { held.work($0) }
    }
    batch.works += tables.single
    return batch
  }

  /// Books pieces of work one by one, as far as no other run holds them.
  private func book(
    _ pending: [(source: ImportAnswer.Source, works: [ImportedWork])], _ maker: ImportMaker,
    _ ledger: Ledger, _ request: ImportRequest, _ answer: inout ImportAnswer
  ) throws(Problem) {
    let overlap = try ImportOverlap(ledger: ledger, works: pending.flatMap(\.works))
    var entries: [Entry] = []
    var seen: Set<String> = []
    for (source, works) in pending {
      var source = source
      let importer = source.importer
      for work in works {
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
        if entry.run.host.isEmpty { answer.note([Self.hostless]) }
        source.booked.append(entry.run.id)
        entries.append(entry)
      }
      answer.sources.append(source)
    }
    try book(entries, in: ledger, &answer, isDry: request.isDry)
    if answer.sources.contains(where: { $0.tabled > 0 }), request.host == nil {
      answer.note([Self.hostless])
    }
  }

  private static let hostless =
    "Some records name no machine, so whether a metered run has the same work could not be checked; give --host."

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
