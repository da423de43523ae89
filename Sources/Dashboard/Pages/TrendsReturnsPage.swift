import Accounting
import JoulebookKit
import Reporting

/// What more energy, emissions, money or compute brought.
struct TrendsReturnsPage: Page {
  let path = "/trends/returns"
  let navigation: String? = nil

  /// The series that is shown to somebody who asks for none.
  static let usual = "checkpoints"
  private static let ledger = "ledger"

  func view(_ request: PageRequest) async throws -> PageView {
    let isFirst = request.fields.query.isEmpty
    let fields = isFirst ? FormFields("set=\(Self.usual)") : request.fields
    do {
      let asked = try Self.request(fields)
      let report = try await request.ask { try $0.returns(asked).report }
      let own: HTML =
        isFirst
        ? """
        <p>This is a published training run. Of your own runs: <a href="/trends/returns?set=ledger">the ledger</a>, where
        runs carry a tag such as <code>metric.accuracy</code>.</p>

        """ : ""
      let body: HTML = """
        \(TrendsPage.tabs("Returns"))\(own)\(result(report))
        <h2>Ask again</h2>
        \(form(fields, nil))\(command(fields))
        """
      return PageView(title: "Returns", body: body)
    } catch let problem as Problem {
      return PageView(
        title: "Returns", body: TrendsPage.tabs("Returns") + form(fields, problem), isAnswer: false)
    }
  }

  private static func request(_ fields: FormFields) throws -> ReturnsRequest {
    var request = ReturnsRequest()
    request.set = fields["set"].flatMap { $0 == ledger ? nil : $0 }
    request.families = fields.all("family")
    request.evaluation = fields["protocol"]
    request.against = try fields.one(of: ReturnsMeasure.allCases, "against")
    request.metric = fields["metric"]
    request.isLowerBetter = fields["lower-is-better"] != nil ? true : nil
    request.perfect = fields["perfect"]
    request.step = try fields.number("step")
    request.worth = fields["worth"]
    request.carbonPrice = fields["carbon-price"]
    request.runs.project = fields["project"]
    request.runs.since = try fields.moment("since")
    request.runs.until = try fields.moment("until")
    return request
  }

  private func form(_ fields: FormFields, _ problem: Problem?) -> HTML {
    Form(
      action: path, given: fields, problem: problem, button: "Fit",
      [
        (
          "What is looked at",
          [
            FormField(
              "set", "Points",
              .choice([
                (Self.ledger, "runs of the ledger"),
                ("checkpoints", "checkpoints of a published run"),
                ("imagenet", "ImageNet models"),
              ])),
            FormField("metric", hint: "of runs: NAME of their tag metric.NAME"),
            FormField(
              "against", "Against",
              .choice(
                [("", "what is known")] + ReturnsMeasure.allCases.map { ($0.rawValue, $0.rawValue) }
              )),
            FormField("worth", hint: "most that a step may cost: 10kWh, 1kg, 5EUR"),
          ]
        ),
        (
          "Which points, and how they are read",
          [
            FormField("project", hint: "only runs of this project"),
            FormField("since", hint: "runs started at this date or later"),
            FormField("until", hint: "runs started before this date"),
            FormField("family", hint: "of a set: only this family or model"),
            FormField("protocol", hint: "only points that were evaluated this way"),
            FormField("perfect", hint: "best value there can be, or none"),
            FormField("step", hint: "gain whose price is shown", .number),
            FormField("carbon-price", hint: "for a worth in money: 100EUR/t"),
            FormField("lower-is-better", "Less of the metric is better", .flag),
          ]
        ),
      ]
    ).html
  }

  private func command(_ fields: FormFields) -> HTML {
    var command = CommandLine("trends returns")
    command.add("set", fields["set"].flatMap { $0 == Self.ledger ? nil : $0 })
    for name in [
      "metric", "against", "worth", "project", "since", "until", "family", "protocol", "perfect",
      "step", "carbon-price",
    ] {
      for value in fields.all(name) { command.add(name, value) }
    }
    command.add(flag: "lower-is-better", fields["lower-is-better"] != nil)
    return command.html
  }

  private func result(_ report: ReturnsReport) -> HTML {
    let curves: HTML =
      report.findings.fits.isEmpty
      ? ""
      : """
      <h2>Curves, with 95 % intervals</h2>
      <pre class="curves" tabindex="0" aria-label="Curves">\(HTML.lines(report.fitLines.joined(separator: "\n")))</pre>

      """
    let worth: HTML =
      report.worthTable.map { verdict, limit, table in
        // Its lines have no head.
        var titled = TextTable(table.columns)
        titled.add(["Step", "Price", "Verdict"])
        for row in table.rows { titled.add(row) }
        return "<h2>\(verdict)</h2>\n" + HTML.table(titled, caption: limit)
      } ?? ""
    return """
      <p class="finding">\(report.headline.asSentence)</p>
      <p>\(report.title == report.source ? report.title : "\(report.title), from \(report.source)")</p>
      \(HTML.chart(ReturnsChart(report)))
      <p>\(report.verdictText)</p>
      \(HTML.table(report.pointTable, caption: "Each point, what it gained, and the price of that"))
      \(curves)\(worth)\(HTML.notes(report.findings.warnings + report.notes))
      \(report.statements.isEmpty ? "" : "<h2>Set beside</h2>" as HTML)\(HTML.notes(report.statements))
      """
  }
}
