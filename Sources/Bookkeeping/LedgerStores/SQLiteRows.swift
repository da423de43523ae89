import GRDB

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

  mutating func add(_ condition: String, _ values: (any DatabaseValueConvertible)?...) {
    let values = values.compactMap(\.self)
    guard !values.isEmpty else { return }
    conditions.append(condition)
    arguments += StatementArguments(values)
  }
}
