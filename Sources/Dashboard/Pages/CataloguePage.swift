import Accounting
import Foundation
import JoulebookKit
import Reporting

/// The numbers that Joulebook borrows: all tables, and a search over them.
struct CataloguePage: Page {
  let path = "/catalogue"
  let navigation: String? = "Catalogue"

  static let mostHits = 50

  /// Tables that people come for, by what they are about.
  private static let favourites: [(name: String, table: String)] = [
    ("Accelerators", "accelerators"), ("Processors", "cpus"), ("Models", "ai_models"),
    ("Grids of countries", "grids"), ("Cloud regions", "cloud_regions"),
    ("PUE", "facility_defaults"), ("Published training", "training_published"),
    ("Measured inference", "inference"), ("Making of devices", "embodied_devices"),
  ]

  func view(_ request: PageRequest) async throws -> PageView {
    let answer = try await request.ask { try $0.catalogueTables() }
    let words = request.fields["search"]
    let table = request.fields["table"]
    let rows = answer.tables.reduce(0) { $0 + $1.rows }
    var body: HTML = """
      <p>\(grouped(rows)) rows in \(answer.tables.count) tables, each value with its unit, its year and its source.
      Version \(answer.version).</p>
      \(Self.form(words, table, answer.tables.map(\.name)))
      """
    guard let words else {
      let links = Self.favourites.map { favourite -> HTML in
        "<li><a href=\"/catalogue/\(favourite.table)\">\(favourite.name)</a></li>"
      }
      body += "<ul class=\"chips\">\(links)</ul>\n" + tables(answer.tables)
      return PageView(title: "Catalogue", body: body)
    }
    let limit = request.fields["limit"].flatMap(Int.init).map { min(max($0, 1), 1_000) }
    let most = limit ?? Self.mostHits
    let hits = try await request.ask {
      try $0.catalogueSearch(words, table: table, limit: most).hits
    }
    body += Self.hits(hits, words: words, most: most, fields: request.fields)
    return PageView(title: "Catalogue: \(words.cut(to: 60))", body: body)
  }

  static func form(_ words: String?, _ table: String?, _ tables: [String]) -> HTML {
    let options = tables.map { name -> HTML in
      name == table
        ? "<option selected>\(name)</option>" : "<option>\(name)</option>"
    }
    return """
      <form class="bar" method="get" action="/catalogue" role="search">
      <div class="wide"><label for="search">Words of a device, model, place or source</label>
      <input id="search" name="search" type="search" value="\(words ?? "")" placeholder="h100 pcie"></div>
      <div><label for="table">In the table</label>
      <select id="table" name="table"><option value="">all tables</option>\(options)</select></div>
      <button>Search</button></form>

      """
  }

  static func hits(
    _ hits: [CatalogueHit], words: String, most: Int, fields: FormFields
  ) -> HTML {
    guard !hits.isEmpty else {
      return HTML.empty(
        "<p>Nothing in the catalogue is like <strong>\(words)</strong>. Try fewer words, or another table.</p>"
      )
    }
    var table = TextTable([.left, .left, .left])
    table.add(["Row", "Name", "Table"])
    for hit in hits { table.add([hit.key, hit.name == hit.key ? "" : hit.name, hit.table]) }
    let more: HTML =
      hits.count == most && most < 1_000
      ? "<p><a href=\"/catalogue\(fields.with("limit", "\(most * 4)").query)\">Show more</a></p>"
      : ""
    return HTML.table(table, caption: "The nearest first") {
      CatalogueEntryPage.address(hits[$0].table, hits[$0].key)
    } + more
  }

  private func tables(_ tables: [CatalogueTable]) -> HTML {
    var table = TextTable([.left, .right, .left, .left])
    table.add(["Table", "Rows", "What", "Licence"])
    for row in tables {
      let own = row.userRows > 0 ? " (\(row.userRows) of yours)" : ""
      table.add([row.name, grouped(row.rows) + own, row.title, row.licence])
    }
    return HTML.table(table, caption: "All tables") {
      "/catalogue/\(FormFields.encoded(tables[$0].name))"
    }
  }
}

/// The rows of a table, page by page.
struct CatalogueTablePage: Page {
  let path = "/catalogue/:table"
  let navigation: String? = nil

  private static let rowsOfAPage = 50
  private static let mostColumns = 9

  func view(_ request: PageRequest) async throws -> PageView {
    let name = try request.parameter("table")
    let page = max(1, request.fields["page"].flatMap(Int.init) ?? 1)
    let count = Self.rowsOfAPage
    let answer = try await request.ask {
      try $0.catalogueRows(name, from: (page - 1) * count, count: count)
    }
    let about = answer.table?.about ?? ""
    let pages = max(1, (answer.total + count - 1) / count)
    let body: HTML = """
      <p><a href="/catalogue">All tables</a></p>
      \(about.isEmpty ? "" : "<p>\(about.asSentence)</p>" as HTML)
      \(CataloguePage.form(nil, name, [name]))
      \(rows(answer, name))
      \(pager(page, of: pages, name))
      \(meanings(answer))
      """
    return PageView(title: answer.table?.title ?? name, body: body)
  }

