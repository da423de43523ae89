public import Accounting
import Importing
import Quantities
public import Reporting

/// What an import took, and what it did not, with line and reason.
public struct ImportAnswer: Answer {
  var isDry: Bool
  var sources: [Source] = []
  /// Files that nothing was taken from, and why.
  var strangers: [ImportFiles.Stranger] = []
  /// What was booked in tables, and under which sites.
  private var tabled: [(sum: ExperimentSum, sites: [Int64: Site])] = []
  /// What was booked, or would be.
  var entries: [Entry] = []
  /// Ids that were removed from the ledger earlier.
  var removed: [String] = []
  var late: [String] = []
  private(set) var notes: [String] = []

  init(isDry: Bool) { self.isDry = isDry }

  mutating func note(_ more: [String]) {
    for note in more where !notes.contains(note) { notes.append(note) }
  }

  mutating func add(_ tables: ImportTables) {
    guard tables.counts.booked > 0 else { return }
    tabled.append((tables.sum, tables.sites))
  }

  /// A file as it was found.
  struct Original: Encodable, Sendable {
    let path: String
    let hash: String
    /// Where a copy of it lies; nil where none was to be made.
    let kept: String?

    enum CodingKeys: String, CodingKey {
      case path, kept
      case hash = "sha256"
    }
  }

  /// Files that one importer read.
  struct Source: Sendable {
    let importer: String
    let files: [String]
    let read: Int
    private(set) var taken: Int
    let leftOut: [String: Int]
    let notes: [String]
    private(set) var refused: [Refusal]
    /// Refused and repaired rows, listed or not.
    private(set) var refusedRows: Int
    let repairedRows: Int
    let repaired: [Refusal]
    var originals: [Original] = []
    private(set) var works: Int
    /// Runs that were booked one by one, by id; those in tables have no list.
    var booked: [String] = []
    private(set) var tabled = 0
    private(set) var removed = 0
    /// Works that were in the ledger already.
    var known = 0
    /// Works that are booked as a part of another run.
    var parts = 0

    init(importer: String, files: [String], _ batch: ImportBatch) {
      self.importer = importer
      self.files = files
      read = batch.read
      taken = batch.taken
      leftOut = batch.leftOut
      notes = batch.notes
      refused = batch.refused.map { Refusal(path: $0.path, line: $0.line, reason: $0.reason) }
      refusedRows = batch.refusedRows
      repairedRows = batch.repairedRows
      repaired = batch.repaired.map { Refusal(path: $0.path, line: $0.line, reason: $0.reason) }
      works = batch.works.count
    }

    mutating func take(_ tables: ImportTables) {
      let counts = tables.counts
      works += counts.booked + counts.known + counts.removed
      tabled = counts.booked
      known += counts.known
      removed = counts.removed
      for row in tables.refused {
        refused.append(Refusal(path: row.path, line: row.line, reason: row.reason))
        refusedRows += 1
        taken -= 1
      }
    }

    mutating func refuse(_ work: ImportedWork, _ reason: String) {
      refused.append(Refusal(path: "\(work.name), \(work.started)", line: nil, reason: reason))
    }

    struct Refusal: Encodable, Sendable {
      let path: String
      let line: Int?
      let reason: String
      enum CodingKeys: String, CodingKey {
        case path = "where"
        case line, reason
      }
    }
  }

  /// Nothing was taken although there was something to read.
  public var exit: ExitStatus {
    runs == 0 && sources.allSatisfy({ $0.known == 0 }) ? .failed : .done
  }

  private static let shownRefusals = 10
  private static let shownRepairs = 5
  private static let shownFiles = 3

  private func text(_ source: Source) -> [String] {
    var lines: [String] = []
    for original in source.originals.prefix(Self.shownFiles) {
      guard source.taken > 0, let kept = original.kept else { continue }
      lines.append("  kept: \(kept.printable)")
    }
    let more = source.originals.count - Self.shownFiles
    if more > 0, source.taken > 0, source.originals[0].kept != nil {
      lines.append("  and \(more) files more beside it: --format json has all")
    }
    return lines
  }

  /// Runs booked, or to be booked.
  private var runs: Int { entries.count + sources.reduce(0) { $0 + $1.tabled } }

