import Accounting
import Foundation
import GRDB
import Quantities

/// Finds the runs of a page in the least reading: by the rarest condition where one is rare, else along the order until
/// the page is full. SQLite keeps no counts of values, so it cannot choose by itself.
struct SQLitePageFinder {
  /// Runs that a condition may hold for and still be looked up before they are put in order.
  private let few: Int
  /// Runs that are looked at along the order before all that fulfil the conditions are gathered. They lie all over the
  /// file, so that each may cost a read.
  private let looked: Int

  private let query: PageQuery
  private let order: SQLPageOrder
  /// What the index of the order itself answers.
  private var edges = SQLConditions()
  /// What is asked besides.
  private var rest: LedgerQuery

  init(_ query: PageQuery, few: Int = 5_000, looked: Int = 4_000) throws {
    self.query = query
    self.few = few
    self.looked = looked
    order = SQLPageOrder(query.sort, descends: query.descends)
    rest = query.query
    switch query.sort {
    case .started:
      takePeriod()
    case .name:
      edges.add("summary.name = ?", rest.name)
      rest.name = nil
    case .project:
      if let project = rest.project {
        edges.add("summary.project = ?", project)
        rest.project = nil
        takePeriod()
      }
    case .duration, .energy: break
    }
    if let after = query.after {
      guard after.keys.count == order.columns.count else {
        throw DamagedEntry(reason: "a page's place")
      }
      order.add(
        after.keys.map(\.databaseValue) + [after.number.databaseValue], .behind, to: &edges)
    }
  }

  private mutating func takePeriod() {
    edges.add("summary.started >= ?", rest.since?.nanoseconds)
    edges.add("summary.started < ?", rest.until?.nanoseconds)
    (rest.since, rest.until) = (nil, nil)
  }

  /// The runs of the page, in its order.
  func numbers(in db: Database) throws -> [Int64] {
    let guarded = SQLConditions(rest, table: "summary", isGuarded: true)
    guard !guarded.isEmpty else { return try select(edges, order.clause, in: db) }
    if let rare = try rarest(in: db) {
      var conditions = guarded + edges
      conditions.add("summary.number IN (SELECT value FROM json_each(?))", "\(rare)")
      return try select(conditions, order.guardedClause, in: db)
    }
    guard let end = try place(in: db) else {
      return try select(guarded + edges, order.clause, in: db)
    }
    var near = guarded + edges
    order.add(end, .upTo, to: &near)
    let found = try select(near, order.clause, in: db)
    guard found.count < query.limit else { return found }
    return try select(
      SQLConditions(rest, table: "summary") + edges, order.guardedClause, in: db)
  }

  private func select(
    _ conditions: SQLConditions, _ order: String, in db: Database
  ) throws -> [Int64] {
    try Int64.fetchAll(db, sql: statement(conditions, order), arguments: conditions.arguments)
  }

  private func statement(_ conditions: SQLConditions, _ order: String) -> String {
    "SELECT summary.number FROM summary\(conditions.clause)\(order) LIMIT \(max(query.limit, 0))"
  }

  /// How SQLite goes along the order, in its own words.
  func plan(in db: Database) throws -> [String] {
    try Row.fetchAll(
      db, sql: "EXPLAIN QUERY PLAN " + statement(edges, order.clause), arguments: edges.arguments
    ).map { try $0.required("detail") }
  }

  /// The place where no more is looked at; nil when the order ends before.
  private func place(in db: Database) throws -> [DatabaseValue]? {
    let columns = (order.columns + ["summary.number"]).joined(separator: ", ")
    let row = try Row.fetchOne(
      db,
      sql: "SELECT \(columns) FROM summary\(edges.clause)\(order.clause) LIMIT 1"
        + " OFFSET \(looked)", arguments: edges.arguments)
    return row.map { Array($0.databaseValues) }
  }

  /// The runs of the condition that fewest fulfil; nil when each holds for many.
  private func rarest(in db: Database) throws -> [Int64]? {
    var fewest: [Int64]?
    func look(_ sql: String, _ values: StatementArguments) throws {
      guard fewest?.isEmpty != true else { return }
      let limit = fewest?.count ?? few
      let found = try Int64.fetchAll(db, sql: sql + " LIMIT \(limit + 1)", arguments: values)
      if found.count <= limit { fewest = found }
    }
    for (column, value) in [
      ("project", rest.project), ("name", rest.name), ("parent", rest.parent),
    ] {
      guard let value else { continue }
      try look("SELECT number FROM summary WHERE \(column) = ?", [value])
    }
    if let endings = rest.endings {
      let numbers = endings.map { "\($0.rawValue)" }.sorted().joined(separator: ", ")
      try look("SELECT number FROM summary WHERE ending IN (\(numbers))", [])
    }
    for (key, value) in rest.tags.sorted(by: { $0.key < $1.key }) {
      try look(
        "SELECT summary.number FROM tag CROSS JOIN summary ON summary.id = tag.entry"
          + " WHERE tag.key = ? AND tag.value = ?", [key, value])
    }
    if rest.since != nil || rest.until != nil {
      try look(
        "SELECT number FROM summary WHERE started >= ? AND started < ?",
        [rest.since?.nanoseconds ?? .min, rest.until?.nanoseconds ?? .max])
    }
    if let prefix = rest.idPrefix {
      try look(
        "SELECT number FROM summary WHERE id BETWEEN ? AND ?", [prefix, prefix + "\u{10FFFF}"])
    }
    if !rest.searched.isEmpty {
      let search = SQLiteSearch.select(rest.searched)
      try look(search.sql, search.arguments)
    }
    return fewest
  }
}

/// The columns that an order goes by, before the number; each has an index in just this form.
struct SQLPageOrder {
  let columns: [String]
  private let descends: Bool

  init(_ sort: RunSort, descends: Bool) {
    self.descends = descends
    columns =
      switch sort {
      case .started: ["summary.started"]
      case .duration: ["ifnull(summary.seconds, -1.0)"]
      case .energy: ["ifnull(summary.joules, -1.0)"]
      case .name: ["summary.name"]
      case .project: ["summary.project", "summary.started"]
      }
  }

  enum Side { case behind, upTo }

  /// - Parameter place: values of the columns and the number of a run.
  func add(_ place: [DatabaseValue], _ side: Side, to conditions: inout SQLConditions) {
    let sign =
      switch side {
      case .behind: descends ? "<" : ">"
      case .upTo: descends ? ">=" : "<="
      }
    let marks = place.map { _ in "?" }.joined(separator: ", ")
    conditions.add(
      "(\((columns + ["summary.number"]).joined(separator: ", "))) \(sign) (\(marks))", all: place)
    // Said twice: SQLite does not look up several values at once in an index of an expression.
    conditions.add("\(columns[0]) \(sign.prefix(1))= ?", all: [place[0]])
  }

  var clause: String { clause("") }

  /// Of runs that were found by something else: the plus keeps SQLite from going along the order.
  var guardedClause: String { clause("+") }

  private func clause(_ sign: String) -> String {
    let direction = descends ? "DESC" : "ASC"
    let terms = (columns + ["summary.number"]).map { "\(sign)\($0) \(direction)" }
    return " ORDER BY \(terms.joined(separator: ", "))"
  }
}

extension PagePlace.Key {
  fileprivate var databaseValue: DatabaseValue {
    switch self {
    case .whole(let value): value.databaseValue
    case .number(let value): value.databaseValue
    case .text(let value): value.databaseValue
    }
  }
}
