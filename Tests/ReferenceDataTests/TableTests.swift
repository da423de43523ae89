import CReferenceData
import Testing

@testable import ReferenceData

/// What every table must keep, whoever edits it.
struct TableTests {
  /// Tables of data; `sources`, `schema`, `tables`, `ranges` and `notes` say what these are.
  static let names = Catalogue().tableNames
  static let meta = ["notes", "ranges", "schema", "sources", "tables"]
  static let shareAlike: Set<String> = ["ODbL-1.0", "CC-BY-SA-4.0", "MPL-2.0"]

  @Test func `every embedded table has its line in the index, and the other way round`() {
    let embedded = (0..<reference_table_count()).map { String(cString: reference_table_name($0)) }
    let here = embedded.filter { !$0.contains("/") && !Self.meta.contains($0) }
    #expect(Set(here) == Set(Self.names))
  }

  @Test(arguments: names)
  func `the index counts the rows`(name: String) {
    let rows = Table(name).rows.reduce(0) { count, _ in count + 1 }
    #expect(Table("tables").find(name)?["rows"] == "\(rows)")
  }

  @Test(arguments: names + meta)
  func `every row has a cell for every column`(name: String) {
    let table = Table(name)
    let width = table.columns.count
    #expect(table.rows.filter { $0.cells.count != width }.map(\.cells) == [])
  }

  @Test(arguments: names + meta)
  func `keys are unique and in the order of their bytes`(name: String) {
    let keys = Table(name).rows.map { Array($0.key.utf8) }
    let disorder = zip(keys, keys.dropFirst()).filter { !$0.lexicographicallyPrecedes($1) }
    #expect(disorder.map { String(decoding: $0.1, as: UTF8.self) } == [])
  }

  @Test(arguments: names)
  func `every column is described, with unit, bounds and range where it is a number`(name: String) {
    let schema = Schema(of: name)
    #expect(schema.columns.map(\.name) == Table(name).columns)
    #expect(schema.columns.first?.kind == .key)
    let bare = schema.columns.filter {
      $0.meaning.isEmpty
        || $0.isMeasured
          && ($0.unit.isEmpty || $0.least == nil || $0.most == nil || $0.range == .none)
    }
    #expect(bare.map(\.name) == [])
  }

  @Test(arguments: names)
  func `every row is cited and dated`(name: String) {
    let known = Set(Table("sources").rows.map(\.key))
    let wrong = Table(name).rows.filter { row in
      let ids = row["source"].split(separator: " ").map(String.init)
      return ids.isEmpty || !Set(ids).isSubset(of: known) || row["year"].count != 4
        || Int(row["year"]) == nil
    }
    #expect(wrong.map(\.key) == [])
  }

  @Test(arguments: names)
  func `every number lies within its bounds and its range`(name: String) {
    let schema = Schema(of: name)
    var wrong: [String] = []
    for row in Table(name).rows {
      for column in schema.columns where column.isMeasured && !row[column.name].isEmpty {
        guard let range = row.range(of: column), let least = column.least, let most = column.most,
          range.value.isFinite, (least...most).contains(range.value), range.low <= range.value,
          range.value <= range.high
        else {
          wrong.append("\(row.key).\(column.name): \(row[column.name])")
          continue
        }
        switch column.range {
        case .ruleColumn(let name) where row[name].isEmpty:
          wrong.append("\(row.key).\(column.name): no rule")
        case .columns(let low, let high) where row[low].isEmpty || row[high].isEmpty:
          wrong.append("\(row.key).\(column.name): no range")
        case .none, .bound, .columns, .rule, .ruleColumn: break
        }
      }
    }
    #expect(wrong == [])
  }

  @Test func `every rule of ranges holds the value and gives a reason`() {
    let wrong = Table("ranges").rows.filter { row in
      (row.number("low_factor") ?? 2) > 1 || (row.number("high_factor") ?? 0) < 1
        || row["reason"].isEmpty
    }
    #expect(wrong.map(\.key) == [])
  }

