import Accounting
import Bookkeeping
import Importing
import Quantities

/// Finds work that is booked already under another name, so that no joule is booked twice.
///
/// The rule: two records of one Slurm job are one work. Work that was going on while a run was booked on the same machine
/// is taken for a part of it, unless both name their GPUs and have none in common, or both come from the same kind of
/// record, which tells its works apart by itself; logs of power are compared by GPU all the same.
struct ImportOverlap {
  private let byHost: [String: [Entry]]
  private let byJob: [String: Entry]
  private let byID: [String: Entry]

  init(ledger: Ledger, works: [ImportedWork]) throws(Problem) {
    guard let from = works.map(\.started).min(),
      let to = works.map({ $0.started + .seconds($0.seconds) }).max()
    else {
      (byHost, byJob, byID) = ([:], [:], [:])
      return
    }
    var query = LedgerQuery(until: to, omitsSpans: true)
    query.endedAfter = from
    // Runs of tables are looked at only where something can be in their way: where their machine is known.
    query.tables = .withHost
    let entries = try ledger.entries(query)
    var byHost: [String: [Entry]] = [:]
    for entry in entries {
      for host in Self.hosts(entry.run.host) { byHost[host, default: []].append(entry) }
    }
    self.byHost = byHost
    byJob = Dictionary(
      entries.compactMap { entry in entry.run.tags[LaunchTags.job].map { ($0, entry) } },
      uniquingKeysWith: { first, _ in first })
    var byID = Dictionary(entries.map { ($0.run.id, $0) }, uniquingKeysWith: { first, _ in first })
    var own = LedgerQuery(omitsSpans: true)
    own.ids = Set(works.map { ImportMaker.id($0) }).subtracting(byID.keys)
    for entry in try ledger.entries(own) { byID[entry.run.id] = entry }
    self.byID = byID
  }

  func booked(_ id: String) -> Entry? { byID[id] }

  /// The entry that has this work already; nil where none has.
  func holder(of entry: Entry, importer: String) -> Entry? {
    let run = entry.run
    if let job = run.tags[LaunchTags.job], let other = byJob[job], other.run.id != run.id,
      Self.share(run, other.run)
    {
      return other
    }
    let gpus = Self.gpus(run)
    return Self.hosts(run.host).lazy.flatMap { byHost[$0] ?? [] }.first { other in
      guard other.run.id != run.id, Self.share(run, other.run) else { return false }
      let others = Self.gpus(other.run)
      if !gpus.isEmpty, !others.isEmpty { return !gpus.isDisjoint(with: others) }
      return other.run.tags[ImportTags.source] != importer
    }
  }

  /// Both were going on at some moment; to the millisecond, as times are kept.
  private static func share(_ a: Run, _ b: Run) -> Bool {
    a.started < b.ended && b.started < a.ended
  }

  /// Names of GPUs that are the same everywhere.
  private static func gpus(_ run: Run) -> Set<String> {
    Set(run.devices.map(\.device.name).filter { $0.hasPrefix("GPU-") })
  }

  /// Short names of machines: `gpu[01-03,07].cluster` is four.
  static func hosts(_ text: String) -> [String] {
    var parts: [String] = []
    var depth = 0
    for character in text {
      if character == "[" { depth += 1 }
      if character == "]" { depth -= 1 }
      if character == ",", depth == 0 {
        parts.append("")
        continue
      }
      if parts.isEmpty { parts.append("") }
      parts[parts.count - 1].append(character)
    }
    return parts.flatMap(expanded).map { name in
      String(name.lowercased().prefix { $0 != "." })
    }.filter { !$0.isEmpty }
  }

  private static func expanded(_ name: String) -> [String] {
    guard let open = name.firstIndex(of: "["), let close = name.firstIndex(of: "]"), open < close
    else {
      return [name]
    }
    let (head, tail) = (name[..<open], name[name.index(after: close)...])
    return name[name.index(after: open)..<close].split(separator: ",").flatMap { part -> [String] in
      let ends = part.split(separator: "-")
      guard ends.count == 2, let first = Int(ends[0]), let last = Int(ends[1]), first <= last,
        last - first < 10_000
      else { return ["\(head)\(part)\(tail)"] }
      return (first...last).map { number in
        let digits = String(number)
        let zeros = String(repeating: "0", count: max(0, ends[0].count - digits.count))
        return "\(head)\(zeros)\(digits)\(tail)"
      }
    }
  }
}

/// Tags of entries that were not metered by `joulebook run`.
enum ImportTags {
  /// The importer that read the record.
  static let source = "imported"
  /// SHA-256 of the file that it was read from, by which the original is kept.
  static let file = "imported.sha256"
}
