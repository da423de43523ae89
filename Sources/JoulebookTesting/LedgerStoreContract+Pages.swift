import Accounting
import Bookkeeping
import Quantities

extension LedgerStoreContract {
  mutating func checkPages() {
    for sort in RunSort.allCases {
      for descends in [true, false] {
        let order = "\(sort.rawValue), \(descends ? "descending" : "ascending")"
        check("pages by \(order) are those of the entries, each run once") { store in
          for entry in Self.summaryEntries { _ = try store.apply(.book(entry)) }
          return try Self.agree(
            store, PageQuery(LedgerQuery(), sort: sort, descends: descends, limit: 2), runs: 6)
        }
      }
    }
    var words = LedgerQuery()
    words.words = "SWEEP=lr"
    var failed = LedgerQuery(project: "demo")
    failed.endings = [.failed, .killed]
    for (name, query, runs) in [("words", words, 2), ("a project and an ending", failed, nil)] {
      check("pages of runs by \(name) are those of the entries") { store in
        for entry in Self.summaryEntries { _ = try store.apply(.book(entry)) }
        return try Self.agree(store, PageQuery(query, sort: .energy, limit: 1), runs: runs)
      }
    }
    check("a run that is booked between two pages moves none") { store in
      let pages = Self.pages(store)
      for entry in Self.summaryEntries { _ = try store.apply(.book(entry)) }
      var query = PageQuery(LedgerQuery(), limit: 3)
      let first = try pages.page(query)
      _ = try store.apply(.book(SampleEntries.entry(id: "new", after: .seconds(1000))))
      query.after = first.last?.place(.started)
      let second = try pages.page(query)
      return Set(first.map(\.id)).isDisjoint(with: second.map(\.id)) && second.count == 3
    }
    check("the stamp changes when something else does, and only then") { store in
      let pages = Self.pages(store)
      for entry in Self.summaryEntries { _ = try store.apply(.book(entry)) }
      let before = try pages.stamp()
      guard try pages.stamp() == before else { return false }
      _ = try store.apply(.tag(id: "b1", set: ["seen": "yes"], remove: []))
      return try pages.stamp() != before
    }
    check("no entry of a sound store is unreadable") { store in
      for entry in Self.summaryEntries { _ = try store.apply(.book(entry)) }
      return try Self.pages(store).unreadable() == 0
    }
  }

  private static func pages(_ store: any LedgerStore) -> any PageStore {
    store as? any PageStore ?? EntryPages(store: store)
  }

  /// Walks all pages, of the store's own making and of what is worked out from its entries.
  /// - Parameter numbered: false where runs that are alike in all that an order goes by may stand either way.
  static func agree(
    _ store: any LedgerStore, _ query: PageQuery, runs: Int?, numbered: Bool = true
  ) throws -> Bool {
    func walk(_ pages: any PageStore) throws -> [[String]] {
      var (query, found) = (query, [[String]]())
      while case let page = try pages.page(query), let last = page.last, found.count < 20 {
        found.append(
          page.map { row in
            "\(row.id) \(row.name) \(row.project) \(row.tags.sorted { $0.key < $1.key }) "
              + "\(row.exitCode ?? -1) \(row.signal ?? -1) \(row.record.summary)"
          })
        query.after = last.place(query.sort)
      }
      return found
    }
    let own = try walk(pages(store))
    let worked = try walk(EntryPages(store: store))
    // Each run once, and the same keys at each place.
    let isSame =
      numbered ? own == worked : own.joined().sorted() == worked.joined().sorted()
    return isSame
      && (runs.map { own.joined().count == $0 } ?? true)
      && !own.isEmpty
  }
}
