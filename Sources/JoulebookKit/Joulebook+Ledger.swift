public import Accounting
package import Bookkeeping
public import Quantities
public import Reporting

/// Which runs a verb is about. What is nil or empty holds for all.
public struct RunFilter: Hashable, Sendable {
  public var project: String?
  public var tags: [String: String]
  public var since: Timestamp?
  public var until: Timestamp?
  public var name: String?
  /// Words, each somewhere in name, project, id or tags; capital or small is the same.
  public var words: String?
  public var endings: Set<RunSummary.Ending>?

  public init(
    project: String? = nil, tags: [String: String] = [:], since: Timestamp? = nil,
    until: Timestamp? = nil, name: String? = nil, words: String? = nil,
    endings: Set<RunSummary.Ending>? = nil
  ) {
    self.project = project
    self.tags = tags
    self.since = since
    self.until = until
    self.name = name
    self.words = words
    self.endings = endings
  }

  var query: LedgerQuery {
    var query = LedgerQuery(
      project: project, name: name, tags: tags, since: since, until: until)
    query.words = words
    query.endings = endings
    return query
  }
}

extension Joulebook {
  /// Where this environment and its configuration keep the ledger.
  public func ledgerPath() throws(Problem) -> String {
    if let served { return served.path }
    let settings = try Settings.resolve(
      flags: SettingsFlags(), environment: environment, directory: directory)
    return settings.ledgerPath?.value ?? Ledger.defaultPath(environment: environment)
  }

  /// The ledger, for the verbs over it, once it has taken in what a crash left behind.
  package func ledger(patience: Duration = .seconds(5)) throws(Problem) -> Ledger {
    if let served { return served.ledger() }
    let path = try ledgerPath()
    let ledger = Ledger(path: path, patience: patience)
    for sentence in JournalRecovery(ledgerPath: path, ledger: ledger).takeIn() { notify(sentence) }
    return ledger
  }

  /// The receipt of the run that `reference` means: `last`, an id or its beginning, a name.
  /// - Parameter catalogue: the version whose factors are used; as booked when it is nil.
  public func show(
    _ reference: String, catalogue: String? = nil
  ) throws(Problem) -> RunAnswer {
    RunAnswer(try view(try ledger().entry(reference), version: catalogue))
  }

  /// Sets and takes off tags of a run.
  public func tag(
    _ reference: String, set: [String: String], remove: Set<String>
  ) throws(Problem) -> TagAnswer {
    for key in set.keys where key.isEmpty {
      throw Problem(
        "Cannot set a tag without a key.", why: "A tag is written `key=value`.",
        fix: "Write `joulebook tag \(reference) key=value`.", exit: .usage)
    }
    let entry = try ledger().tag(reference, set: set, remove: remove)
    return TagAnswer(id: entry.run.id, tags: entry.run.tags)
  }

  /// The run that `reference` means, damaged or not: enough to ask whether to remove it.
  public func find(_ reference: String) throws(Problem) -> FoundRun {
    let record = try ledger().record(reference)
    if case .removed = record.content { _ = try ledger().entry(record.id) }
    let run = record.entry?.run
    return FoundRun(
      id: record.id, description: run.map { "run \($0.id) (\($0.name))" } ?? "run \(record.id)")
  }

  /// Removes a run by its whole id; a tombstone with the reason stays.
  public func remove(
    id: String, reason: String, at moment: Timestamp
  ) throws(Problem) -> RemovalAnswer {
    try ledger().remove(id, reason: reason, at: moment)
    return RemovalAnswer(id: id, reason: reason)
  }
}

/// A run that was found, in a few words.
public struct FoundRun: Hashable, Sendable {
  public let id: String
  public let description: String
}

/// One run: its receipt.
public struct RunAnswer: Answer {
  public let entry: Entry
  public var receipt: Receipt { Receipt(entry) }

  public init(_ entry: Entry) { self.entry = entry }

  public func text(style: TextStyle) -> String { ReceiptText(entry, style: style).text }
  public func encode(to encoder: any Encoder) throws { try receipt.encode(to: encoder) }
}

/// The tags of a run after a change.
public struct TagAnswer: Answer {
  public let schema = 1
  public let id: String
  public let tags: [String: String]

  enum CodingKeys: String, CodingKey { case schema, id, tags }

  public func text(style: TextStyle) -> String {
    let all = tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return "\(id): \(all.isEmpty ? "no tags" : all.joined(separator: " "))\n"
  }
}

/// A run that was removed.
public struct RemovalAnswer: Answer {
  public let schema = 1
  public let id: String
  public let reason: String

  enum CodingKeys: String, CodingKey { case schema, id, reason }

  public func text(style: TextStyle) -> String {
    "Removed run \(id). Its id stays in the ledger, so that it is not booked again.\n"
  }
}
