import Accounting
import JoulebookKit
import Reporting

/// Where emissions lead: growth against hardware, buildings and grid.
struct TrendsScenarioPage: Page {
  let path = "/trends/scenario"
  let navigation: String? = nil

  /// The last year for somebody who gives none.
  static let usual = 2030

  func view(_ request: PageRequest) async throws -> PageView {
    let fields = request.fields
    do {
      let asked = try Self.request(fields)
      let answer = try await request.ask { try $0.scenario(asked) }
      let body: HTML = """
        \(TrendsPage.tabs("Scenario"))\(result(answer.report, answer.chart))
        <h2>Ask again</h2>
        \(form(fields, nil))\(command(fields))
        """
      return PageView(title: "Scenario", body: body)
    } catch let problem as Problem {
      return PageView(
        title: "Scenario", body: TrendsPage.tabs("Scenario") + form(fields, problem),
        isAnswer: false)
    }
  }

  private static func request(_ fields: FormFields) throws -> ScenarioRequest {
    var request = ScenarioRequest(to: try year(fields, "to") ?? usual)
    request.from = try year(fields, "from")
    request.run = fields["run"]
    request.isLedger = fields["ledger"] != nil
    request.project = fields["project"]
    request.emissions = fields["emissions"]
    request.region = fields["region"]
    for factor in ScenarioFactor.allCases {
      guard let text = fields[factor.rawValue] else { continue }
      // The command line reads files; a visitor's word is no path on this machine.
      guard !text.lowercased().hasSuffix(".csv") else {
        throw Problem(
          "Cannot use `\(text)` (--\(factor.rawValue)).",
          why: "Files are read by the command line alone.",
          fix: "Write the path here: 2026:0.6,2030:0.85.", exit: .usage)
      }
      request.factors[factor] = text
    }
    return request
  }

  private static func year(_ fields: FormFields, _ name: String) throws -> Int? {
    guard let text = fields[name] else { return nil }
    guard let year = Int(text) else {
      throw Problem(
        "Cannot use `\(text)` (--\(name)).", why: "It is not a year.",
        fix: "Write for example 2035.", exit: .usage)
    }
    return year
  }

  private func form(_ fields: FormFields, _ problem: Problem?) -> HTML {
    let factors = ScenarioFactor.allCases.map { factor in
      FormField(
        factor.rawValue, factor.meaning.capitalisedStart, hint: Self.hint(factor),
        .number)
    }
    return Form(
      action: path, given: fields, problem: problem, button: "Draw on",
      [
        (
          "Whose emissions, until when",
          [
            FormField(
              "to", "Last year", hint: "\(Self.usual) when empty", example: "2035", .number),
            FormField("run", hint: "a published training run; GPT-3 when empty"),
            FormField(
              "emissions", hint: "of the first year, instead of a run: 1200t"),
            FormField(
              "ledger", "What this ledger booked in the last twelve months", .flag),
          ]
        ),
        ("Factors; those left empty follow the catalogue", factors),
        (
          "More",
          [
            FormField("from", "First year", hint: "that of the run, or this one", .number),
            FormField("region", hint: "whose grid is drawn on; the world's when empty"),
            FormField("project", hint: "of the ledger: only runs of this project"),
          ]
        ),
      ]
    ).html
  }

  private static func hint(_ factor: ScenarioFactor) -> String {
    switch factor {
    case .growth, .hardware, .grid: "times a year, 1.4 or 1.2..1.6, or a path: 2026:1,2030:4"
    case .utilisation, .inference: "a level, 0.6, or a path: 2026:0.6,2030:0.8"
    case .pue: "a level, 1.2, or a path: 2026:1.5,2030:1.2"
    }
  }

  private func command(_ fields: FormFields) -> HTML {
    var command = CommandLine("trends scenario")
    command.add("to", fields["to"] ?? "\(Self.usual)")
    for name in ["from", "run"] { command.add(name, fields[name]) }
    command.add(flag: "ledger", fields["ledger"] != nil)
    for name in ["project", "emissions", "region"] + ScenarioFactor.allCases.map(\.rawValue) {
      command.add(name, fields[name])
    }
    return command.html
  }

  private func result(_ report: ScenarioReport, _ chart: any Chart) -> HTML {
    let assumptions = report.assumptions.map { assumption -> HTML in
      """
      <tr><th scope="row">\(assumption.factor.meaning.capitalisedStart)</th><td>\(assumption.text)</td>
      <td>\(HTML.words(assumption.source))</td></tr>

      """
    }
    let base: HTML = """
      <tr><th scope="row">Emissions of \(String(report.from))</th><td>\(report.base.largeText)</td>
      <td>\(report.baseSource)</td></tr>

      """
    return """
      <p class="finding">\(report.finding.asSentence)</p>
      \(HTML.chart(chart))
      \(HTML.table(ScenarioText.yearTable(report), caption: "Year by year"))
      \(HTML.table(ScenarioText.partTable(report), caption: "What makes it"))
      <p>\(ScenarioText.bending(report))</p>
      <p>\(ScenarioText.breakEven(report))</p>
      <h2>Assumptions</h2>
      \(HTML.scrolled("<thead><tr><th scope=\"col\">Factor</th><th scope=\"col\">Assumed</th><th scope=\"col\">From</th></tr></thead><tbody>\(base)\(assumptions)</tbody>", caption: "Every assumption, with where it is from"))
      \(HTML.notes(report.notes))
      """
  }
}