  @Test(arguments: names)
  func `rules, choices and links lead somewhere`(name: String) {
    let schema = Schema(of: name)
    var wrong: [String] = []
    for column in schema.columns {
      if case .rule(let rule) = column.range, Table("ranges").find(rule) == nil {
        wrong.append("\(column.name): no rule \(rule)")
      }
      let target = column.kind == .link ? column.choices.first : nil
      for row in Table(name).rows where !row[column.name].isEmpty {
        let cell = row[column.name]
        let isRight =
          switch column.kind {
          case .choice: column.choices.contains(cell)
          case .rule: Table("ranges").find(cell) != nil
          case .link: target.map { Table($0).find(cell) != nil } ?? false
          case .place: Catalogue.placeTables.contains { Table($0).find(cell) != nil }
          case .key, .name, .text, .number, .count, .year, .date, .source: true
          }
        if !isRight { wrong.append("\(row.key).\(column.name): \(cell)") }
      }
    }
    #expect(wrong == [])
  }

  @Test func `every source is used and complete, with the sentence that its licence asks for`() {
    var used = Set(
      Self.names.flatMap { Table($0).rows.flatMap { $0["source"].split(separator: " ") } }
        .map(String.init))
    used.formUnion((Array(Table("notes").rows) + Array(Table("ranges").rows)).map { $0["source"] })
    let free: Set<String> = ["facts", "public domain", "own work"]
    let wrong = Table("sources").rows.filter { row in
      !used.contains(row.key) || Int(row["year"]) == nil
        || ["author", "title", "licence", "retrieved", "address"].contains { row[$0].isEmpty }
        || row["attribution"].isEmpty && !free.contains(row["licence"])
    }
    #expect(wrong.map(\.key) == [])
  }

  @Test(arguments: names)
  func `share-alike data stays in tables of its own, under its own licence`(name: String) {
    let licence = Table("tables").find(name)?["licence"] ?? ""
    let sources = Set(Table(name).rows.flatMap { $0["source"].split(separator: " ") })
    let licences = Set(sources.map { Table("sources").find(String($0))?["licence"] ?? "" })
    #expect(licences.intersection(Self.shareAlike).subtracting([licence]) == [])
    #expect(licence == "Apache-2.0" || licences.contains(licence))
  }

  @Test func `every note is on a row and a column that are there`() {
    let wrong = Table("notes").rows.filter { note in
      guard let colon = note.key.firstIndex(of: ":"), let hash = note.key.lastIndex(of: "#")
      else { return true }
      let table = Table(String(note.key[..<colon]))
      let key = String(note.key[note.key.index(after: colon)..<hash])
      return table.find(key) == nil || note["note"].isEmpty
        || !(note["column"].isEmpty || table.columns.contains(note["column"]))
        || Table("sources").find(note["source"]) == nil
        || !(note["check"].isEmpty || Table("checks").find(note["check"]) != nil)
    }
    #expect(wrong.map(\.key) == [])
  }

  @Test(arguments: names + meta)
  func `no cell is a formula to a spreadsheet`(name: String) {
    let schema = Schema(of: name)
    let cells = Table(name).rows.flatMap { row in
      zip(row.columns, row.cells).filter { column, cell in
        guard let first = cell.first else { return false }
        return "=+@".contains(first) || first == "-" && !(schema[column]?.isMeasured ?? true)
      }.map { "\(row.key): \($0.1)" }
    }
    #expect(cells == [])
  }

  @Test(arguments: names + meta)
  func `every key is found again`(name: String) {
    let table = Table(name)
    // Every 37th of the long tables: the halving is the same for all.
    let keys = table.rows.map(\.key)
    let step = keys.count > 1000 ? 37 : 1
    let lost = stride(from: 0, to: keys.count, by: step).map { keys[$0] }
      .filter { table.find($0)?.key != $0 }
    #expect(lost == [])
  }

  @Test func `a key that is not there is not found`() {
    for key in ["", "\u{1}", "zzzz", "DE ", "D"] { #expect(Table("grids").find(key) == nil) }
  }

  @Test func `rows under a beginning are those that begin so`() {
    let years = Table("grids").rows(under: "FR/").map(\.key)
    #expect(years.count > 20 && years.allSatisfy { $0.hasPrefix("FR/") })
    #expect(Array(Table("grids").rows(under: "ZZ/")).isEmpty)
  }

  @Test func `the whole catalogue takes at most four megabytes`() {
    let bytes = (0..<reference_table_count()).map {
      reference_table(reference_table_name($0)).count
    }
    #expect(bytes.reduce(0, +) <= 4_000_000)
  }
}
