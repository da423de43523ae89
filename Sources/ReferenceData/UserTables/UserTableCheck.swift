import Accounting

extension UserTableFile {
  /// Reads and checks the file. The first thing that is wrong is a problem that names file, line and column.
  /// - Parameter sources: ids of sources that the user names besides the catalogue's.
  func check(sources: Set<String>) throws(Problem) -> Checked {
    let schema = table == "sources" ? nil : Schema(of: table)
    let known = Table(table).columns
    let text = try DelimitedText(try read(), file: path, limit: Self.mostRows)
    guard let header = text.records.first else {
      throw DelimitedText.problem(
        path, 1, why: "It is empty.",
        fix: "Begin with a header row: \(known.joined(separator: ",")).")
    }
    try checkHeader(header, known: known)
    var lines: [(key: String, cells: [String])] = []
    var seen: [String: Int] = [:]
    var overriding = 0
    for record in text.records.dropFirst() {
      guard record.cells.count == header.cells.count else {
        throw problem(
          record.line, column: nil,
          why: "It has \(record.cells.count) cells and the header \(header.cells.count).",
          fix: "Give every row a cell for every column; quote cells that hold a separator.")
      }
      let given = Dictionary(uniqueKeysWithValues: zip(header.cells, record.cells))
      var cells: [String] = []
      for name in known {
        let cell = given[name] ?? ""
        try checkCell(cell, schema?[name], name: name, line: record.line, sources: sources)
        cells.append(cell)
      }
      let row = Row(table: table, columns: known, cells: cells, file: path)
      try checkRow(row, schema: schema, line: record.line)
      if let first = seen.updateValue(record.line, forKey: row.key) {
        throw problem(
          record.line, column: known[0],
          why: "The key `\(row.key)` stands in line \(first) already.",
          fix: "Keep one of the two rows.")
      }
      if Table(table).find(row.key) != nil { overriding += 1 }
      lines.append((row.key, cells + ["\(record.line)"]))
    }
    lines.sort { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
    let all = [known + [Row.lineColumn]] + lines.map(\.cells)
    return Checked(
      name: table, text: Array(all.map { $0.joined(separator: "\t") + "\n" }.joined().utf8),
      overriding: overriding, added: lines.count - overriding)
  }

  func problem(_ line: Int, column: String?, why: String, fix: String) -> Problem {
    Problem(
      "Cannot use the table `\(path)`, line \(line)\(column.map { ", column `\($0)`" } ?? "").",
      why: why, fix: fix, exit: .usage)
  }

  private func checkHeader(_ header: DelimitedText.Record, known: [String]) throws(Problem) {
    for name in header.cells where !known.contains(name) {
      let nearest = known.min { distance(name, $0) < distance(name, $1) } ?? ""
      throw problem(
        header.line, column: name,
        why: "`\(table)` has no such column; units are part of the names.",
        fix: distance(name, nearest) <= max(3, name.count / 3)
          ? "The column is `\(nearest)`: give its values in that unit."
          : "Columns are \(known.joined(separator: ", ")).")
    }
    for name in header.cells where header.cells.count(where: { $0 == name }) > 1 {
      throw problem(header.line, column: name, why: "It stands twice.", fix: "Keep one of the two.")
    }
    let needed =
      table == "sources" ? known.filter { $0 != "attribution" } : [known[0], "source", "year"]
    for name in needed where !header.cells.contains(name) {
      throw problem(
        header.line, column: name,
        why: "It is missing: a number without its source and year is not "
          + "taken.", fix: "Add the column `\(name)`.")
    }
  }

  private func checkCell(
    _ cell: String, _ column: Schema.Column?, name: String, line: Int, sources: Set<String>
  ) throws(Problem) {
    func refuse(_ why: String, _ fix: String) -> Problem {
      problem(line, column: name, why: why, fix: fix)
    }
    guard cell.utf8.count <= 1000 else {
      throw refuse("The cell has \(cell.utf8.count) bytes; 1,000 are allowed.", "Shorten it.")
    }
    guard !cell.contains(where: { $0.isNewline || $0 == "\t" }) else {
      throw refuse("The cell holds a tab or a line break.", "Write it in one line.")
    }
    let isNumber = column?.isMeasured ?? false
    if let first = cell.first, "=+@".contains(first) || (first == "-" && !isNumber) {
      throw refuse(
        "`\(cell.prefix(20))` would be run as a formula by a spreadsheet.",
        "Begin the cell with a letter or a digit.")
    }
    guard !cell.isEmpty else {
      if ["source", "year"].contains(name) || column?.kind == .key {
        throw refuse("It is empty.", "Every row names its key, its source and its year.")
      }
      return
    }
    switch column?.kind {
    case .key:
      if cell.hasPrefix("/") || cell.contains("..") || cell.contains("\\") {
        throw refuse(
          "`\(cell.prefix(40))` looks like a path.", "Give a key such as the catalogue's.")
      }
    case .number, .count:
      try checkNumber(cell, column, refuse)
    case .year:
      guard let year = Int(cell), cell.utf8.count == 4, (1900...2100).contains(year) else {
        throw refuse("`\(cell)` is not a year.", "Write four digits, such as 2025.")
      }
    case .choice:
      let choices = column?.choices ?? []
      guard choices.contains(cell) else {
        throw refuse(
          "`\(cell)` is none of \(choices.joined(separator: ", ")).", "Use one of these.")
      }
    case .rule:
      guard Table("ranges").find(cell) != nil else {
        throw refuse("There is no range rule `\(cell)`.", "See `joulebook catalog list ranges`.")
      }
    case .source:
      for id in cell.split(separator: " ").map(String.init)
      where !sources.contains(id) && Table("sources").find(id) == nil {
        throw refuse(
          "There is no source `\(id)`.", "Name it in a `sources.csv` beside this file.")
      }
    case .name, .text, .place, .date, .link, nil: break
    }
  }

  private func checkNumber(
    _ cell: String, _ column: Schema.Column?, _ refuse: (String, String) -> Problem
  ) throws(Problem) {
    let unit = column.map { $0.unit == "1" ? "" : " \($0.unit)" } ?? ""
    guard let value = Double(cell), value.isFinite else {
      throw refuse(
        cell.contains(",")
          ? "`\(cell)` has a comma where a point belongs." : "`\(cell)` is not a number.",
        "Write a number with a point as decimal mark.")
    }
    guard let least = column?.least, let most = column?.most else { return }
    guard value >= least, value <= most else {
      throw refuse(
        "\(cell)\(unit) is outside what can be, \(column?.name ?? ""): \(Self.plain(least)) to "
          + "\(Self.plain(most))\(unit).",
        value < 0 ? "A negative amount is no factor." : "Check the unit and the decimal point.")
    }
  }

  private func checkRow(_ row: Row, schema: Schema?, line: Int) throws(Problem) {
    // The key is what a factor is found by, so it must say what the row says.
    let dated = "\(row["place"])/\(row["year"])"
    if Catalogue.gridTables.contains(table), row.key != dated, !row.key.hasPrefix(dated + "/") {
      throw problem(
        line, column: "key", why: "The key `\(row.key)` is not the place and year of the row.",
        fix: "Write `\(dated)`.")
    }
    for column in schema?.columns ?? [] {
      guard case .columns(let low, let high) = column.range, let value = row.number(column.name)
      else { continue }
      for (name, isLow) in [(low, true), (high, false)] {
        guard let end = row.number(name), isLow ? end > value : end < value else { continue }
        throw problem(
          line, column: name, why: "The range does not hold the value \(row[column.name]).",
          fix: "Give ends on either side of it, or leave both empty.")
      }
    }
  }

  /// A number without a needless `.0`.
  private static func plain(_ number: Double) -> String {
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
