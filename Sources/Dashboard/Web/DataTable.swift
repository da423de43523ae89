import Reporting

/// Tables, figures and pictures as every page shows them.
extension HTML {
  /// A table of a report, which can be scrolled sideways by itself.
  /// - Parameters:
  ///   - table: its first row is the head.
  ///   - caption: what it says, for those who do not see it at a glance too.
  ///   - link: where the first cell of a row leads; rows are counted from 0 below the head.
  static func table(
    _ table: TextTable, caption: String, link: (Int) -> String? = { _ in nil }
  ) -> HTML {
    guard let head = table.rows.first, table.rows.count > 1 else { return "" }
    func isNumber(_ column: Int) -> Bool { table.columns[column] == .right }
    // A column in which no row says anything is left out.
    let shown = head.indices.filter { column in
      column == 0 || table.rows.dropFirst().contains { !$0[column].trimmed.isEmpty }
    }
    let heads = shown.map { column -> HTML in
      let text = head[column].trimmed
      if text.isEmpty { return "<td></td>" }
      let number: HTML = isNumber(column) ? " class=\"n\"" : ""
      return "<th scope=\"col\"\(number)>\(text)</th>"
    }
    let rows = table.rows.dropFirst().enumerated().map { index, cells -> HTML in
      let cells = shown.map { column -> HTML in
        let text = cells[column]
        let number: HTML = isNumber(column) ? " class=\"n\"" : ""
        guard column == 0 else { return "<td\(number)>\(words(text.trimmed))</td>" }
        let inner: HTML =
          link(index).map { "<a href=\"\($0)\">\(text.trimmed)</a>" } ?? "\(text.trimmed)"
        return "<th scope=\"row\"\(number)>\(inner)</th>"
      }
      return "<tr>\(cells)</tr>\n"
    }
    return scrolled(
      "<thead><tr>\(heads)</tr></thead>\n<tbody>\(rows)</tbody>", caption: caption)
  }

  /// Rows of a page's own making in the same frame.
  static func scrolled(_ rows: HTML, caption: String) -> HTML {
    """
    <div class="scroll" tabindex="0" role="region" aria-label="\(caption)"><table class="data">
    <caption>\(caption)</caption>
    \(rows)</table></div>
    """
  }

  /// Figures at a glance, the range beside each.
  static func tiles(_ tiles: [(name: String, value: String, range: String)]) -> HTML {
    let all = tiles.map { tile -> HTML in
      let range: HTML =
        tile.range.isEmpty ? "" : "<span class=\"range\">\(tile.range)</span>"
      return
        "<div class=\"tile\"><dt>\(tile.name)</dt><dd>\(tile.value)\(range)</dd></div>\n"
    }
    return "<dl class=\"tiles\">\(all)</dl>"
  }

  /// A picture with the values that are drawn.
  static func chart(_ chart: any Chart) -> HTML {
    let values = chart.table
    let shown = values.rows.prefix(mostValues)
    let head = values.columns.map { "<th scope=\"col\">\($0)</th>" as HTML }
    let rows = shown.map { row -> HTML in
      "<tr>\(row.map { "<td>\($0)</td>" as HTML })</tr>\n"
    }
    let left = values.rows.count - shown.count
    let more: HTML =
      left > 0
      ? "<p class=\"faint\">The first \(shown.count) of \(values.rows.count) rows.</p>" : ""
    return """
      <figure class="chart" tabindex="0" role="group" aria-label="\(chart.title)">
      \(HTML(markup: chart.svg(styled: false)))
      </figure>
      <details class="values"><summary>The values of this picture</summary>
      \(more)\(scrolled("<thead><tr>\(head)</tr></thead>\n<tbody>\(rows)</tbody>", caption: chart.title))
      </details>
      """
  }

  private static let mostValues = 500

  /// A sentence in which commands and names stand in backquotes.
  static func words(_ text: String) -> HTML {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false)
    // A lone backquote is one.
    guard parts.count % 2 == 1 else { return "\(text)" }
    return parts.enumerated().map { index, part -> HTML in
      index % 2 == 1 ? "<code>\(part)</code>" : "\(part)"
    }.joined()
  }

  /// Text whose lines stay lines, for a `<pre>`.
  static func lines(_ text: String) -> HTML {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "\($0)" as HTML }
      .joined(separator: "\n")
  }

  /// What stands in the place of things that are not there yet, and how to get them.
  static func empty(_ text: HTML) -> HTML { "<div class=\"empty\">\(text)</div>" }

  /// What to know of the figures, a sentence each.
  static func notes(_ notes: [String]) -> HTML {
    guard !notes.isEmpty else { return "" }
    return "<ul class=\"notes\">\(notes.map { "<li>\(words($0.asSentence))</li>\n" as HTML })</ul>"
  }

  /// Pages beside each other, the one that is shown marked.
  static func tabs(
    _ tabs: [(name: String, address: String)], current: String, label: String
  ) -> HTML {
    let all = tabs.map { tab -> HTML in
      let here: HTML = tab.name == current ? " aria-current=\"page\"" : ""
      return "<li><a href=\"\(tab.address)\"\(here)>\(tab.name)</a></li>"
    }
    return "<nav class=\"tabs\" aria-label=\"\(label)\"><ul>\(all)</ul></nav>"
  }
}

extension String {
  var trimmed: String {
    let start = drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
  }
}
