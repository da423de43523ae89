import Accounting
import JoulebookKit
import Reporting

/// What grows how fast, what more of it brings, and where that leads.
struct TrendsPage: Page {
  let path = "/trends"
  let navigation: String? = "Trends"

  static let tabs: [(name: String, address: String)] = [
    ("Growth", "/trends/growth"), ("Returns", "/trends/returns"),
    ("Scenario", "/trends/scenario"), ("Law of loss", "/trends/law"),
  ]

  static func tabs(_ current: String) -> HTML {
    HTML.tabs(tabs, current: current, label: "Trends")
  }

  func view(_ request: PageRequest) async throws -> PageView {
    let findings = try await request.ask { joulebook in
      var returns = ReturnsRequest()
      returns.set = TrendsReturnsPage.usual
      return [
        try joulebook.growth(GrowthRequest()).report.finding,
        try joulebook.returns(returns).report.headline,
        try joulebook.scenario(ScenarioRequest(to: TrendsScenarioPage.usual)).report.finding,
        try joulebook.lossLaw(TrendsLawPage.usual).report.headline,
      ]
    }
    let questions = [
      "How fast does training compute double, and how sure is that?",
      "What does another point of accuracy cost?",
      "Where do emissions lead, if growth, hardware and grid go on?",
      "Which size and how much data for a budget, and what does a loss take?",
    ]
    let cards = zip(Self.tabs, zip(questions, findings)).map { tab, words -> HTML in
      """
      <section class="card"><h2><a href="\(tab.address)">\(tab.name)</a></h2>
      <p>\(words.0)</p><p class="finding">\(words.1.asSentence)</p></section>

      """
    }
    return PageView(title: "Trends", body: "<div class=\"columns\">\(cards)</div>")
  }
}
