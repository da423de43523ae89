public import Accounting
import ReferenceData
public import Reporting

extension Joulebook {
  /// The version of the catalogue inside this program.
  public static var catalogueVersion: String { Catalogue.version }

  /// All tables of the catalogue.
  public func catalogueTables() throws(Problem) -> CatalogueTablesAnswer {
    let catalogue = try openCatalogue()
    return CatalogueTablesAnswer(version: catalogue.version, tables: catalogue.tables)
  }

  /// Columns of a table, and its first keys.
  public func catalogueColumns(_ table: String) throws(Problem) -> CatalogueColumnsAnswer {
    let catalogue = try openCatalogue()
    return CatalogueColumnsAnswer(
      table: table, columns: try catalogue.columns(of: table), keys: catalogue.keys(of: table))
  }

  /// One row by its key or by a natural name.
  public func catalogueEntry(
    _ table: String, _ key: String, version: String? = nil
  ) throws(Problem) -> CatalogueEntryAnswer {
    CatalogueEntryAnswer(entry: try openCatalogue(version).entry(table, key))
  }

  /// Rows whose key or name is like the words.
  public func catalogueSearch(
    _ words: String, table: String?, limit: Int
  ) throws(Problem) -> CatalogueSearchAnswer {
    let catalogue = try openCatalogue()
    if let table { _ = try catalogue.columns(of: table) }
    return CatalogueSearchAnswer(
      words: words,
      hits: catalogue.search(words, in: table.map { [$0] }, limit: limit))
  }

  /// Some rows of a table in their order, each cell as it is written.
  public func catalogueRows(
    _ table: String, from first: Int, count: Int
  ) throws(Problem) -> CatalogueRowsAnswer {
    let catalogue = try openCatalogue()
    let columns = try catalogue.columns(of: table)
    let names = catalogue.columnNames(of: table)
    let rows = catalogue.cells(of: table)
    let title = catalogue.tables.first { $0.name == table }
    return CatalogueRowsAnswer(
      table: title, columns: columns, names: names,
      rows: Array(rows.dropFirst(max(0, first)).prefix(max(0, count))), total: rows.count)
  }

  /// Every source, with what its licence asks for.
  public func catalogueSources() throws(Problem) -> CatalogueSourcesAnswer {
    CatalogueSourcesAnswer(sources: try openCatalogue().sources)
  }

  /// What differs from an earlier version, or what a user's file would change.
  public func catalogueChanges(
    _ other: String, isWhole: Bool
  ) throws(Problem) -> CatalogueChangesAnswer {
    let catalogue = try openCatalogue()
    let isVersion = Catalogue.versions.contains(other)
    guard isVersion || other.contains(".csv") || other.contains(".tsv") else {
      throw Problem(
        "Cannot compare the catalogue with `\(other)`.",
        why: "It is neither a version (\(Catalogue.versions.joined(separator: ", "))) nor a file "
          + "`TABLE.csv` or `TABLE.tsv`.",
        fix: "Run `joulebook catalog diff \(Catalogue.versions[0])`.",
        exit: .usage)
    }
    return CatalogueChangesAnswer(
      against: other,
      changes: isVersion
        ? try catalogue.changes(since: other) : try catalogue.changes(by: other),
      isWhole: isWhole)
  }

  /// Checks a user's file; what is wrong with it is a `Problem`.
  public func catalogueCheck(_ path: String) throws(Problem) -> CatalogueCheckAnswer {
    let (table, added, overriding) = try openCatalogue().validate(path)
    return CatalogueCheckAnswer(file: path, table: table, added: added, overriding: overriding)
  }

  /// Rows for other programs: of one table, or of all.
  public func catalogueExport(_ table: String?) throws(Problem) -> CatalogueExportAnswer {
    let catalogue = try openCatalogue()
    let names = table.map { [$0] } ?? catalogue.tableNames
    if let table { _ = try catalogue.columns(of: table) }
    return CatalogueExportAnswer(
      version: catalogue.version,
      tables: names.map { ($0, catalogue.columnNames(of: $0), catalogue.cells(of: $0)) })
  }

  /// The catalogue under the user's tables; what is wrong with these is said, and they are left out.
  func openCatalogue(_ version: String? = nil) throws(Problem) -> Catalogue {
    let catalogue = try catalogue(version: version)
    for problem in catalogue.problems {
      notify(
        "\(problem.what)\n  Why:  \(problem.why)\n  Next: \(problem.fix)\n"
          + "The catalogue's own rows are in force.")
    }
    return catalogue
  }
}

