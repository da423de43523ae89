import Accounting
import JoulebookKit
import Quantities
import Reporting

/// The runs of the ledger: filtered, sorted, added up, and chosen to be compared.
struct RunsPage: Page {
  let path = "/runs"
  let navigation: String? = "Runs"

  static let rows = 50

  func view(_ request: PageRequest) async throws -> PageView {
    let fields = request.fields
    let query = try RunsQuery(fields)
    let shown = try await request.ask { try $0.page(of: query.request) }
    guard shown.total.runs > 0 || query.isFiltered || shown.unreadable > 0 else {
      return PageView(title: "Runs", body: RunParts.firstRun)
    }
    return PageView(
      title: "Runs",
      body: """
        \(RunsFilter(fields: fields, query: query).html)
        \(shown.total.runs == 0 ? Self.none : found(shown, query, fields))
        """)
  }

  private static let none: HTML = """
    <div class="empty"><h2>No run fits</h2><p>No run of the ledger fits all of these conditions. \
    <a href="/runs">Show every run</a>, or take one condition out.</p></div>
    """

  private func found(_ shown: RunPage, _ query: RunsQuery, _ fields: FormFields) -> HTML {
    """
    \(totals(shown))
    <form action="/compare" class="table">
    <div class="scroll" tabindex="0" role="region" aria-label="Runs"><table>
    <caption>\(position(shown, query))</caption>
    <thead><tr><th scope="col"><span class="hidden">Choose</span></th>\(RunColumn.all.map { heading($0, query, fields) })</tr></thead>
    <tbody>\(shown.rows.map(row))</tbody></table></div>
    <div class="pager"><span><button class="quiet">Compare those chosen</button></span>
    <span>\(query.request.cursor == nil ? "" : "<a class=\"button quiet\" href=\"/runs\(fields.with("cursor", nil).query)\" rel=\"first\">First</a>" as HTML)
    \(shown.next.map { "<a class=\"button quiet\" href=\"/runs\(fields.with("cursor", $0).query)\" rel=\"next\">Next \(Self.rows)</a>" } ?? "" as HTML)</span></div></form>
    """
  }

  private func position(_ shown: RunPage, _ query: RunsQuery) -> String {
    shown.next == nil && query.request.cursor == nil
      ? "All \(shown.rows.count)" : "\(shown.rows.count) of \(shown.total.runs)"
  }

  private func totals(_ shown: RunPage) -> HTML {
    let total = shown.total
    let runs = shown.total.runs == 1 ? "1 run" : "\(shown.total.runs) runs"
    let parts = total.nested
    let inside: HTML =
      parts == 0
      ? ""
      : "<p class=\"faint\">\(parts == 1 ? "1 run was" : "\(parts) runs were") started by another one: the sums have that energy once.</p>"
    let old: HTML =
      shown.totalAsOf.map {
        "<p class=\"faint\">Sums as of \($0.description.prefix(19).replacing("T", with: " ")) UTC: they are being added up again.</p>"
      } ?? ""
    let damaged: HTML =
      shown.unreadable == 0
      ? ""
      : "<p class=\"warning\">\(shown.unreadable) damaged and in no sum: <code>joulebook check</code> says more.</p>"
    return """
      <dl class="tiles">
      \(RunParts.tile(runs, Duration.seconds(total.seconds).text, "together"))
      \(RunParts.tile("Energy", total.energy.text, total.energy.rangeText))
      \(RunParts.tile("Emissions", total.emissions.text, total.emissions.rangeText))
      <div class="tile"><dt>Evidence</dt><dd class="plain">\(RunParts.mix(total.byEvidence.mix))</dd></div></dl>
      \(old)\(inside)\(damaged)
      """
  }