  public func text(style: TextStyle) -> String {
    var lines: [String] = []
    for source in sources {
      let files = source.files.count == 1 ? source.files[0] : "\(source.files.count) files"
      lines.append(style.bold("\(source.importer): \(files.printable)"))
      lines.append(
        "  \(source.read) rows read, \(source.taken) taken"
          + (source.repairedRows > 0 ? " (\(source.repairedRows) of them repaired)" : "")
          + ", \(source.leftOut.values.reduce(0, +)) left out, \(source.refusedRows) refused")
      for (reason, count) in source.leftOut.sorted(by: { $0.key < $1.key }) {
        lines.append("  left out: \(count) × \(reason.printable)")
      }
      for repair in source.repaired.prefix(Self.shownRepairs) {
        lines.append(
          "  repaired: \(repair.path):\(repair.line ?? 0): \(repair.reason)".printable
            .wrapped(width: 98, indent: "    "))
      }
      let more = source.repairedRows - Self.shownRepairs
      if more > 0 { lines.append("  and \(more) repaired more: --format json has all") }
      for refusal in source.refused.prefix(Self.shownRefusals) {
        let place = refusal.line.map { "\(refusal.path):\($0)" } ?? refusal.path
        lines.append(
          ("  refused: \(place): \(refusal.reason)").printable.wrapped(width: 98, indent: "    "))
      }
      let rest =
        source.refusedRows + source.refused.count { $0.line == nil } - Self.shownRefusals
      if rest > 0 { lines.append("  and \(rest) refused more: --format json has all") }
      var sentence =
        "  \(source.works) runs found, \(source.booked.count + source.tabled) \(isDry ? "to be booked" : "booked")"
      if source.known > 0 { sentence += ", \(source.known) in the ledger already" }
      if source.parts > 0 { sentence += ", \(source.parts) of them as parts of other runs" }
      if source.tabled > 0 { sentence += ", \(source.tabled) of them in tables" }
      lines.append(sentence)
      lines += text(source)
      lines += source.notes.map { style.note("  ! " + $0.printable) }
    }
    for stranger in strangers.prefix(Self.shownRefusals) {
      lines.append(
        "not taken: \(stranger.path): \(stranger.reason)".printable.wrapped(
          width: 98, indent: "  "))
    }
    if strangers.count > Self.shownRefusals {
      lines.append(
        "and \(strangers.count - Self.shownRefusals) files more that were not taken: --format json has all"
      )
    }
    let removals = removed.count + sources.reduce(0) { $0 + $1.removed }
    if removals > 0 {
      lines.append(
        "\(removals) were removed from the ledger earlier and are not booked again.")
    }
    lines += notes.map { style.note("! " + $0.asSentence.printable) }
    lines.append(total)
    return lines.joined(separator: "\n") + "\n"
  }

  private var sum: ExperimentTotal {
    var sum = ExperimentSum()
    var sites: [Int64: Site] = [:]
    var numbers: [Site: Int64] = [:]
    for (index, entry) in entries.enumerated() {
      let number = numbers[entry.site] ?? Int64(numbers.count + 1)
      numbers[entry.site] = number
      sites[number] = entry.site
      sum.add(RunSummary(entry), number: Int64(index), site: number, partOf: nil)
    }
    return tabled.reduce(into: sum.total(sites)) { total, table in
      let more = table.sum.total(table.sites)
      total.energy = total.energy + more.energy
      total.emissions = total.emissions + more.emissions
      total.byEvidence += more.byEvidence
    }
  }

  private var total: String {
    guard runs > 0 else { return isDry ? "Nothing to be booked." : "Nothing was booked." }
    let total = sum
    let verb = isDry ? "to be booked" : "booked"
    return "\(runs == 1 ? "1 run" : "\(runs) runs") \(verb): \(total.energy.text), "
      + "\(total.emissions.text); \(total.byEvidence.mix.mixText)."
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    let total = sum
    try keys.encode(1, forKey: .schema)
    try keys.encode(isDry, forKey: .dryRun)
    try keys.encode(sources.map(SourceMessage.init), forKey: .sources)
    try keys.encode(entries.map(\.run.id), forKey: .booked)
    try keys.encode(runs, forKey: .runs)
    try keys.encode(strangers, forKey: .strangers)
    try keys.encode(removed, forKey: .removed)
    try keys.encode(total.energy.value.joules, forKey: .energy)
    try keys.encode(total.emissions.value.grams, forKey: .emissions)
    try keys.encode(
      Dictionary(
        uniqueKeysWithValues: total.byEvidence.mix.map { ($0.key.rawValue, $0.value) }),
      forKey: .mix)
    try keys.encode(notes, forKey: .notes)
  }

  enum CodingKeys: String, CodingKey {
    case schema, sources, booked, removed, notes
    case runs = "runs_booked"
    case strangers = "not_taken"
    case dryRun = "dry_run"
    case energy = "energy_joules"
    case emissions = "emissions_grams"
    case mix = "evidence_mix"
  }

  private struct SourceMessage: Encodable {
    let importer: String
    let files: [String]
    let rowsRead: Int
    let rowsTaken: Int
    let leftOut: [String: Int]
    let refused: [Source.Refusal]
    let rowsRefused: Int
    let rowsRepaired: Int
    let repaired: [Source.Refusal]
    let originals: [Original]
    let works: Int
    let booked: [String]
    let tabled: Int
    let alreadyBooked: Int
    let parts: Int
    let notes: [String]

    enum CodingKeys: String, CodingKey {
      case importer, files, refused, repaired, originals, works, booked, parts, notes
      case rowsRefused = "rows_refused"
      case rowsRepaired = "rows_repaired"
      case tabled = "booked_in_tables"
      case rowsRead = "rows_read"
      case rowsTaken = "rows_taken"
      case leftOut = "left_out"
      case alreadyBooked = "already_booked"
    }

    init(_ source: Source) {
      importer = source.importer
      files = source.files
      rowsRead = source.read
      rowsTaken = source.taken
      leftOut = source.leftOut
      refused = source.refused
      rowsRefused = source.refusedRows
      rowsRepaired = source.repairedRows
      repaired = source.repaired
      originals = source.originals
      tabled = source.tabled
      works = source.works
      booked = source.booked
      alreadyBooked = source.known
      parts = source.parts
      notes = source.notes
    }
  }
}

extension TextStyle {
  func note(_ text: String) -> String { self == .plain ? text : "\u{1B}[33m\(text)\u{1B}[0m" }
}
