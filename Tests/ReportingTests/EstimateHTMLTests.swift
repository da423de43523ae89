import Accounting
import Quantities
import Testing

@testable import Reporting

/// An estimate as a page that stands alone.
struct EstimateHTMLTests {
  private func report(_ title: String) -> EstimateReport {
    var model = Model()
    let power = model.input(
      "power <of all>", .lognormal(median: 300, spread: 0.2), unit: "W", evidence: .assumed,
      note: "R&D's \"guess\"")
    let time = model.input("time", .exact(3600), unit: "s")
    model.result(
      "emissions_grams", model.product([power, time], label: "emissions", unit: "g CO2e"))
    let evaluation = model.evaluated()
    return EstimateReport(
      title: title, given: [:], results: evaluation.results, rows: [], warnings: ["Look out"],
      derivation: model.derivation(of: "emissions_grams", evaluation),
      equivalences: [])
  }

  @Test func `it has results with intervals, what widens them, warnings and the way back`() {
    let page = EstimateHTML.page([report("one")], total: nil)
    #expect(page.hasPrefix("<!doctype html>") && page.hasSuffix("</html>\n"))
    #expect(page.contains("<td class=\"n\">1.1 t CO2e</td>") && page.contains("90 % interval"))
    #expect(page.contains("find out power &lt;of all&gt; first") && page.contains("! Look out."))
    #expect(page.contains("<details open><summary><b>emissions</b>"))
  }

  @Test func `text from outside stays text, and nothing comes from elsewhere`() {
    let page = EstimateHTML.page([report("<script>alert(1)</script>")], total: nil)
    #expect(!page.contains("<script") && page.contains("&lt;script&gt;"))
    #expect(page.contains("R&amp;D's &quot;guess&quot;"))
    for outside in ["src=", "href=", "@import", "url("] { #expect(!page.contains(outside)) }
  }

  @Test func `several estimates are one page`() {
    let page = EstimateHTML.page([report("one"), report("two")], total: nil)
    #expect(page.split(separator: "<!doctype").count == 1)
    #expect(page.contains("<h1>2 estimates</h1>") && page.contains("<h2>two</h2>"))
  }
}