  /// Columns that have something to show here, the key first.
  private func shown(_ answer: CatalogueRowsAnswer) -> [Int] {
    // Ends of ranges stand beside their value, or on the row's own page.
    let hidden = Set(
      answer.columns.filter { ["source", "rule"].contains($0.kind) || $0.range == "bound" }
        .map(\.name))
    let filled = answer.names.indices.filter { index in
      !hidden.contains(answer.names[index])
        && answer.rows.contains { index < $0.count && !$0[index].isEmpty }
    }
    return Array(filled.prefix(Self.mostColumns))
  }

  private func rows(_ answer: CatalogueRowsAnswer, _ name: String) -> HTML {
    let columns = shown(answer)
    guard !columns.isEmpty else {
      return HTML.empty("<p>This page of the table has no rows.</p>")
    }
    let units = Dictionary(answer.columns.map { ($0.name, $0) }) { first, _ in first }
    func isNumber(_ index: Int) -> Bool { !(units[answer.names[index]]?.unit ?? "").isEmpty }
    var table = TextTable(columns.map { isNumber($0) ? .right : .left })
    table.add(
      columns.map { index in
        let unit = units[answer.names[index]]?.unit ?? ""
        let words = answer.names[index].replacing("_", with: " ")
        return unit.isEmpty || unit == "1" ? words : "\(words) (\(unit))"
      })
    for row in answer.rows {
      table.add(columns.map { Self.cell(row, $0, answer) })
    }
    let left = answer.names.count - columns.count
    let caption =
      "\(grouped(answer.total)) rows"
      + (left > 0 ? "; a row's own page has \(left) more columns, ranges and sources" : "")
    return HTML.table(table, caption: caption) { index in
      answer.rows[index].first.map { CatalogueEntryPage.address(name, $0) }
    }
  }

  /// `700 (690 to 710)` where two columns hold the ends.
  private static func cell(
    _ row: [String], _ index: Int, _ answer: CatalogueRowsAnswer
  ) -> String {
    func text(_ index: Int) -> String { index < row.count ? row[index].cut(to: 80) : "" }
    let column = answer.columns.first { $0.name == answer.names[index] }
    guard let range = column?.range, let dots = range.firstRange(of: ".."),
      let low = answer.names.firstIndex(of: String(range[..<dots.lowerBound])),
      let high = answer.names.firstIndex(of: String(range[dots.upperBound...])),
      !text(index).isEmpty, !text(low).isEmpty, !text(high).isEmpty, text(low) != text(high)
    else { return text(index) }
    return "\(text(index)) (\(text(low)) to \(text(high)))"
  }

  private func pager(_ page: Int, of pages: Int, _ name: String) -> HTML {
    guard pages > 1 else { return "" }
    let address = "/catalogue/\(FormFields.encoded(name))"
    let back: HTML =
      page > 1
      ? "<a rel=\"prev\" href=\"\(address)?page=\(page - 1)\">Previous</a>" : "<span></span>"
    let on: HTML =
      page < pages
      ? "<a rel=\"next\" href=\"\(address)?page=\(page + 1)\">Next</a>" : "<span></span>"
    return """
      <nav class="pager" aria-label="Pages of the table">\(back)<span>Page \(page) of \(pages)</span>\(on)</nav>
      """
  }

  private func meanings(_ answer: CatalogueRowsAnswer) -> HTML {
    let rows = answer.columns.map { column -> HTML in
      let unit = column.unit.isEmpty ? column.kind : column.unit == "1" ? "ratio" : column.unit
      return
        "<tr><th scope=\"row\">\(column.name)</th><td>\(unit)</td><td>\(column.meaning)</td></tr>\n"
    }
    return """
      <details class="values"><summary>What the columns mean</summary>
      \(HTML.scrolled("<thead><tr><th scope=\"col\">Column</th><th scope=\"col\">Unit</th><th scope=\"col\">Meaning</th></tr></thead><tbody>\(rows)</tbody>", caption: "Columns of this table"))
      </details>
      """
  }
}

/// A row: every value with unit, range and reason; sources, rivals and what is disputed.
struct CatalogueEntryPage: Page {
  let path = "/catalogue/:table/row"
  let navigation: String? = nil

  static func address(_ table: String, _ key: String) -> String {
    "/catalogue/\(FormFields.encoded(table))/row?key=\(FormFields.encoded(key))"
  }

