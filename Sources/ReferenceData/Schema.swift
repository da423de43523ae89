package import Accounting

/// What the columns of a table mean: kind, unit, plausible bounds, and how a range follows.
struct Schema {
  let table: String
  let columns: [Column]

  /// One column, as `schema.tsv` describes it.
  struct Column: Hashable, Sendable {
    let name: String
    let kind: Kind
    /// As written in the field: `g/kWh`, `W`, `1` for a ratio; empty for text.
    let unit: String
    /// Values outside are slips of unit or of the decimal point.
    let least: Double?
    let most: Double?
    let range: RangeRule
    /// The words that a `choice` allows.
    let choices: [String]
    let meaning: String

    var isMeasured: Bool { kind == .number || kind == .count }
  }

  enum Kind: String, CaseIterable, Sendable {
    case key, name, text, choice, place, number, count, year, date, rule, source, link
  }

  /// How the range of a number is known.
  enum RangeRule: Hashable, Sendable {
    case none
    /// This number is itself an end of another's range.
    case bound
    /// Two columns hold the ends.
    case columns(low: String, high: String)
    /// A rule of `ranges.tsv`, or the column that names one row by row.
    case rule(String)
    case ruleColumn(String)

    init(_ text: String) {
      if text.isEmpty {
        self = .none
      } else if text == "bound" {
        self = .bound
      } else if text.hasPrefix("column:") {
        self = .ruleColumn(String(text.dropFirst("column:".count)))
      } else if let dots = text.firstRange(of: "..") {
        self = .columns(
          low: String(text[..<dots.lowerBound]), high: String(text[dots.upperBound...]))
      } else {
        self = .rule(text)
      }
    }
  }

  /// Columns that hold an end of another's range.
  var rangeEnds: Set<String> {
    Set(
      columns.flatMap { column -> [String] in
        if case .columns(let low, let high) = column.range { [low, high] } else { [] }
      })
  }

  subscript(name: String) -> Column? { columns.first { $0.name == name } }

  init(of table: String) {
    self.table = table
    let order = Table(table).columns
    let found = Table("schema").rows(under: table + ".").compactMap { row -> Column? in
      guard let kind = Kind(rawValue: row["kind"]) else { return nil }
      return Column(
        name: String(row.key.dropFirst(table.count + 1)), kind: kind, unit: row["unit"],
        least: row.number("least"), most: row.number("most"), range: RangeRule(row["range"]),
        choices: row["choices"].split(separator: "|").map(String.init), meaning: row["meaning"])
    }
    columns = order.compactMap { name in found.first { $0.name == name } }
  }
}

extension Row {
  /// The range of a number and how it is known; nil when the cell is empty.
  func range(of column: Schema.Column) -> (value: Double, low: Double, high: Double, how: String)? {
    guard let value = number(column.name) else { return nil }
    func by(_ rule: String) -> (value: Double, low: Double, high: Double, how: String) {
      guard let row = Table("ranges").find(rule), let low = row.number("low_factor"),
        let high = row.number("high_factor")
      else { return (value, value, value, "") }
      guard rule != "exact" else { return (value, value, value, "") }
      let ends = [value * low, value * high]
      return (value, min(ends[0], ends[1]), max(ends[0], ends[1]), row["reason"])
    }
    switch column.range {
    case .none, .bound: return (value, value, value, "")
    case .rule(let rule): return by(rule)
    case .ruleColumn(let name): return by(self[name])
    case .columns(let low, let high):
      guard let low = number(low), let high = number(high) else {
        return (value, value, value, "as stated")
      }
      return (value, low, high, "")
    }
  }
}

extension Catalogue {
  /// What the columns of a table mean; a table that is not there is a `Problem`.
  package func columns(of table: String) throws(Problem) -> [CatalogueColumn] {
    try schema(of: table).columns.map { column in
      CatalogueColumn(
        name: column.name, kind: column.kind.rawValue, unit: column.unit,
        range: Table("schema").find("\(table).\(column.name)")?["range"] ?? "",
        meaning: column.meaning)
    }
  }
}
