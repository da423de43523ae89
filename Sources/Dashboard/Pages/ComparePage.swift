import Accounting
import JoulebookKit
import Quantities
import Reporting

/// Runs that were chosen, side by side.
struct ComparePage: Page {
  let path = "/compare"
  let navigation: String? = nil

  /// More than these are no longer read side by side.
  static let most = 20

  func view(_ request: PageRequest) async throws -> PageView {
    let references = request.fields.all("run").reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    let metric = request.fields["metric"]
    guard references.count >= 2 else {
      return PageView(title: "Compare runs", body: Self.how + form(references, metric))
    }
    guard references.count <= Self.most else {
      throw Problem(
        "Cannot compare \(references.count) runs side by side.",
        why: "More than \(Self.most) are no longer read side by side.",
        fix: "Choose fewer, or make an experiment of them: the page Experiments.", exit: .usage)
    }
    let answers = try await request.ask { joulebook in
      try references.dropFirst().map {
        try joulebook.compare(
          references[0], $0, filter: RunFilter(), metric: metric, limit: nil)
      }
    }
    let sides = [answers[0].comparison.a] + answers.map(\.comparison.b)
    let statement = Statement(
      subject: "\(sides.count) runs",
      entries: sides.flatMap(\.entries).reduce(into: []) { all, entry in
        if !all.contains(where: { $0.run.id == entry.run.id }) { all.append(entry) }
      })
    return PageView(
      title: "Compare runs",
      body: """
        \(overview(sides))
        \(statement.total.devices > 0 ? RunParts.figure(DotsChart(statement)) : "")
        \(zip(2..., answers).map(section))
        \(form(references, metric))
        """)
  }

  private func overview(_ sides: [Comparison.Side]) -> HTML {
    let rows = sides.enumerated().map { index, side -> HTML in
      let entries = side.entries
      let total = Statement(subject: side.name, entries: entries).total
      let mean = 1 / Double(max(total.runs, 1))
      let name: HTML =
        entries.count == 1
        ? "\(RunParts.link(to: entries[0].run)) <small>\(entries[0].run.id)</small>"
        : "\(side.name.cut(to: 80)) <small>mean of \(entries.count) runs</small>"
      return """
        <tr><th scope="row">\(index + 1)</th><td class="named">\(name)</td><td class="n">\(Duration.seconds(total.seconds * mean).text)</td>
        <td class="n">\(RunParts.figure((total.energy * mean).text, (total.energy * mean).rangeText))</td>
        <td class="n">\(RunParts.figure((total.emissions * mean).text, (total.emissions * mean).rangeText))</td>
        <td>\(RunParts.evidence(total.evidenceMix))</td></tr>
        """
    }
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="Runs compared"><table>
      <caption>The first is what the others are set against</caption>
      <thead><tr><th scope="col">No.</th><th scope="col">Run</th><th scope="col" class="n">Time</th>
      <th scope="col" class="n">Energy</th><th scope="col" class="n">Emissions</th><th scope="col">Evidence</th></tr></thead>
      <tbody>\(rows)</tbody></table></div>
      """
  }

  private func section(_ number: Int, _ answer: ComparisonAnswer) -> HTML {
    let comparison = answer.comparison
    let rows = comparison.rows.map { row -> HTML in
      let cells = ComparisonText.cells(row)
      return """
        <tr><th scope="row">\(cells[0])</th><td class="n">\(cells[1])</td><td class="n">\(cells[2])</td>
        <td class="n">\(cells[3])</td><td class="n">\(cells[4])</td><td>\(cells[5])</td></tr>
        """
    }
    let warnings = comparison.warnings.map { warning -> HTML in "<li>\(warning.asSentence)</li>" }
    let sentence = comparison.energy.map { ComparisonText.sentence($0.difference) } ?? ""
    return """
      <section class="card" aria-labelledby="pair-\(number)"><h2 id="pair-\(number)">\(number) against 1</h2>
      <p>A is \(comparison.a.name.cut(to: 100)), B is \(comparison.b.name.cut(to: 100)).</p>
      <p><strong>\(sentence)</strong></p>
      <div class="scroll" tabindex="0" role="region" aria-label="\(number) against 1"><table><caption>Means of a run, with the 95 % interval of the difference</caption>
      <thead><tr><th scope="col">Quantity</th><th scope="col" class="n">A</th><th scope="col" class="n">B</th>
      <th scope="col" class="n">B to A</th><th scope="col" class="n">Interval</th><th scope="col">Verdict</th></tr></thead>
      <tbody>\(rows)</tbody></table></div>
      \(warnings.isEmpty ? "" : "<h3>Not a fair comparison</h3><ul class=\"warning\">\(warnings)</ul>" as HTML)</section>
      """
  }

  private func form(_ references: [String], _ metric: String?) -> HTML {
    let fields = (references + ["", ""].prefix(max(0, 2 - references.count))).enumerated().map {
      index, reference -> HTML in
      """
      <div><label for="run-\(index)">\(index == 0 ? "First run" : "Run \(index + 1)")</label>
      <input id="run-\(index)" name="run" value="\(reference)" autocomplete="off"></div>
      """
    }
    let next = max(references.count, 2)
    return """
      <h2>Compare others</h2><form class="grid" action="/compare">\(fields)
      <div><label for="run-\(next)">One more</label><input id="run-\(next)" name="run" autocomplete="off"></div>
      <div><label for="metric">Metric</label><input id="metric" name="metric" value="\(metric ?? "")" placeholder="accuracy" autocomplete="off"></div>
      <div><button>Compare</button></div></form>
      """
  }

  private static let how: HTML = """
    <p>Choose two runs or more on the page <a href="/runs">Runs</a>, or name them here: the id or its beginning, a name, or \
    a tag such as <code>model=bert</code> for all runs that have it.</p>
    """
}
