/// A row of the catalogue as it is shown: every number with unit, range and reason, the sources, and what is
/// disputed about it.
public struct CatalogueEntry: Hashable, Encodable, Sendable {
  public let table: String
  /// What the table is about, in a few words.
  public let title: String
  public let key: String
  public let year: String
  public let cells: [Cell]
  public let sources: [Citation]
  public let notes: [Note]
  /// Other rows that answer the same question: another source, another basis.
  public let rivals: [Rival]
  /// Where the row stands when it is the user's own: `grids.csv:3`.
  public let userTable: String?

  enum CodingKeys: String, CodingKey {
    case table, title, key, year, cells, sources, notes, rivals
    case userTable = "user_table"
  }

  public init(
    table: String, title: String, key: String, year: String, cells: [Cell],
    sources: [Citation], notes: [Note], rivals: [Rival], userTable: String?
  ) {
    self.table = table
    self.title = title
    self.key = key
    self.year = year
    self.cells = cells
    self.sources = sources
    self.notes = notes
    self.rivals = rivals
    self.userTable = userTable
  }

  /// One cell that is not empty.
  public struct Cell: Hashable, Encodable, Sendable {
    public let column: String
    public let text: String
    /// Nil for text.
    public let value: Double?
    public let low: Double?
    public let high: Double?
    /// `1` for a ratio; empty for text.
    public let unit: String
    /// How the range follows, where no columns hold it.
    public let rangeReason: String
    public let meaning: String

    enum CodingKeys: String, CodingKey {
      case column, text, value, low, high, unit, meaning
      case rangeReason = "range_reason"
    }

    public init(
      column: String, text: String, value: Double? = nil, low: Double? = nil,
      high: Double? = nil, unit: String = "", rangeReason: String = "", meaning: String = ""
    ) {
      self.column = column
      self.text = text
      self.value = value
      self.low = low
      self.high = high
      self.unit = unit
      self.rangeReason = rangeReason
      self.meaning = meaning
    }
  }

  /// What is disputed: an error of the source, or the value that a rival gives.
  public struct Note: Hashable, Encodable, Sendable {
    /// The column it is about; empty for the row as a whole.
    public let column: String
    public let text: String
    /// The rival's value with its unit; empty when there is none.
    public let value: String
    public let source: String
    /// Id of the consistency check that finds it: `X31`; empty for none.
    public let check: String

    public init(column: String, text: String, value: String, source: String, check: String) {
      self.column = column
      self.text = text
      self.value = value
      self.source = source
      self.check = check
    }
  }

  /// Another row, in a line.
  public struct Rival: Hashable, Encodable, Sendable {
    public let table: String
    public let key: String
    public let text: String
    public let source: String

    public init(table: String, key: String, text: String, source: String) {
      self.table = table
      self.key = key
      self.text = text
      self.source = source
    }
  }
}

/// A table of the catalogue in a line.
public struct CatalogueTable: Hashable, Encodable, Sendable {
  public let name: String
  public let title: String
  public let rows: Int
  /// Rows that the user added or put in place of others.
  public let userRows: Int
  public let licence: String
  public let about: String

  enum CodingKeys: String, CodingKey {
    case name, title, rows, licence, about
    case userRows = "user_rows"
  }

  public init(
    name: String, title: String, rows: Int, userRows: Int, licence: String, about: String
  ) {
    self.name = name
    self.title = title
    self.rows = rows
    self.userRows = userRows
    self.licence = licence
    self.about = about
  }
}

/// What a column of a table means.
public struct CatalogueColumn: Hashable, Encodable, Sendable {
  public let name: String
  public let kind: String
  /// `1` for a ratio; empty for text.
  public let unit: String
  /// How the range of its numbers follows.
  public let range: String
  public let meaning: String

  public init(name: String, kind: String, unit: String, range: String, meaning: String) {
    self.name = name
    self.kind = kind
    self.unit = unit
    self.range = range
    self.meaning = meaning
  }
}

/// A row that a search found.
public struct CatalogueHit: Hashable, Encodable, Sendable {
  public let table: String
  public let key: String
  public let name: String
  /// 0 for a match of whole words; more for beginnings, parts and slips of the pen.
  public let distance: Int

  public init(table: String, key: String, name: String, distance: Int) {
    self.table = table
    self.key = key
    self.name = name
    self.distance = distance
  }
}

/// A cell, or a whole row, that differs between two states of a table.
public struct CatalogueChange: Hashable, Encodable, Sendable {
  public let table: String
  public let key: String
  /// Empty when the whole row came or went.
  public let column: String
  /// Nil where there was nothing.
  public let old: String?
  /// Nil where there is nothing.
  public let new: String?

  public init(table: String, key: String, column: String, old: String?, new: String?) {
    self.table = table
    self.key = key
    self.column = column
    self.old = old
    self.new = new
  }
}
