import Accounting
import JoulebookKit
import Reporting

/// What nobody metered: a form for each kind of estimate, and an address that asks again.
struct EstimatePage: Page {
  let path = "/estimate"
  let navigation: String? = "Estimate"

  /// Fields that stand open; the rest is a click away.
  private static let usual: [String: [String]] = [
    "hardware": ["device", "count", "hours", "region"],
    "training": ["model", "device", "count", "hours", "parameters", "tokens", "mfu", "region"],
    "search": ["trials", "trial-hours", "device", "count", "published-hours", "region"],
    "inference": ["model", "device", "requests", "input-tokens", "output-tokens", "region"],
    "life": [
      "training-kwh", "development-multiplier", "wh-per-request", "requests-per-day", "years",
      "region",
    ],
    "api": ["model", "requests", "output-tokens", "region"],
  ]

  /// Questions to begin with, each with what it asks.
  private static let examples: [String: [(words: String, query: String)]] = [
    "hardware": [
      ("Eight H100 for a day in France", "device=h100&count=8&hours=24&region=FR"),
      ("The same, hours not quite known", "device=h100&count=8&hours=20..30&region=FR"),
    ],
    "training": [
      ("GPT-3 as published", "model=gpt-3"),
      ("GPT-3 in Sweden", "model=gpt-3&region=SE"),
      (
        "7 billion parameters, 1 trillion tokens on H100",
        "parameters=7B&tokens=1T&device=h100&mfu=0.3..0.5"
      ),
    ],
    "search": [
      (
        "A thousand trials of about two hours",
        "trials=1000&trial-hours=2(1..4)&device=a100&region=DE"
      )
    ],
    "inference": [
      (
        "A million answers of a model of 70 billion parameters",
        "active-parameters=70B&requests=1M&input-tokens=500&output-tokens=300&device=h100"
      )
    ],
    "life": [
      (
        "100 MWh of training, then a million requests a day for two years",
        "training-kwh=100000&wh-per-request=0.2..0.5&requests-per-day=1M&years=2"
      )
    ],
    "api": [
      ("A thousand answers of GPT-4o", "model=openai/gpt-4o&requests=1000&output-tokens=400")
    ],
  ]

  func view(_ request: PageRequest) async throws -> PageView {
    let forms = Joulebook.estimateForms()
    let kind = request.fields["kind"] ?? "training"
    guard let form = forms.first(where: { $0.kind == kind }) else {
      // The verb says which there are.
      _ = try await answer(request, kind, FormFields(""))
      throw Refusal.missing
    }
    let given = request.fields.with("kind", nil)
    let tabs = HTML.tabs(
      forms.map { ($0.kind, "/estimate?kind=\($0.kind)") }, current: kind,
      label: "Kinds of estimates")
    let suggestions = try await Suggestions.read(request)
    var body: HTML = """
      \(tabs)<p>\(form.summary)</p>

      """
    guard !given.query.isEmpty else {
      body += self.form(form, given, nil) + suggestions.html + hint + start(kind)
      return PageView(title: title(kind), body: body)
    }
    do {
      let report = try await answer(request, kind, given)
      body += result(report, kind, given)
      body += "<h2>Ask again</h2>\n" + self.form(form, given, nil) + suggestions.html + hint
      return PageView(title: title(kind), body: body)
    } catch let problem as Problem {
      body += self.form(form, given, problem) + suggestions.html + hint
      return PageView(title: title(kind), body: body, isAnswer: false)
    }
  }

  private func title(_ kind: String) -> String { "Estimate: \(kind)" }

  // MARK: Question

  private func answer(
    _ request: PageRequest, _ kind: String, _ given: FormFields
  ) async throws -> EstimateReport {
    let words = given.pairs.filter { !$0.value.trimmed.isEmpty }.map {
      "--\($0.name)=\($0.value.trimmed)"
    }
    let answer = try await request.ask { joulebook in
      let item = EstimateItem(kind: kind, given: try EstimateItem.given(words))
      var options = EstimateOptions()
      options.showsEquivalences = true
      options.explains = "emissions_grams"
      return try joulebook.estimate([item], options: options)
    }
    return answer.reports[0]
  }

  private func form(_ form: EstimateForm, _ given: FormFields, _ problem: Problem?) -> HTML {
    let usual = Self.usual[form.kind] ?? form.own.prefix(6).map(\.name) + ["region"]
    let first = usual.compactMap { name in form.fields.first { $0.name == name } }
    let own = form.own.filter { !usual.contains($0.name) }
    let common = form.common.filter { !usual.contains($0.name) }
    return Form(
      action: path, given: given, problem: problem, hidden: [("kind", form.kind)],
      button: "Estimate",
      [
        ("What is known", first.map(field)), ("More about the \(form.kind)", own.map(field)),
        ("Place, facility, money and the making of hardware", common.map(field)),
      ]
    ).html
  }

