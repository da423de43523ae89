import Accounting
import Bookkeeping
import Quantities

extension LedgerStoreContract {
  /// A table of two kinds, and the entries that its rows stand for.
  static func table(_ count: Int = 6) -> RunTable {
    var table = RunTable()
    table.titles = ["alpha", "beta"]
    for kind in 0..<2 {
      let id = RunKey.id(1, at: SampleEntries.start)
      let components: [Component] = kind == 0 ? [.cpu, .gpu, .memory] : [.system]
      let devices = components.map { component in
        Run.DeviceRecord(
          device: Device(
            component: component, name: "\(component.rawValue) of \(id)", sensor: "tool",
            evidence: component == .gpu ? .metered : .modelled, sharing: .deviceProcesses,
            accuracy: Device.Accuracy(low: 0.9, high: 1.2)), total: Tally(), idlePower: .zero,
          idleEvidence: .assumed, idleOrigin: "", reserved: 1, shareNote: "as reported",
          exclusive: true, counter: nil)
      }
      var entry = SampleEntries.wholeMachine(id: id)
      entry.run.project = "tables"
      entry.run.tags = ["kind": "\(kind)"]
      entry.run.exitCode = kind == 0 ? nil : 0
      entry.run.host = kind == 0 ? "" : "node-1"
      entry.run.devices = devices
      entry.run.spans = [
        Run.Span(start: 0, end: 60, tallies: devices.map { _ in Tally() })
      ]
      var figure = ReportedFigure(tool: "tool")
      figure.energyJoules = 1
      figure.emissionsGrams = 1
      entry.reported = figure
      _ = table.add(entry)
    }
    for index in 0..<count {
      let kind = Int32(index % 2)
      table.rows.append(
        RunTable.Row(
          key: RunKey.hash("row \(index)"),
          started: SampleEntries.start.nanoseconds + Int64(index) * 7_000_000_000,
          seconds: 10 + Double((index * 5) % 7),
          joules: kind == 0 ? SIMD4(10, 20 + Double(index), 3, 0) : SIMD4(50, 0, 0, 0),
          energy: 100 + Double(index), grams: 5, name: SIMD2(UInt64(index + 1), 7), kind: kind,
          title: Int32((index / 2) % 2), line: Int32(index + 2)))
    }
    return table
  }

  mutating func checkTables() {
    let table = Self.table()
    let entries = table.rows.indices.map { table.entry($0) }
    check("a row of a table is the run that its entry is") { store in
      let outcomes = try Ledger(store: store).book(table)
      return try outcomes.allSatisfy { $0 == .booked }
        && store.records(LedgerQuery()).map(\.content) == entries.map { .entry($0, damage: nil) }
        && store.damage().isEmpty
    }
    check("a table booked twice is there once, and so is a run of its own") { store in
      let ledger = Ledger(store: store)
      try ledger.book(entries[2])
      let dry = try ledger.book(table, isDry: true)
      guard try store.records(LedgerQuery()).count == 1 else { return false }
      let first = try ledger.book(table)
      let second = try ledger.book(table)
      let again = try ledger.book(entries[1])
      let expected = table.rows.indices.map { $0 == 2 ? RowOutcome.known : .booked }
      return try first == expected && dry == expected && second.allSatisfy { $0 == .known }
        && again == .unchanged && Set(ledger.entries()) == Set(entries)
    }
    check("rows of one table with one key are one run") { store in
      var twice = table
      twice.rows.append(table.rows[0])
      return try Ledger(store: store).book(twice).last == .known
        && store.records(LedgerQuery()).count == table.rows.count
    }
    check("a run of a table takes tags and sites as any other") { store in
      let ledger = Ledger(store: store)
      _ = try ledger.book(table)
      let tagged = try ledger.tag(entries[3].run.id, set: ["seen": "yes"])
      let moved = try ledger.restate(
        entries[4].run.id, site: Self.summaryEntries[2].site, at: SampleEntries.start)
      var expected = entries
      expected[3].run.tags["seen"] = "yes"
      expected[4] = moved
      return try tagged == expected[3] && moved.restatements?.count == 1
        && ledger.entries() == expected && store.damage().isEmpty
    }
    check("a run that was removed from a table stays removed") { store in
      let ledger = Ledger(store: store)
      _ = try ledger.book(table)
      try ledger.remove(entries[5].run.id, reason: "a trial", at: SampleEntries.start)
      let again = try ledger.book(table)
      return try again.last == .removed && ledger.entries() == Array(entries.dropLast())
        && store.records(LedgerQuery(removed: true)).count == 1
    }
    checkTableQueries(table, entries)
    checkTableSums(table)
  }