  func view(_ request: PageRequest) async throws -> PageView {
    let table = try request.parameter("table")
    guard let key = request.fields["key"] else { throw Refusal.missing }
    let entry = try await request.ask { try $0.catalogueEntry(table, key).entry }
    var command = CommandLine("catalog show")
    command.add(entry.table)
    command.add(entry.key)
    let own: HTML =
      entry.userTable.map { "<p class=\"warning\">From your own table: \($0)</p>" } ?? ""
    let body: HTML = """
      <p><a href="/catalogue">All tables</a> · <a href="/catalogue/\(entry.table)">\(entry.title)</a></p>
      \(own)\(values(entry))\(rivals(entry))\(notes(entry))\(sources(entry))\(command.html)
      """
    let name = entry.cells.first { $0.column == "name" }?.text ?? entry.key
    let year = entry.year.isEmpty || name.contains(entry.year) ? "" : ", \(entry.year)"
    return PageView(title: name.cut(to: 120) + year, body: body)
  }

  private func values(_ entry: CatalogueEntry) -> HTML {
    let hasRanges = entry.cells.contains { $0.low != $0.high || !$0.rangeReason.isEmpty }
    let rows = entry.cells.map { cell -> HTML in
      let unit = cell.unit == "1" ? "" : cell.unit
      let number = cell.value.map(CatalogueText.number)
      var range = ""
      if let low = cell.low, let high = cell.high, low != high {
        range = "\(CatalogueText.short(low)) to \(CatalogueText.short(high))"
      }
      let reason = [range, cell.rangeReason].filter { !$0.isEmpty }.joined(separator: ": ")
      let value: HTML =
        number.map { "<td>\($0)</td>" } ?? "<td>\(cell.text)</td>"
      return """
        <tr><th scope="row">\(cell.column.replacing("_", with: " "))</th>\(value)<td>\(unit)</td>\
        \(hasRanges ? "<td>\(reason)</td>" as HTML : "")<td class="faint">\(cell.meaning)</td></tr>

        """
    }
    let range: HTML = hasRanges ? "<th scope=\"col\">Range</th>" : ""
    return HTML.scrolled(
      "<thead><tr><th scope=\"col\">Column</th><th scope=\"col\">Value</th><th scope=\"col\">Unit</th>\(range)<th scope=\"col\">Meaning</th></tr></thead><tbody>\(rows)</tbody>",
      caption: "\(entry.table) \(entry.key)")
  }

  private func rivals(_ entry: CatalogueEntry) -> HTML {
    guard !entry.rivals.isEmpty else { return "" }
    let own = entry.cells.first { $0.value != nil }.map(CatalogueText.amount) ?? ""
    let source = entry.sources.map(\.text).joined(separator: "; ")
    var table = TextTable([.left, .left, .left, .left])
    table.add(["Row", "Table", "Says", "Source"])
    table.add([entry.key, entry.table, own, source])
    for rival in entry.rivals { table.add([rival.key, rival.table, rival.text, rival.source]) }
    return "<h2>Rivals</h2>\n"
      + HTML.table(table, caption: "Others that answer the same question, this row first") {
        index in
        guard index > 0 else { return nil }
        let rival = entry.rivals[index - 1]
        return Self.address(rival.table, rival.key)
      }
  }

  private func notes(_ entry: CatalogueEntry) -> HTML {
    guard !entry.notes.isEmpty else { return "" }
    var table = TextTable([.left, .left, .left, .left])
    table.add(["Column", "Rival value", "What is disputed", "Source"])
    for note in entry.notes {
      let check = note.check.isEmpty ? "" : " (check \(note.check))"
      table.add([
        note.column.isEmpty ? "the row" : note.column.replacing("_", with: " "), note.value,
        note.text + check, note.source,
      ])
    }
    return "<h2>What is disputed</h2>\n"
      + HTML.table(table, caption: "Errors of sources, and values that others give")
  }

  private func sources(_ entry: CatalogueEntry) -> HTML {
    let items = entry.sources.map { source -> HTML in
      // An address of a user's own table may be anything.
      let isLink = source.address.hasPrefix("https://") || source.address.hasPrefix("http://")
      let address: HTML =
        isLink
        ? "<a href=\"\(source.address)\" rel=\"noreferrer noopener\">\(source.address)</a>"
        : "\(source.address)"
      return "<li>\(source.text.asSentence) \(source.licence.asSentence) \(address)</li>\n"
    }
    return
      "<h2>\(items.count == 1 ? "Source" : "Sources")</h2>\n<ul class=\"notes\">\(items)</ul>\n"
  }
}

/// `24,533`.
func grouped(_ count: Int) -> String {
  var text = ""
  for (index, digit) in String(count).reversed().enumerated() {
    if index > 0, index % 3 == 0 { text.append(",") }
    text.append(digit)
  }
  return String(text.reversed())
}
