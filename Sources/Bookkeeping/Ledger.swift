package import Accounting
package import Quantities

/// Keeps entries for ever and finds them again. Making one touches nothing on disk.
package struct Ledger: Sendable {
  let store: any LedgerStore

  package init(store: any LedgerStore) { self.store = store }

  /// The ledger at `path`, waiting for other writers as long as `patience`.
  package init(path: String, patience: Duration = .seconds(5)) {
    store = SQLiteLedgerStore(LedgerLocation(path: path, patience: patience))
  }

  /// `JOULEBOOK_LEDGER`, else `joulebook/ledger.sqlite` under `XDG_DATA_HOME`, else under
  /// `~/.local/share`. A relative `XDG_DATA_HOME` is ignored, as its specification asks.
  package static func defaultPath(environment: [String: String]) -> String {
    if let path = environment["JOULEBOOK_LEDGER"], !path.isEmpty { return path }
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
      return data + "/joulebook/ledger.sqlite"
    }
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "."
    return home + "/.local/share/joulebook/ledger.sqlite"
  }

  /// Books an entry once, however often it is handed in. Says whether it was there already, or was
  /// removed earlier and therefore refused.
  @discardableResult
  package func book(_ entry: Entry) throws(Problem) -> LedgerOutcome {
    try store.apply(.book(entry))
  }

  /// Books many entries in one transaction; says for each what became of it.
  package func book(_ entries: [Entry]) throws(Problem) -> [LedgerOutcome] {
    guard case .each(let outcomes) = try store.apply(.bookAll(entries)) else { return [] }
    return outcomes
  }

  /// What entries come to, for sums over very many.
  package var summaries: any SummaryStore {
    store as? any SummaryStore ?? EntrySummaries(store: store)
  }

  /// Pages of runs in any order.
  package var pages: any PageStore { store as? any PageStore ?? EntryPages(store: store) }

  package func records(_ query: LedgerQuery = LedgerQuery()) throws(Problem) -> [LedgerRecord] {
    try store.records(query)
  }

  /// The entries that can be read; `records` also has those that cannot.
  package func entries(_ query: LedgerQuery = LedgerQuery()) throws(Problem) -> [Entry] {
    try store.records(query).compactMap(\.entry)
  }

  /// The one entry that `reference` means: `last`, an id, the beginning of just one id, or a name
  /// that just one run has.
  package func entry(_ reference: String) throws(Problem) -> Entry {
    let record = try record(reference)
    switch record.content {
    case .entry(let entry, _): return entry
    case .unreadable(let reason):
      throw Problem(
        "Cannot read run \(record.id).", why: "Its entry is damaged: \(reason).",
        fix: "Run `joulebook check` to see what else is damaged.")
    case .removed(let tombstone):
      throw Problem(
        "Run \(record.id) was removed.",
        why: "On \(tombstone.removed): \(tombstone.reason).",
        fix: "Run `joulebook list` to see the runs that are there.")
    }
  }

  package func record(_ reference: String) throws(Problem) -> LedgerRecord {
    if reference == "last" {
      guard let last = try records(LedgerQuery(limit: 1, order: .newestFirst)).first else {
        throw Problem(
          "There is no last run.", why: "The ledger is empty.",
          fix: "Meter one: `joulebook run -- COMMAND`.")
      }
      return last
    }
    let byID = try records(LedgerQuery(idPrefix: reference, limit: Self.shownCandidates + 1))
    if let exact = byID.first(where: { $0.id == reference }) { return exact }
    let named = try records(LedgerQuery(name: reference, limit: Self.shownCandidates + 1))
    // A name wins over the beginning of an id: it was given by a person.
    let candidates = named.isEmpty && !reference.isEmpty ? byID : named
    if candidates.count == 1 { return candidates[0] }
    if candidates.isEmpty, !reference.isEmpty,
      let removed = try records(LedgerQuery(idPrefix: reference, limit: 1, removed: true)).first
    {
      return removed
    }
    throw candidates.isEmpty ? Self.none(reference) : Self.ambiguous(reference, candidates)
  }

  /// Sets and takes off tags of the entry that `reference` means; returns it as it is then.
  package func tag(
    _ reference: String, set: [String: String], remove: Set<String> = []
  ) throws(Problem) -> Entry {
    let id = try entry(reference).run.id
    _ = try store.apply(.tag(id: id, set: set, remove: remove))
    return try entry(id)
  }

  /// Takes tags off; returns the entry as it is then.
  package func untag(_ reference: String, _ keys: Set<String>) throws(Problem) -> Entry {
    try tag(reference, set: [:], remove: keys)
  }

  /// Removes one entry by its whole id and keeps a tombstone with the reason.
  package func remove(_ id: String, reason: String, at moment: Timestamp) throws(Problem) {
    let outcome = try store.apply(.remove(Tombstone(id: id, removed: moment, reason: reason)))
    switch outcome {
    case .done, .unchanged, .removed, .each: return
    case .missing: throw Self.none(id)
    }
  }

  /// Puts another site in place of the entry's of that id and keeps the old one; returns it as it is then.
  package func restate(_ id: String, site: Site, at moment: Timestamp) throws(Problem) -> Entry {
    let outcome = try store.apply(.restate(id: id, site: site, at: moment))
    if case .missing = outcome { throw Self.none(id) }
    return try entry(id)
  }

  package func idlePower(
    machine: String, device: String, sensor: String? = nil
  ) throws(Problem) -> IdlePower? {
    try store.idlePower(machine: machine, device: device, sensor: sensor)
  }

  package func keepIdlePower(_ idle: IdlePower) throws(Problem) {
    _ = try store.apply(.keepIdlePower(idle))
  }

  /// What is wrong with the ledger as a file; empty when sound.
  package func damage() throws(Problem) -> [String] { try store.damage() }

  private static let shownCandidates = 8

  private static func none(_ reference: String) -> Problem {
    Problem(
      "There is no run `\(reference)`.",
      why: "No id begins with it and no run has this name.",
      fix: "Run `joulebook list --all` to see the runs that are there.", exit: .usage)
  }

  private static func ambiguous(_ reference: String, _ candidates: [LedgerRecord]) -> Problem {
    let shown = candidates.prefix(shownCandidates).map { record in
      record.entry.map { "\(record.id) (\($0.run.name), \($0.run.started))" } ?? record.id
    }
    let more = candidates.count > shownCandidates ? ", and more" : ""
    return Problem(
      "`\(reference)` means more than one run.",
      why: "It fits \(shown.joined(separator: ", "))\(more).",
      fix: "Give more of the id, or `last` for the newest run.", exit: .usage)
  }
}