/// The tables of the catalogue.
public struct CatalogueTablesAnswer: Answer {
  public let schema = 1
  public let version: String
  public let tables: [CatalogueTable]

  enum CodingKeys: String, CodingKey { case schema, version, tables }

  public func text(style: TextStyle) -> String {
    CatalogueText.tables(tables, version: version, style: style)
  }
}

/// What a table's columns mean.
public struct CatalogueColumnsAnswer: Answer {
  public let schema = 1
  public let table: String
  public let columns: [CatalogueColumn]
  /// Its keys, in order.
  public let keys: [String]

  enum CodingKeys: String, CodingKey { case schema, table, columns, keys }

  public func text(style: TextStyle) -> String {
    CatalogueText.columns(columns, keys: keys, of: table, style: style)
  }
}

/// Some rows of a table.
public struct CatalogueRowsAnswer: Sendable {
  /// What the table is about.
  public let table: CatalogueTable?
  public let columns: [CatalogueColumn]
  /// Names of the cells' columns, the key first.
  public let names: [String]
  public let rows: [[String]]
  /// Rows of the whole table.
  public let total: Int
}

/// A row of the catalogue.
public struct CatalogueEntryAnswer: Answer {
  public let schema = 1
  public let entry: CatalogueEntry

  enum CodingKeys: String, CodingKey { case schema, entry }

  public func text(style: TextStyle) -> String { CatalogueText.entry(entry, style: style) }
}

/// What a search found.
public struct CatalogueSearchAnswer: Answer {
  public let schema = 1
  public let words: String
  public let hits: [CatalogueHit]

  enum CodingKeys: String, CodingKey { case schema, words, hits }

  public var exit: ExitStatus { hits.isEmpty ? .failed : .done }

  public func text(style: TextStyle) -> String {
    CatalogueText.hits(hits, for: words, style: style)
  }
}

/// All sources.
public struct CatalogueSourcesAnswer: Answer {
  let sources: [(citation: Citation, attribution: String)]

  private enum CodingKeys: String, CodingKey { case schema, sources }
  private struct Message: Encodable {
    let source: Citation
    let attribution: String
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(1, forKey: .schema)
    try keys.encode(
      sources.map { Message(source: $0.citation, attribution: $0.attribution) }, forKey: .sources)
  }

  public func text(style: TextStyle) -> String { CatalogueText.sources(sources, style: style) }
}

/// What differs between two states of the catalogue.
public struct CatalogueChangesAnswer: Answer {
  public let schema = 1
  public let against: String
  public let changes: [CatalogueChange]
  let isWhole: Bool

  enum CodingKeys: String, CodingKey { case schema, against, changes }

  public func text(style: TextStyle) -> String {
    CatalogueText.changes(changes, showing: isWhole ? .max : 20, style: style)
  }
}

/// A user's file that can be used.
public struct CatalogueCheckAnswer: Answer {
  public let schema = 1
  public let file: String
  public let table: String
  public let added: Int
  public let overriding: Int

  enum CodingKeys: String, CodingKey { case schema, file, table, added, overriding }

  public func text(style: TextStyle) -> String {
    "\(file) can be used: it adds \(added) rows to `\(table)` and stands in place of \(overriding).\n"
  }
}

/// Rows of the catalogue for other programs.
public struct CatalogueExportAnswer: Answer {
  let version: String
  let tables: [(name: String, columns: [String], rows: [[String]])]

  private enum CodingKeys: String, CodingKey { case schema, version, tables }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(1, forKey: .schema)
    try keys.encode(version, forKey: .version)
    let all = tables.map { table in
      (
        table.name,
        table.rows.map { row in
          Dictionary(zip(table.columns, row).filter { !$0.1.isEmpty }) { first, _ in first }
        }
      )
    }
    try keys.encode(Dictionary(uniqueKeysWithValues: all), forKey: .tables)
  }

  /// Comma-separated values: the header and the rows of a table; of several, one after the other, each
  /// with its name in front.
  public func text(style: TextStyle) -> String {
    tables.map { table in
      let lines = ([table.columns] + table.rows).map { CSV.line($0) }
      return (tables.count > 1 ? "# \(table.name)\n" : "") + lines.joined()
    }.joined(separator: "\n")
  }
}
