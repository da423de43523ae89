import Accounting
import Foundation
import JoulebookTesting
import Quantities
import Testing

@testable import Bookkeeping

/// Whichever way the runs of a page are found, they are the same runs in the same order.
@Suite struct PageFinderTests {
  private let folder: TemporaryFolder
  private let store: SQLiteLedgerStore

  init() throws {
    folder = try TemporaryFolder()
    store = SQLiteLedgerStore(LedgerLocation(path: folder.file("ledger.sqlite")))
    var random = Draws(seed: 7)
    let entries = (0..<120).map { number in
      // Few values of each, so that many runs are alike in what the order goes by.
      var entry = SampleEntries.entry(
        id: "run-\(String(number * 7919 % 1000))-\(number)", name: "train-\(random.below(4))",
        project: ["demo", "Größe", ""][random.below(3)],
        tags: ["sweep": "s\(random.below(3))", "odd": number % 40 == 1 ? "yes" : "no"],
        after: .seconds(random.below(30)), seconds: Double(1 + random.below(5)), spans: 1,
        exitCode: random.below(5) == 0 ? 1 : 0)
      if number % 17 == 0 { entry.run.seconds = .nan }
      return entry
    }
    // Booked as they started, so that they have the numbers that are given to entries without any.
    let sorted = entries.sorted { ($0.run.started, $0.run.id) < ($1.run.started, $1.run.id) }
    _ = try store.apply(.bookAll(sorted))
  }

  private static var queries: [LedgerQuery] {
    let start = SampleEntries.start
    var failed = LedgerQuery(project: "demo")
    failed.endings = [.failed]
    var never = LedgerQuery()
    never.endings = [.killed]
    var words = LedgerQuery()
    words.words = "größe train-1"
    var short = LedgerQuery(tags: ["odd": "no"])
    short.words = "-3"
    var none = LedgerQuery()
    none.words = "nobody"
    return [
      LedgerQuery(), LedgerQuery(project: "Größe"), LedgerQuery(name: "train-2"),
      LedgerQuery(tags: ["odd": "yes"]), LedgerQuery(tags: ["sweep": "s1", "odd": "no"]),
      LedgerQuery(since: start + .seconds(5), until: start + .seconds(20)),
      LedgerQuery(project: "demo", since: start + .seconds(9)), LedgerQuery(idPrefix: "run-9"),
      failed, never, words, short, none,
    ]
  }

  @Test(arguments: RunSort.allCases, [true, false])
  func `a rare condition, a walk along the order and gathering find what the entries say`(
    sort: RunSort, descends: Bool
  ) throws {
    let ways: [(few: Int, looked: Int)] = [
      (5_000, 4_000), (10, 4_000), (0, 5_000), (0, 30), (0, 0), (15, 20),
    ]
    for query in Self.queries {
      var page = PageQuery(query, sort: sort, descends: descends, limit: 9)
      for _ in 0..<3 {
        let expected = try EntryPages(store: store).page(page)
        for way in ways {
          let (now, few, looked) = (page, way.few, way.looked)
          let found = try store.file.read { db in
            try SQLitePageFinder(now, few: few, looked: looked).numbers(in: db)
          }
          #expect(found == expected.map(\.record.number), "\(way) \(query)")
        }
        guard let last = expected.last else { break }
        page.after = last.place(sort)
      }
    }
  }

  @Test(arguments: RunSort.allCases, [true, false])
  func `a page far down an order is found by its index, not by reading up to it`(
    sort: RunSort, descends: Bool
  ) throws {
    let query = PageQuery(LedgerQuery(), sort: sort, descends: descends, limit: 100)
    let place = try #require(try store.page(query).last?.place(sort))
    let after = PageQuery(
      LedgerQuery(), sort: sort, descends: descends, after: place, limit: 9)
    let plan = try #require(
      try store.file.read { db in try SQLitePageFinder(after).plan(in: db) })
    #expect(plan.contains { $0.contains("SEARCH summary USING") }, "\(plan)")
    #expect(!plan.contains { $0.contains("SCAN") || $0.contains("TEMP B-TREE") }, "\(plan)")
  }
}

/// A plain generator of numbers, the same at each run.
private struct Draws {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }
}
