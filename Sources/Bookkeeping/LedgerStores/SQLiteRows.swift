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
  /// - Parameter table: `entry` or `summary`, which repeats what is searched for.
  init(_ query: LedgerQuery, table: String) {
    add("\(table).project = ?", query.project)
    add("\(table).name = ?", query.name)
    add("\(table).name GLOB ?", query.nameGlob)
    if let names = query.names {
      let json = (try? JSONEncoder().encode(names.sorted())) ?? Data("[]".utf8)
      add(
        "\(table).name IN (SELECT value FROM json_each(?))", String(decoding: json, as: UTF8.self))
    }
    add("\(table).id IN (SELECT id FROM summary WHERE parent = ?)", query.parent)
    add("\(table).started >= ?", query.since?.nanoseconds)
    add("\(table).started < ?", query.until?.nanoseconds)
    add("\(table).ended > ?", query.endedAfter?.nanoseconds)
    // A range too, because no index helps with the beginning of a text: a ledger of millions would be read whole.
    add("\(table).id BETWEEN ? AND ?", query.idPrefix, query.idPrefix.map { $0 + "\u{10FFFF}" })
    add("substr(\(table).id, 1, length(?)) = ?", query.idPrefix, query.idPrefix)
    for (key, value) in query.tags.sorted(by: { $0.key < $1.key }) {
      add("\(table).id IN (SELECT entry FROM tag WHERE key = ? AND value = ?)", key, value)
    }
  }

  init() {}

  mutating func add(_ condition: String, _ values: (any DatabaseValueConvertible)?...) {
    let values = values.compactMap(\.self)
    guard !values.isEmpty else { return }
    conditions.append(condition)
    arguments += StatementArguments(values)
  }
}
