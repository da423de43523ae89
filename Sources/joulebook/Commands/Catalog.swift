import Accounting
import ArgumentParser
import JoulebookKit

struct Catalog: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalog",
    abstract: "Look up the numbers that Joulebook borrows, each with range, year and source.",
    discussion: examples(
      ("joulebook catalog show accelerators h100", "a device"),
      ("joulebook catalog search bert", "across all tables")),
    subcommands: [
      CatalogList.self, CatalogShow.self, CatalogSearch.self, CatalogSources.self,
      CatalogDiff.self, CatalogExport.self, CatalogValidate.self,
    ])
}

struct CatalogList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the tables, or the columns and keys of one.",
    discussion: examples(
      ("joulebook catalog list", "all tables"),
      ("joulebook catalog list grids", "what its columns mean")))

  @Argument(help: "The table.") var table: String?
  @OptionGroup var output: FormatOption

  func run() throws {
    let joulebook = Joulebook.ofProcess
    if let table {
      try Console().print(joulebook.catalogueColumns(table), as: output.format)
    } else {
      try Console().print(joulebook.catalogueTables(), as: output.format)
    }
  }
}

struct CatalogShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print a row: value, unit, range, year, sources, rivals and notes.",
    discussion: examples(
      ("joulebook catalog show grids France", "the newest year of a country"),
      ("joulebook catalog show cpus 'AMD EPYC 7763 64-Core Processor'", "as the kernel prints it")))

  @Argument(help: "The table.") var table: String
  @Argument(help: "The row's key, or a natural name.") var key: String
  @OptionGroup var catalogue: CatalogueOption
  @OptionGroup var output: FormatOption

  func run() throws {
    let answer = try Joulebook.ofProcess.catalogueEntry(table, key, version: catalogue.catalog)
    try Console().print(answer, as: output.format)
  }
}

struct CatalogSearch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find rows by words of their names; slips of the pen are forgiven.",
    discussion: examples(
      ("joulebook catalog search a100 pcie", "devices, instances, models"),
      ("joulebook catalog search califronia --table places", "in one table")))

  @Argument(help: "Words that the row has.") var words: [String]
  @Option(help: "Only this table.") var table: String?
  @Option(help: "Show at most N rows.") var limit = 20
  @OptionGroup var output: FormatOption

  func run() throws {
    guard limit > 0 else {
      throw Problem(
        "Cannot show \(limit) rows.", why: "A limit is a whole number from 1 on.",
        fix: "Write `--limit 20`.", exit: .usage)
    }
    let answer = try Joulebook.ofProcess.catalogueSearch(
      words.joined(separator: " "), table: table, limit: limit)
    try Console().print(answer, as: output.format)
  }
}

struct CatalogSources: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sources", abstract: "List every source, its licence and what that asks for.",
    discussion: examples(
      ("joulebook catalog sources", "all of them"),
      ("joulebook catalog sources --format json", "for programs")))

  @OptionGroup var output: FormatOption

  func run() throws {
    try Console().print(Joulebook.ofProcess.catalogueSources(), as: output.format)
  }
}

struct CatalogDiff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what differs from an earlier version, or what a file would change.",
    discussion: examples(
      ("joulebook catalog diff 2026.11", "since an earlier version"),
      ("joulebook catalog diff grids.csv", "what your table would change")))

  @Argument(
    help: ArgumentHelp("A version, or a file TABLE.csv or TABLE.tsv.", valueName: "version|file"))
  var other: String
  @Flag(help: "Show every change.") var all = false
  @OptionGroup var output: FormatOption

  func run() throws {
    try Console().print(
      Joulebook.ofProcess.catalogueChanges(other, isWhole: all), as: output.format)
  }
}

struct CatalogExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a table, or all, as JSON or comma-separated values.",
    discussion: examples(
      ("joulebook catalog export accelerators --format csv", "one table"),
      ("joulebook catalog export > catalog.json", "everything")))

  @Argument(help: "The table; all of them when none is given.") var table: String?
  @Option(help: "How to write the rows: json or csv.") var format = ExportFormat.json

  func run() throws {
    try Console().print(
      Joulebook.ofProcess.catalogueExport(table), as: format.answerFormat)
  }
}

struct CatalogValidate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Check a table of your own before you use it.",
    discussion: examples(
      ("joulebook catalog validate grids.csv", "what is wrong, with line and column"),
      ("joulebook catalog list grids", "the columns that it may have")))

  @Argument(help: "A file TABLE.csv or TABLE.tsv.", completion: .file()) var file: String
  @OptionGroup var output: FormatOption

  func run() throws {
    try Console().print(Joulebook.ofProcess.catalogueCheck(file), as: output.format)
  }
}
