import Accounting
import JoulebookKit
import Reporting

/// Laws of loss: the best model for a budget, what a loss takes, and the laws fitted again.
struct TrendsLawPage: Page {
  let path = "/trends/law"
  let navigation: String? = nil

  /// What is asked for somebody who asks nothing.
  static var usual: LossLawRequest {
    var request = LossLawRequest()
    request.targetLoss = 2
    request.hardware["device"] = "h100"
    return request
  }

  private static let laws = ["besiroglu-2024", "hoffmann-2022", "kaplan-2020", "refit-240"]
  private static let hardware = ["device", "region", "mfu", "pue", "precision"]

  func view(_ request: PageRequest) async throws -> PageView {
    let isFirst = request.fields.query.isEmpty
    let fields = isFirst ? FormFields("target-loss=2&device=h100") : request.fields
    let suggestions = try await Suggestions.read(request).html
    do {
      let asked = try Self.request(fields)
      let (report, fit) = try await request.ask {
        (try $0.lossLaw(asked).report, try $0.lossLawFit(nil, dropping: 5))
      }
      let body: HTML = """
        \(TrendsPage.tabs("Law of loss"))\(result(report))
        <h2>Ask again</h2>
        \(form(fields, nil))\(suggestions)\(command(fields))
        <h2>Fitted again</h2>
        <p>The law behind Chinchilla, fitted here to the published points. The same for runs of your own:
        <code>joulebook trends law runs.csv</code></p>
        \(HTML.table(fit.table, caption: "The law of loss, fitted again"))
        \(HTML.notes([fit.note, fit.warning].compactMap(\.self)))
        """
      return PageView(title: "Law of loss", body: body)
    } catch let problem as Problem {
      return PageView(
        title: "Law of loss",
        body: TrendsPage.tabs("Law of loss") + form(fields, problem) + suggestions, isAnswer: false)
    }
  }

  private static func request(_ fields: FormFields) throws -> LossLawRequest {
    var request = LossLawRequest()
    if let law = fields["law"] { request.law = law }
    request.budget = fields["budget"]
    request.targetLoss = try fields.number("target-loss")
    for name in hardware { request.hardware[name] = fields[name] }
    return request
  }

  private func form(_ fields: FormFields, _ problem: Problem?) -> HTML {
    Form(
      action: path, given: fields, problem: problem, button: "Ask the law",
      [
        (
          "A budget, or a loss that is wanted",
          [
            FormField("budget", hint: "what may be used: 10MWh, 2t, 1e21FLOP, 40PF-days"),
            FormField("target-loss", unit: "nat per token", hint: "instead of a budget", .number),
            FormField("device", hint: "accelerator that does the work", .text(list: "devices")),
            FormField("region", hint: "place of the work", .text(list: "regions")),
          ]
        ),
        (
          "Law and facility",
          [
            FormField("law", "Law", .choice(Self.laws.map { ($0, $0) })),
            FormField("mfu", "MFU", hint: "model FLOP utilisation of the whole run", .number),
            FormField("pue", "PUE", hint: "of the facility", .number),
            FormField("precision", hint: "number format: bf16, fp8"),
          ]
        ),
      ]
    ).html
  }

  private func command(_ fields: FormFields) -> HTML {
    var command = CommandLine("trends returns")
    for name in ["law", "budget", "target-loss"] + Self.hardware {
      command.add(name, fields[name])
    }
    return command.html
  }

  private func result(_ report: LossLawReport) -> HTML {
    let laws = report.laws.map { law -> HTML in
      "<h3>\(law.name)</h3>\n<p>\(law.citation.asSentence) \(report.marginalLines(law).joined(separator: " "))</p>\n"
    }
    let isBeyond = report.laws.contains(where: \.isBeyondTheData)
    return """
      <p class="finding">\(report.headline.asSentence)</p>
      \(HTML.notes(report.conversionLines))
      \(HTML.chart(LossLawChart(report)))
      \(HTML.table(report.lawTable, caption: "What each law answers"))
      \(isBeyond ? "<p class=\"faint\">\(LossLawReport.beyond).</p>" as HTML : "")
      <h2>Law by law</h2>
      \(laws)\(HTML.notes(report.notes))
      """
  }
}
