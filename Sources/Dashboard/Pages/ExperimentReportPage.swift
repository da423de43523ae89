import Accounting
import JoulebookKit
import Quantities
import Reporting

/// Every run of a group beside the one that is published.
struct ExperimentReportPage: Page {
  let path = "/experiments/report"
  let navigation: String? = nil

  /// So many runs are decoded for a picture of quality against energy; of more, the command line makes one.
  private static let mostPoints = 2_000

  func view(_ request: PageRequest) async throws -> PageView {
    let fields = request.fields
    guard !fields.query.isEmpty else {
      let start = HTML.empty(
        "<p>Choose a group on the page of <a href=\"/experiments\">experiments</a>, or say here which runs are meant.</p>"
      )
      return PageView(title: "Experiment", body: start + form(fields, nil))
    }
    do {
      let asked = try Self.request(fields)
      let report = try await request.ask { try $0.experiment(asked).report }
      let body = try await self.body(report, asked, request)
      return PageView(title: "Experiment: \(report.title.cut(to: 80))", body: body)
    } catch let problem as Problem {
      return PageView(
        title: "Experiment", body: form(fields, nil, problem), isAnswer: false)
    }
  }

  // MARK: Question

  private static func request(_ fields: FormFields) throws -> ExperimentRequest {
    var request = ExperimentRequest()
    request.name = fields["group"]
    request.project = fields["project"]
    for text in fields.all("tag") {
      guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
        throw Problem(
          "Cannot read `\(text)` (--tag).", why: "A tag is written `key=value`.",
          fix: "Write for example `seed=1`.", exit: .usage)
      }
      request.tags[String(text[..<sign])] = String(text[text.index(after: sign)...])
    }
    request.nameGlob = fields["name"]
    request.parent = fields["parent"]
    request.array = fields["array"]
    request.since = try fields.moment("since")
    request.until = try fields.moment("until")
    request.published = fields["published"]
    request.parts = fields.all("part")
    request.maximise = fields["maximise"]
    request.minimise = fields["minimise"]
    request.baseline = try fields.number("baseline")
    request.price = fields["price"]
    request.devicePrice = fields["device-price"]
    request.budget = fields["budget"]
    return request
  }

  private func form(
    _ fields: FormFields, _ report: ExperimentReport?, _ problem: Problem? = nil
  ) -> HTML {
    let runs = report.map { report in
      report.costliest.compactMap { report.names[$0.number]?.lastWord }
    }
    let form = Form(
      action: path, given: fields, problem: problem, button: "Report",
      [
        (
          "What is asked of them",
          [
            FormField(
              "published", "Published run", hint: "an id or its beginning, a name, or last",
              .text(list: "ids")),
            FormField("maximise", "Metric, more is better", hint: "such as accuracy"),
            FormField("minimise", "Metric, less is better", hint: "such as loss"),
            FormField("budget", hint: "what may be spent: 500kWh, 200kgCO2e, 1000EUR"),
          ]
        ),
        (
          "Which runs",
          [
            FormField("project", hint: "the project's name"),
            FormField("tag", hint: "key=value"),
            FormField("name", "Name", hint: "a pattern of whole names: lr-*"),
            FormField("parent", hint: "runs that this run started"),
            FormField("array", hint: "job id of a Slurm array"),
            FormField("since", hint: "started at this date or later"),
            FormField("until", hint: "started before this date"),
          ]
        ),
        (
          "Parts and money",
          [
            FormField("part", hint: "runs with this tag get a row: key=value"),
            FormField("baseline", hint: "gains are counted from this value", .number),
            FormField("price", hint: "of a kWh: 0.12USD"),
            FormField("device-price", hint: "of an hour of a device: 0.43..1.46USD"),
          ]
        ),
      ])
    return form.html + Form.list("ids", runs ?? [])
  }

  private func command(_ fields: FormFields) -> HTML {
    var command = CommandLine("experiment report")
    command.add(fields["group"])
    for name in ["project", "tag", "name", "parent", "array", "since", "until"] {
      for value in fields.all(name) { command.add(name, value) }
    }
    for name in [
      "published", "part", "maximise", "minimise", "baseline", "price", "device-price", "budget",
    ] {
      for value in fields.all(name) { command.add(name, value) }
    }
    return command.html
  }

  // MARK: Answer

  private func body(
    _ report: ExperimentReport, _ asked: ExperimentRequest, _ request: PageRequest
  ) async throws -> HTML {
    let whole = report.whole
    var body: HTML = "<p>\(ExperimentText.counts(whole).asSentence)</p>\n"
    body += HTML.tiles([
      ("IT energy", whole.energy.text, whole.energy.rangeText),
      ("At the meter", whole.facilityEnergy.text, whole.facilityEnergy.rangeText),
      ("Emissions", whole.emissions.text, whole.emissions.rangeText),
      ("Went into runs that did not end well", whole.lost.text(), ""),
    ])
    if let budget = report.budget, let text = ExperimentText.budgetText(report) {
      let over: HTML = budget.left < 0 ? " class=\"warning\"" : ""
      let part = budget.limit > 0 ? min(1, max(0, budget.spent / budget.limit)) : 1
      body += """
        <p\(over)><meter min="0" max="1" high="0.9" value="\(part.text(decimals: 3))">\(text)</meter> \(text)</p>

        """
    }
    body += HTML.table(
      ExperimentText.totalTable(report), caption: "Every run beside the one that is published")
    body += HTML.notes(ExperimentText.summary(report))
    body += HTML.chart(ExperimentChart(report))
    body += try await gains(report, asked, request)
    body += try await front(report, asked, request)
    if !report.stopRules.isEmpty {
      body += "<h2>What a stop rule would have saved</h2>\n"
      body += HTML.notes(ExperimentText.savings(report))
    }
    if let table = ExperimentText.costliestTable(report) {
      body += "<h2>What took the most</h2>\n"
      body += HTML.table(table, caption: "The runs that took the most, the largest first") {
        index in
        report.names[report.costliest[index].number]?.lastWord.map {
          "/runs/\(FormFields.encoded($0))"
        }
      }
    }
    body += HTML.notes(report.notes)
    body += "<h2>Ask more</h2>\n" + form(request.fields, report)
    return body + command(request.fields)
  }

  /// Time against energy, with the line of the runs that none beats in both.
  private func front(
    _ report: ExperimentReport, _ asked: ExperimentRequest, _ request: PageRequest
  ) async throws -> HTML {
    let isPlain = [asked.name, asked.nameGlob, asked.parent, asked.array].allSatisfy { $0 == nil }
    guard isPlain, (2...Self.mostPoints).contains(report.whole.runs) else { return "" }
    var chart = ChartRequest("pareto")
    chart.filter = RunFilter(
      project: asked.project, tags: asked.tags, since: asked.since, until: asked.until)
    return "<h2>Time against energy</h2>\n"
      + HTML.chart(try await request.ask { [chart] in try $0.chart(chart) })
  }

  /// Each gain of the metric, and quality against energy with what nothing beats.
  private func gains(
    _ report: ExperimentReport, _ asked: ExperimentRequest, _ request: PageRequest
  ) async throws -> HTML {
    guard let sheet = ExperimentText.gains(report) else { return "" }
    var body: HTML = "<h2>\(sheet.title)</h2>\n<p>\(sheet.finding)</p>\n"
    if let table = sheet.table {
      body += HTML.table(
        table, caption: "The latest gains, and the energy of all runs since the one before")
    }
    let isPlain = [asked.name, asked.nameGlob, asked.parent, asked.array].allSatisfy { $0 == nil }
    guard isPlain, report.whole.runs <= Self.mostPoints else {
      return body
        + "<p class=\"faint\">Quality against energy is drawn for a project or a tag of at most \(Self.mostPoints) runs.</p>\n"
    }
    var returns = ReturnsRequest()
    returns.runs = RunFilter(
      project: asked.project, tags: asked.tags, since: asked.since, until: asked.until)
    returns.metric = asked.maximise ?? asked.minimise
    returns.isLowerBetter = asked.minimise != nil
    do {
      let answer = try await request.ask { [returns] in try $0.returns(returns).report }
      return body + HTML.chart(ReturnsChart(answer))
    } catch let problem as Problem {
      return body
        + "<p class=\"faint\">Quality against energy is not drawn. \(problem.what.asSentence) \(problem.why.asSentence)</p>\n"
    }
  }
}

extension FormFields {
  /// A date or a moment.
  func moment(_ name: String) throws -> Timestamp? {
    guard let text = self[name] else { return nil }
    guard let moment = Timestamp(text) else {
      throw Problem(
        "Cannot read the time `\(text)` (--\(name)).",
        why: "A time is a date like 2026-11-24 or RFC 3339 like 2026-11-24T14:30:00Z.",
        fix: "Write for example 2026-11-24.", exit: .usage)
    }
    return moment
  }

  func number(_ name: String) throws -> Double? {
    guard let text = self[name] else { return nil }
    guard let number = Double(text), number.isFinite else {
      throw Problem(
        "Cannot use `\(text)` (--\(name)).", why: "It is not a number.",
        fix: "Write for example 0.9.", exit: .usage)
    }
    return number
  }
}

extension String {
  /// The id behind a run's name.
  var lastWord: String? { split(separator: " ").last.map(String.init) }
}
