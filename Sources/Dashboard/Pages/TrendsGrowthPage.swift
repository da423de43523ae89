import Accounting
import JoulebookKit
import Reporting

/// How fast something doubles: fits of the catalogue's series, and of what others published.
struct TrendsGrowthPage: Page {
  let path = "/trends/growth"
  let navigation: String? = nil

  func view(_ request: PageRequest) async throws -> PageView {
    let fields = request.fields
    do {
      let asked = try Self.request(fields)
      let answer = try await request.ask { try $0.growth(asked) }
      let body: HTML = """
        \(TrendsPage.tabs("Growth"))\(result(answer.report, answer.chart))
        <h2>Ask again</h2>
        \(form(fields, nil))\(command(fields))
        """
      return PageView(title: "Growth", body: body)
    } catch let problem as Problem {
      return PageView(
        title: "Growth", body: TrendsPage.tabs("Growth") + form(fields, problem), isAnswer: false)
    }
  }

  private static func request(_ fields: FormFields) throws -> GrowthRequest {
    var request = GrowthRequest()
    request.preset = try fields.one(of: GrowthPreset.allCases, "preset")
    request.series = try fields.one(of: GrowthSeries.allCases, "series")
    request.from = fields["from"]
    request.to = fields["to"]
    request.domain = fields["domain"]
    request.rule = fields["rule"]
    request.only = fields.all("only")
    request.without = fields.all("without")
    request.unit = fields["unit"]
    return request
  }

  private func form(_ fields: FormFields, _ problem: Problem?) -> HTML {
    Form(
      action: path, given: fields, problem: problem, button: "Fit",
      [
        (
          "What is fitted",
          [
            FormField(
              "preset", "Redo what others published",
              .choice(
                [("", "nothing of theirs")]
                  + GrowthPreset.allCases.map { ($0.rawValue, $0.rawValue) })),
            FormField(
              "series", "Series",
              .choice(
                [("", "that of the preset")]
                  + GrowthSeries.allCases.map { ($0.rawValue, "\($0.rawValue): \($0.meaning)") })),
            FormField("from", hint: "first year, month or day", example: "2012"),
            FormField("to", hint: "last one; it belongs to the window", example: "2018-06"),
          ]
        ),
        (
          "Which points",
          [
            FormField("rule", hint: "all, record, or top:10: the largest when they came"),
            FormField("domain", hint: "models of one domain: Language, Vision"),
            FormField("only", hint: "only the point of this name"),
            FormField("without", hint: "without the point of this name"),
            FormField("unit", hint: "of the series data: tokens"),
          ]
        ),
      ]
    ).html
  }

  private func command(_ fields: FormFields) -> HTML {
    var command = CommandLine("trends growth")
    for name in ["preset", "series", "from", "to", "domain", "rule", "only", "without", "unit"] {
      for value in fields.all(name) { command.add(name, value) }
    }
    return command.html
  }

  private func result(_ report: GrowthReport, _ chart: any Chart) -> HTML {
    let tables = GrowthText.tables(report).map { title, table, source -> HTML in
      let source: HTML = source.map { "<p class=\"faint\">\($0)</p>\n" } ?? ""
      return HTML.table(table, caption: title) + source
    }
    return """
      <p class="finding">\(report.finding)</p>
      <p>\(report.basis)</p>
      \(report.bootstrapLine.map { "<p class=\"faint\">\($0)</p>" as HTML })
      \(HTML.chart(chart))
      \(HTML.notes(report.findings.warnings + report.claims.map(GrowthText.sentence)))
      \(tables)<p>\(report.breakLine)</p>
      """
  }
}

extension FormFields {
  /// One of a list of words.
  func one<Value: RawRepresentable<String>>(of all: [Value], _ name: String) throws -> Value? {
    guard let text = self[name] else { return nil }
    guard let value = all.first(where: { $0.rawValue == text }) else {
      throw Problem(
        "Cannot use `\(text)` (--\(name)).",
        why: "It can be \(all.map(\.rawValue).joined(separator: ", ")).",
        fix: "Choose one of these.", exit: .usage)
    }
    return value
  }
}