  private func heading(_ column: RunColumn, _ query: RunsQuery, _ fields: FormFields) -> HTML {
    let number: HTML = column.isNumber ? " class=\"n\"" : ""
    guard let sort = column.sort else { return "<th scope=\"col\"\(number)>\(column.name)</th>" }
    let isSorted = query.request.sort == sort
    // Numbers and dates begin with the most, names with A.
    let descends = isSorted ? !query.request.descends : column.isNumber || sort == .started
    let next = fields.with("cursor", nil).with("sort", sort.rawValue)
      .with("order", descends ? "desc" : "asc")
    let state: HTML =
      isSorted
      ? (query.request.descends ? " aria-sort=\"descending\"" : " aria-sort=\"ascending\"") : ""
    return
      "<th scope=\"col\"\(number)\(state)><a href=\"/runs\(next.query)\">\(column.name)</a></th>"
  }

  private func row(_ row: RunPage.Row) -> HTML {
    let tags = row.tags.sorted { $0.key < $1.key }.prefix(4)
      .map { "\($0.key)=\($0.value)".cut(to: 40) }.joined(separator: " ")
    return """
      <tr><td><input type="checkbox" name="run" value="\(row.id)" aria-label="Choose \(row.name.cut(to: 60)), \(row.id)"></td>
      <th scope="row"><a href="\(RunParts.address(of: row.id))">\(row.name.isEmpty ? row.id : row.name.cut(to: 60))</a>\
      \(tags.isEmpty ? "" : "<br><small>\(tags)</small>" as HTML)</th>
      <td>\(row.project.cut(to: 40))</td><td class="nowrap">\(RunParts.moment(row.started))</td>
      <td class="n">\(Duration.seconds(row.seconds).text)</td>
      <td class="n">\(RunParts.figure(row.energy.text, row.energy.rangeText))</td>
      <td class="n">\(RunParts.figure(row.emissions.text, row.emissions.rangeText))</td>
      <td>\(RunParts.evidence(row.byEvidence.mix))</td>
      <td class="nowrap\((row.exitCode == 0) ? "" : " bad")">\(row.endText)</td></tr>

      """
  }
}

/// A column of the table of runs.
struct RunColumn {
  let name: String
  let sort: RunSort?
  var isNumber = false

  static let all = [
    RunColumn(name: "Run", sort: .name), RunColumn(name: "Project", sort: .project),
    RunColumn(name: "Started (UTC)", sort: .started),
    RunColumn(name: "Time", sort: .duration, isNumber: true),
    RunColumn(name: "Energy", sort: .energy, isNumber: true),
    RunColumn(name: "Emissions", sort: nil, isNumber: true), RunColumn(name: "Evidence", sort: nil),
    RunColumn(name: "End", sort: nil),
  ]
}

/// The conditions, as a form that is an address.
struct RunsFilter {
  let fields: FormFields
  let query: RunsQuery

  var html: HTML {
    """
    <form class="grid" action="/runs" role="search">
    \(field("q", "Words in name, project, tags or id", "bert"))
    \(field("project", "Project", "nlp"))
    \(field("name", "Name, whole", "train"))
    \(field("tag", "Tag", "model=bert"))
    \(field("since", "Since", "2026-11-01", type: "date"))
    \(field("until", "Before", "2026-12-01", type: "date"))
    <div><label for="outcome">End</label><select id="outcome" name="outcome">\(outcomes)</select></div>
    <input type="hidden" name="sort" value="\(fields["sort"] ?? "")"><input type="hidden" name="order" value="\(fields["order"] ?? "")">
    <div><button>Show</button> \(query.isFiltered ? "<a class=\"button quiet\" href=\"/runs\">All</a>" as HTML : "")</div></form>
    """
  }

  private var outcomes: [HTML] {
    [("", "any"), ("done", "exit 0"), ("failed", "failed"), ("unknown", "not known")].map {
      value, name in
      let chosen: HTML = (fields["outcome"] ?? "") == value ? " selected" : ""
      return "<option value=\"\(value)\"\(chosen)>\(name)</option>"
    }
  }

  private func field(
    _ name: String, _ label: String, _ example: String, type: String = "text"
  ) -> HTML {
    """
    <div><label for="\(name)">\(label)</label>
    <input id="\(name)" name="\(name)" type="\(type)" value="\(fields[name] ?? "")" placeholder="\(example)" autocomplete="off"></div>
    """
  }
}
