import Accounting
package import Bookkeeping
import Quantities

/// What every ledger store promises. Hand in a way to make an empty store; get back the promises
/// that it breaks, none when it may be listed.
package struct LedgerStoreContract {
  private let makeStore: () throws -> any LedgerStore
  private var violations: [String] = []

  package static func violations(of makeStore: @escaping () throws -> any LedgerStore) -> [String] {
    var contract = LedgerStoreContract(makeStore)
    contract.check("an empty store has nothing and is sound") { store in
      try store.records(LedgerQuery()).isEmpty && store.damage().isEmpty
        && store.idlePower(machine: "m", device: "d", sensor: nil) == nil
    }
    contract.checkBooking()
    contract.checkQueries()
    contract.checkTags()
    contract.checkRestatement()
    contract.checkRemoval()
    contract.checkIdlePower()
    contract.checkSummaries()
    contract.checkPages()
    contract.checkTables()
    return contract.violations
  }

  private init(_ makeStore: @escaping () throws -> any LedgerStore) { self.makeStore = makeStore }

  mutating func check(
    _ promise: String, _ holds: (any LedgerStore) throws -> Bool
  ) {
    do {
      if try !holds(makeStore()) { violations.append(promise) }
    } catch {
      violations.append("\(promise): \(error)")
    }
  }

  private mutating func checkBooking() {
    let entry = SampleEntries.entry(tags: ["seed": "1"])
    check("an entry comes back equal") { store in
      let outcome = try store.apply(.book(entry))
      return try outcome == .done
        && store.records(LedgerQuery()).map(\.content) == [.entry(entry, damage: nil)]
    }
    check("times between two milliseconds do no harm") { store in
      var entry = entry
      entry.run.started = entry.run.started + .nanoseconds(123_456)
      _ = try store.apply(.book(entry))
      let record = try store.records(LedgerQuery()).first
      return record?.entry?.run.started == SampleEntries.start && record?.damage == nil
    }
    check("an entry booked twice is there once, as first booked") { store in
      _ = try store.apply(.book(entry))
      var altered = entry
      altered.run.name = "other"
      let outcome = try store.apply(.book(altered))
      return try outcome == .unchanged && store.records(LedgerQuery()).map(\.entry) == [entry]
    }
    check("a query without spans has the totals") { store in
      _ = try store.apply(.book(entry))
      let bare = try store.records(LedgerQuery(omitsSpans: true)).first?.entry
      return bare?.run.spans.isEmpty == true && bare?.run.devices == entry.run.devices
    }
  }

  private mutating func checkQueries() {
    let start = SampleEntries.start
    let early = SampleEntries.entry(id: "a1", name: "x", project: "p", tags: ["k": "1"])
    let late = SampleEntries.entry(
      id: "a2", name: "y", project: "q", tags: ["k": "2", "l": "1"], after: .seconds(9))
    func found(_ store: any LedgerStore, _ query: LedgerQuery) throws -> [String] {
      // Booked in the wrong order on purpose.
      _ = try store.apply(.book(late))
      _ = try store.apply(.book(early))
      return try store.records(query).map(\.id)
    }
    let cases: [(String, LedgerQuery, [String])] = [
      ("all, oldest first", LedgerQuery(), ["a1", "a2"]),
      ("newest first", LedgerQuery(order: .newestFirst), ["a2", "a1"]),
      ("a limit", LedgerQuery(limit: 1), ["a1"]),
      ("a project", LedgerQuery(project: "q"), ["a2"]),
      ("a name", LedgerQuery(name: "x"), ["a1"]),
      ("a tag", LedgerQuery(tags: ["k": "2"]), ["a2"]),
      ("all of several tags", LedgerQuery(tags: ["k": "1", "l": "1"]), []),
      ("since, inclusive", LedgerQuery(since: start + .seconds(9)), ["a2"]),
      ("until, exclusive", LedgerQuery(until: start + .seconds(9)), ["a1"]),
      ("the beginning of an id", LedgerQuery(idPrefix: "a"), ["a1", "a2"]),
      ("an id with wildcards", LedgerQuery(idPrefix: "%"), []),
      ("a pattern of names", nameLike("[xz]"), ["a1"]),
      ("one of several names", oneOf(["y", "z"]), ["a2"]),
      ("no name at all", oneOf([]), []),
      ("still going on after", endedAfter(start + .seconds(60)), ["a2"]),
      ("a word of the name", worded("Y"), ["a2"]), ("words of tags", worded("k=1 A1"), ["a1"]),
      ("words that are in no run together", worded("k=1 l=1"), []),
      ("a word with wildcards", worded("%"), []),
      ("an ending", ended([.done]), ["a1", "a2"]), ("another ending", ended([.killed]), []),
    ]
    for (name, query, expected) in cases {
      check("a query finds by \(name)") { try found($0, query) == expected }
    }
  }

  private func nameLike(_ glob: String) -> LedgerQuery {
    var query = LedgerQuery()
    query.nameGlob = glob
    return query
  }

  private func oneOf(_ names: Set<String>) -> LedgerQuery {
    var query = LedgerQuery()
    query.names = names
    return query
  }

  private func worded(_ words: String) -> LedgerQuery {
    var query = LedgerQuery()
    query.words = words
    return query
  }

  private func ended(_ endings: Set<RunSummary.Ending>) -> LedgerQuery {
    var query = LedgerQuery()
    query.endings = endings
    return query
  }

  private func endedAfter(_ moment: Timestamp) -> LedgerQuery {
    var query = LedgerQuery()
    query.endedAfter = moment
    return query
  }

  private mutating func checkTags() {
    let entry = SampleEntries.entry(tags: ["a": "1", "b": "2"])
    check("tags are set and taken off together") { store in
      _ = try store.apply(.book(entry))
      _ = try store.apply(.tag(id: entry.run.id, set: ["c": "3"], remove: ["a"]))
      let record = try store.records(LedgerQuery(tags: ["c": "3"])).first
      return try record?.entry?.run.tags == ["b": "2", "c": "3"] && record?.damage == nil
        && store.records(LedgerQuery(tags: ["a": "1"])).isEmpty
    }
    check("a tag of nothing is missing") { store in
      try store.apply(.tag(id: "none", set: ["a": "1"], remove: [])) == .missing
    }
  }

  private mutating func checkRestatement() {
    let entry = SampleEntries.entry()
    let site = Site(
      factor: entry.site.factor, pue: PUE(Estimate(exactly: Ratio(1.1)), origin: "better"),
      origin: entry.site.origin)
    let moment = SampleEntries.start
    check("a restated entry has the new site and keeps the old one") { store in
      _ = try store.apply(.book(entry))
      let outcome = try store.apply(.restate(id: entry.run.id, site: site, at: moment))
      let found = try store.records(LedgerQuery()).first?.entry
      return outcome == .done && found?.site == site
        && found?.restatements == [Entry.Restatement(site: entry.site, until: moment)]
    }
    check("an entry restated to what it is stays as it was") { store in
      _ = try store.apply(.book(entry))
      let outcome = try store.apply(.restate(id: entry.run.id, site: entry.site, at: moment))
      return try outcome == .unchanged && store.records(LedgerQuery()).first?.entry == entry
    }
    check("a missing entry is not restated") { store in
      try store.apply(.restate(id: "none", site: site, at: moment)) == .missing
    }
  }

  private mutating func checkRemoval() {
    let entry = SampleEntries.entry(tags: ["a": "1"])
    let tombstone = Tombstone(id: entry.run.id, removed: SampleEntries.start, reason: "a trial")
    check("a removed entry leaves a tombstone and stays away") { store in
      _ = try store.apply(.book(entry))
      let outcome = try store.apply(.remove(tombstone))
      let again = try store.apply(.book(entry))
      return try outcome == .done && again == .removed(tombstone)
        && store.records(LedgerQuery()).isEmpty
        && store.records(LedgerQuery(tags: ["a": "1"])).isEmpty
        && store.records(LedgerQuery(removed: true)).map(\.content) == [.removed(tombstone)]
    }
    check("what is not there is not removed") { store in
      try store.apply(.remove(tombstone)) == .missing
        && store.records(LedgerQuery(removed: true)).isEmpty
    }
  }

  private mutating func checkIdlePower() {
    func idle(_ watts: Double, _ evidence: Evidence, sensor: String = "s") -> IdlePower {
      IdlePower(
        machine: "m", device: "d", sensor: sensor,
        power: Estimate(.watts(watts), low: .watts(watts - 1), high: .watts(watts + 1)),
        evidence: evidence, seen: SampleEntries.start)
    }
    let cases: [(String, [IdlePower], IdlePower)] = [
      ("metered replaces modelled", [idle(5, .modelled), idle(9, .metered)], idle(9, .metered)),
      ("modelled leaves metered", [idle(9, .metered), idle(5, .modelled)], idle(9, .metered)),
      ("lower metered replaces higher", [idle(9, .metered), idle(8, .metered)], idle(8, .metered)),
      ("higher metered leaves lower", [idle(8, .metered), idle(9, .metered)], idle(8, .metered)),
      (
        "the best sensor answers", [idle(5, .modelled, sensor: "t"), idle(9, .metered)],
        idle(9, .metered)
      ),
    ]
    for (name, kept, expected) in cases {
      check("idle power: \(name)") { store in
        for idle in kept { _ = try store.apply(.keepIdlePower(idle)) }
        return try store.idlePower(machine: "m", device: "d", sensor: nil) == expected
          && store.idlePower(machine: "other", device: "d", sensor: nil) == nil
      }
    }
  }
}
