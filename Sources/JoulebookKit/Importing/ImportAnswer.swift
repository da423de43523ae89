public import Accounting
import Importing
import Quantities
public import Reporting

/// What an import took, and what it did not, with line and reason.
public struct ImportAnswer: Answer {
  var isDry: Bool
  var sources: [Source] = []
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

  /// Files that one importer read.
  struct Source: Sendable {
    let importer: String
    let files: [String]
    let read: Int
    let taken: Int
    let leftOut: [String: Int]
    let notes: [String]
    private(set) var refused: [Refusal]
    let works: Int
    var booked: [String] = []
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
      works = batch.works.count
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
    entries.isEmpty && sources.allSatisfy({ $0.known == 0 }) ? .failed : .done
  }

  private static let shownRefusals = 10

  public func text(style: TextStyle) -> String {
    var lines: [String] = []
    for source in sources {
      let files = source.files.count == 1 ? source.files[0] : "\(source.files.count) files"
      lines.append(style.bold("\(source.importer): \(files.printable)"))
      lines.append(
        "  \(source.read) rows read, \(source.taken) taken, \(source.leftOut.values.reduce(0, +)) left out, "
          + "\(source.refused.filter { $0.line != nil }.count) refused")
      for (reason, count) in source.leftOut.sorted(by: { $0.key < $1.key }) {
        lines.append("  left out: \(count) × \(reason.printable)")
      }
      for refusal in source.refused.prefix(Self.shownRefusals) {
        let place = refusal.line.map { "\(refusal.path):\($0)" } ?? refusal.path
        lines.append(
          ("  refused: \(place): \(refusal.reason)").printable.wrapped(width: 98, indent: "    "))
      }
      let rest = source.refused.count - Self.shownRefusals
      if rest > 0 { lines.append("  and \(rest) refused more: --format json has all") }
      var sentence =
        "  \(source.works) runs found, \(source.booked.count) \(isDry ? "to be booked" : "booked")"
      if source.known > 0 { sentence += ", \(source.known) in the ledger already" }
      if source.parts > 0 { sentence += ", \(source.parts) of them as parts of other runs" }
      lines.append(sentence)
      lines += source.notes.map { style.note("  ! " + $0.printable) }
    }
    if !removed.isEmpty {
      lines.append(
        "\(removed.count) were removed from the ledger earlier and are not booked again.")
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
    return sum.total(sites)
  }

  private var total: String {
    let total = sum
    let runs = entries.count == 1 ? "1 run" : "\(entries.count) runs"
    guard !entries.isEmpty else { return isDry ? "Nothing to be booked." : "Nothing was booked." }
    let verb = isDry ? "to be booked" : "booked"
    return "\(runs) \(verb): \(total.energy.text), \(total.emissions.text); "
      + "\(total.byEvidence.mix.mixText)."
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    let total = sum
    try keys.encode(1, forKey: .schema)
    try keys.encode(isDry, forKey: .dryRun)
    try keys.encode(sources.map(SourceMessage.init), forKey: .sources)
    try keys.encode(entries.map(\.run.id), forKey: .booked)
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
    let works: Int
    let booked: [String]
    let alreadyBooked: Int
    let parts: Int
    let notes: [String]

    enum CodingKeys: String, CodingKey {
      case importer, files, refused, works, booked, parts, notes
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