  private mutating func checkTableQueries(_ table: RunTable, _ entries: [Entry]) {
    let ids = entries.map(\.run.id)
    var some = LedgerQuery()
    some.ids = [ids[1], ids[4], "elsewhere"]
    var hosted = LedgerQuery()
    hosted.tables = .withHost
    var none = LedgerQuery()
    none.tables = .omitted
    var glob = LedgerQuery()
    glob.nameGlob = "[b]*"
    var names = LedgerQuery()
    names.names = ["alpha", "other"]
    var words = LedgerQuery()
    words.words = "BETA kind=1"
    var inID = LedgerQuery()
    inID.words = String(ids[2].suffix(6))
    var ended = LedgerQuery()
    ended.endings = [.done]
    var late = LedgerQuery()
    late.endedAfter = entries[3].run.ended
    var child = LedgerQuery()
    child.parent = ids[0]
    let start = SampleEntries.start
    let queries: [(String, LedgerQuery, (Entry) -> Bool)] = [
      ("all", LedgerQuery(), { _ in true }),
      ("ids", some, { [ids[1], ids[4]].contains($0.run.id) }),
      ("a known machine", hosted, { !$0.run.host.isEmpty }), ("no table", none, { _ in false }),
      ("a pattern", glob, { $0.run.name == "beta" }), ("names", names, { $0.run.name == "alpha" }),
      ("a name", LedgerQuery(name: "beta"), { $0.run.name == "beta" }),
      ("a project", LedgerQuery(project: "tables"), { _ in true }),
      ("another project", LedgerQuery(project: "other"), { _ in false }),
      ("a tag", LedgerQuery(tags: ["kind": "1"]), { $0.run.tags["kind"] == "1" }),
      ("words", words, { $0.run.name == "beta" && $0.run.tags["kind"] == "1" }),
      ("letters of an id", inID, { $0.run.id == ids[2] }),
      ("an ending", ended, { $0.run.exitCode == 0 }),
      ("still going on", late, { $0.run.ended > entries[3].run.ended }),
      ("a parent", child, { _ in false }),
      (
        "since", LedgerQuery(since: start + .seconds(14)),
        { $0.run.started >= start + .seconds(14) }
      ),
      (
        "until", LedgerQuery(until: start + .seconds(14)), { $0.run.started < start + .seconds(14) }
      ),
      ("an id", LedgerQuery(idPrefix: ids[3]), { $0.run.id == ids[3] }),
      ("the beginning of ids", LedgerQuery(idPrefix: String(ids[3].prefix(8))), { _ in true }),
    ]
    for (name, query, isFound) in queries {
      check("runs of a table are found by \(name)") { store in
        _ = try Ledger(store: store).book(table)
        return try store.records(query).map(\.id) == entries.filter(isFound).map(\.run.id)
      }
    }
    check("runs of tables and others are in one order, and limited together") { store in
      let own = SampleEntries.entry(id: "own", after: .seconds(10))
      _ = try store.apply(.book(own))
      _ = try Ledger(store: store).book(table)
      let found = try store.records(LedgerQuery(limit: 3)).map(\.id)
      let newest = try store.records(LedgerQuery(limit: 2, order: .newestFirst)).map(\.id)
      return found == [ids[0], ids[1], "own"] && newest == [ids[5], ids[4]]
    }
  }

  private mutating func checkTableSums(_ table: RunTable) {
    func filled(_ store: any LedgerStore) throws {
      for entry in Self.summaryEntries { _ = try store.apply(.book(entry)) }
      _ = try Ledger(store: store).book(table)
      _ = try store.apply(.tag(id: table.entry(1).run.id, set: ["sweep": "lr"], remove: []))
    }
    for (name, grouping) in [
      ("nothing", nil), ("a tag", .tag("kind")), ("names", .name), ("projects", .project),
    ] as [(String, RunGrouping?)] {
      check("sums over tables by \(name) are those of their entries") { store in
        try filled(store)
        return try Self.agree(store, LedgerQuery(), grouping)
      }
    }
    for sort in RunSort.allCases {
      for descends in [true, false] {
        check(
          "pages with tables by \(sort.rawValue), \(descends ? "down" : "up"), are those of the entries"
        ) { store in
          try filled(store)
          return try Self.agree(
            store, PageQuery(LedgerQuery(), sort: sort, descends: descends, limit: 3),
            runs: table.rows.count + Self.summaryEntries.count, numbered: false)
        }
      }
    }
  }
}
