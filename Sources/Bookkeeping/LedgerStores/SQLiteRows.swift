import Accounting
import Foundation
import GRDB
import Quantities

extension Row {
  /// The column's value; nil when it is null or of another kind. GRDB's subscript ends the process
  /// there, which a damaged file must not.
  func value<Value: DatabaseValueConvertible>(_ column: String, as type: Value.Type) -> Value? {
    let value: DatabaseValue? = self[column]
    return value.flatMap { Value.fromDatabaseValue($0) }
  }

  /// The column's value, or an error that names the column.
  func required<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
    guard let value = value(column, as: Value.self) else {
      throw DamagedEntry(reason: "column `\(column)` holds another kind of value")
    }
    return value
  }
}

/// Conditions of a query, and the values in them; a condition on nil is left out.
struct SQLConditions {
  private var conditions: [String] = []
  private(set) var arguments = StatementArguments()

  var clause: String {
    conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
  }

  /// What a query asks of entries.
  /// - Parameters:
  ///   - table: `entry` or `summary`, which repeats what is searched for.
  ///   - walks: columns whose condition most runs meet, so that no index is to be taken for it.
  ///   - isGuarded: no index is to be taken for any condition, because runs are found by something else.
  init(
    _ query: LedgerQuery, table: String, walks: Set<String> = [], isGuarded: Bool = false
  ) {
    // A plus before a column keeps SQLite from its index.
    let column = isGuarded ? "+\(table)" : table
    add("\(walks.contains("project") ? "+\(table)" : column).project = ?", query.project)
    add("\(walks.contains("name") ? "+\(table)" : column).name = ?", query.name)
    add("\(column).name GLOB ?", query.nameGlob)
    if let names = query.names {
      let json = (try? JSONEncoder().encode(names.sorted())) ?? Data("[]".utf8)
      add(
        "\(column).name IN (SELECT value FROM json_each(?))", String(decoding: json, as: UTF8.self)
      )
    }
    if let ids = query.ids {
      let json = (try? JSONEncoder().encode(ids.sorted())) ?? Data("[]".utf8)
      add("\(column).id IN (SELECT value FROM json_each(?))", String(decoding: json, as: UTF8.self))
    }
    add("\(column).id IN (SELECT id FROM summary WHERE parent = ?)", query.parent)
    add("\(column).started >= ?", query.since?.nanoseconds)
    add("\(column).started < ?", query.until?.nanoseconds)
    add("\(column).ended > ?", query.endedAfter?.nanoseconds)
    // A range too, because no index helps with the beginning of a text: a ledger of millions would be read whole.
    add("\(column).id BETWEEN ? AND ?", query.idPrefix, query.idPrefix.map { $0 + "\u{10FFFF}" })
    add("substr(\(table).id, 1, length(?)) = ?", query.idPrefix, query.idPrefix)
    let isSummary = table == "summary"
    let own = "(SELECT number FROM summary WHERE summary.id = \(table).id)"
    if let endings = query.endings {
      let numbers = endings.map { "\($0.rawValue)" }.sorted().joined(separator: ", ")
      conditions.append(
        isSummary
          ? "\(column).ending IN (\(numbers))"
          : "(SELECT ending FROM summary WHERE summary.id = \(table).id) IN (\(numbers))")
    }
    for word in query.searched {
      add(
        "instr((SELECT text FROM words WHERE words.number = "
          + "\(isSummary ? "summary.number" : own)), ?) > 0", word)
    }
    for (key, value) in query.tags.sorted(by: { $0.key < $1.key }) {
      let tag = "SELECT entry FROM tag WHERE key = ? AND value = ?"
      add(
        isGuarded
          ? "EXISTS (\(tag) AND entry = \(table).id)" : "\(table).id IN (\(tag))", key, value)
    }
  }

  var isEmpty: Bool { conditions.isEmpty }

  static func + (first: SQLConditions, second: SQLConditions) -> SQLConditions {
    var both = first
    both.conditions += second.conditions
    both.arguments += second.arguments
    return both
  }

  init() {}

  /// Conditions that so many runs meet that reading runs as they lie is faster than by the condition's index.
  static func broad(_ query: LedgerQuery, in db: Database) throws -> Set<String> {
    var broad: Set<String> = []
    for (column, value) in [("project", query.project), ("name", query.name)] {
      guard let value else { continue }
      let statement = try db.cachedStatement(
        sql: "SELECT count(*) FROM (SELECT 1 FROM summary WHERE \(column) = ? LIMIT 20001)")
      if try Int.fetchOne(statement, arguments: [value]) ?? 0 > 20_000 { broad.insert(column) }
    }
    return broad
  }

  /// A condition on these values, of which none is left out.
  mutating func add(_ condition: String, all values: [DatabaseValue]) {
    conditions.append(condition)
    arguments += StatementArguments(values)
  }

  mutating func add(_ condition: String, _ values: (any DatabaseValueConvertible)?...) {
    let values = values.compactMap(\.self)
    guard !values.isEmpty else { return }
    conditions.append(condition)
    arguments += StatementArguments(values)
  }
}