  private func field(_ field: EstimateForm.Field) -> FormField {
    let kind: FormField.Kind
    if !field.choices.isEmpty {
      kind = .choice([("", "not given")] + field.choices.map { ($0, $0) })
    } else if field.isNumber {
      kind = .number
    } else {
      kind = .text(list: Suggestions.lists[field.name])
    }
    return FormField(field.name, unit: field.unit, hint: field.meaning, kind)
  }

  private var hint: HTML {
    """
    <p class="faint">Numbers may carry a range: <code>300</code> is exact, <code>250..350</code> a 90 % interval,
    <code>300(250..400)</code> a best value in one, <code>300~1.5</code> known to a factor. <code>175B</code>,
    <code>1.3M</code> and <code>60%</code> are short for powers of ten. Leave empty what is not known: the catalogue
    fills it in where it can, and says so.</p>
    """
  }

  private func start(_ kind: String) -> HTML {
    let links = (Self.examples[kind] ?? []).map { example -> HTML in
      "<li><a href=\"/estimate?kind=\(kind)&\(example.query)\">\(example.words)</a></li>"
    }
    guard !links.isEmpty else {
      return HTML.empty(
        "<p>Fill in what is known, or see what may be given: <code>joulebook estimate \(kind) --help</code></p>"
      )
    }
    return HTML.empty("<p>Nothing is asked yet. Begin with one of these:</p><ul>\(links)</ul>")
  }

  // MARK: Answer

  private func result(_ report: EstimateReport, _ kind: String, _ given: FormFields) -> HTML {
    let shown = ["emissions_grams", "facility_energy_joules", "energy_joules", "cost"]
    let tiles = shown.compactMap { report[$0] }.map {
      ($0.label.capitalisedStart, EstimateText.amount($0), EstimateText.range($0))
    }
    let inRows = Set(report.rows.flatMap(\.keys))
    var table = TextTable([.left, .right, .left])
    table.add(["Figure", "Best", "90 % interval"])
    for figure in report.results where !inRows.contains(figure.key) || report.rows.isEmpty {
      let range = EstimateText.range(figure)
      table.add([
        figure.label.capitalisedStart, EstimateText.amount(figure), range.isEmpty ? "none" : range,
      ])
    }
    var command = CommandLine("estimate \(kind)")
    for pair in given.pairs where !pair.value.trimmed.isEmpty {
      command.add(pair.name, pair.value.trimmed)
    }
    let address = path + FormFields(pairs: [("kind", kind)] + given.pairs).query
    let derivation: HTML =
      report.derivation.map {
        """
        <h2>How it was worked out</h2>
        <div class="derivation">\(HTML(markup: DerivationHTML.tree($0)))</div>

        """
      } ?? ""
    return """
      \(HTML.tiles(tiles))\(rows(report))\(HTML.table(table, caption: "All figures"))
      \(HTML.notes(report.warnings))\(widths(report))
      \(HTML.notes(report.scopes))\(equivalences(report))
      \(derivation)\(command.html)
      <p><a href="\(address)">Address of this estimate</a>: whoever opens it on a Joulebook with the same catalogue gets the
      same figures.</p>
      """
  }

  private func equivalences(_ report: EstimateReport) -> HTML {
    guard !report.equivalences.isEmpty else { return "" }
    return """
      <details class="values"><summary>The emissions beside things that people know</summary>
      \(HTML.notes(report.equivalences))</details>

      """
  }

  /// One run beside the whole search.
  private func rows(_ report: EstimateReport) -> HTML {
    guard let table = EstimateText.rowTable(report), !report.rowTitles.isEmpty else { return "" }
    return HTML.table(table, caption: "The published run beside all runs")
  }

  /// Which inputs the range comes from.
  private func widths(_ report: EstimateReport) -> HTML {
    let sentences = EstimateText.widths(report)
    guard let result = EstimateText.widest(report), !report.swings.isEmpty else {
      return HTML.notes(sentences)
    }
    let chart = TornadoChart(subject: report.title, result: result, swings: report.swings)
    return """
      <h2>What the range comes from</h2>
      \(HTML.chart(chart))
      <p>\(sentences.joined(separator: " "))</p>

      """
  }
}

extension String {
  var capitalisedStart: String { prefix(1).uppercased() + dropFirst() }
}
