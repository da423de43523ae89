import CommandTesting
import Foundation
import Testing

@testable import Dashboard

@Suite(.serialized) struct ExperimentPagesTests {
  /// A sweep of four, one of which failed; three carry a metric.
  private static func sweep() throws -> CommandBox {
    let box = try CommandBox()
    for (index, accuracy) in [0.7, 0.8, 0.85].enumerated() {
      _ = try box.run([
        "run", "--project", "demo", "--name", "lr-\(index)", "--tag", "experiment=lr", "--tag",
        "metric.accuracy=\(accuracy)", "--", "/bin/sh", "-c", "sleep 0.1",
      ])
    }
    _ = try box.run([
      "run", "--project", "demo", "--name", "<b>broken</b>", "--tag", "experiment=lr", "--",
      "/bin/false",
    ])
    return box
  }

  @Test func `an empty ledger teaches how runs come in groups`() async throws {
    let served = try await Served(try CommandBox())
    let page = try await served.get("/experiments").text
    #expect(page.contains("No runs are in the ledger yet."))
    #expect(page.contains("joulebook run --project demo --tag experiment=lr"))
  }

  @Test func `a group leads to its report, which says what the command line says`() async throws {
    let box = try Self.sweep()
    let served = try await Served(box)
    let list = try await served.get("/experiments").text
    #expect(list.contains("href=\"/experiments/report?tag=experiment%3Dlr\""))
    let address =
      "/experiments/report?tag=experiment%3Dlr&published=lr-2&maximise=accuracy&budget=5kWh"
    let page = try await served.get(address)
    #expect(page.status == 200)
    let arguments = [
      "experiment", "report", "--tag", "experiment=lr", "--published", "lr-2", "--maximise",
      "accuracy", "--budget", "5kWh",
    ]
    #expect(page.text.contains("<code>joulebook \(arguments.joined(separator: " "))</code>"))
    let printed = try box.run(arguments).output
    for words in ["4 runs: 3 done, 1 failed", "higher is better, of 3 runs", "Budget 5 kWh"] {
      #expect(printed.contains(words), "\(words)")
      #expect(page.text.contains(words), "\(words)")
    }
    #expect(page.text.contains("&lt;b&gt;broken&lt;/b&gt;"))
    #expect(!page.text.contains("<b>broken"))
    // The sweep, quality against energy, and time against energy.
    #expect(page.text.matches(of: /<svg/).count == 3)
    #expect(page.text.contains("What a stop rule would have saved"))
  }

  @Test func `a group that is not there, and a mistake, are told on the page`() async throws {
    let served = try await Served(try Self.sweep())
    let none = try await served.get("/experiments/report?project=nothing")
    #expect(none.status == 400)
    #expect(none.text.contains("There are no runs of project nothing."))
    let wrong = try await served.get("/experiments/report?project=demo&budget=much")
    #expect(wrong.text.contains("id=\"f-budget-wrong\""))
  }

  @Test(.enabled(if: Browser.isInstalled, "chromium-driver is not installed"))
  func `pages with answers are whole at any width, in the dark, and without script`() async throws {
    let served = try await Served(try Self.sweep())
    let pages = [
      "/experiments/report?project=demo&published=lr-2&maximise=accuracy",
      "/estimate?kind=training&model=gpt-3&region=FR", "/estimate?kind=search&trials=x",
      "/plan?duration=6h&power=2.4kW&region=DE,FR,SE&deadline=2d",
      "/catalogue/accelerators/row?key=nvidia-h100-sxm5-80gb", "/catalogue/gwp",
      "/catalogue?search=h100",
    ]
    for (width, isDark, hasScript) in [(360, true, false), (1600, false, true)] {
      let browser = try await Browser(width: width, isDark: isDark, hasScript: hasScript)
      for page in pages {
        try await browser.open(served.address + page)
        // A page of refused questions is complained of by the browser itself: its status is 400.
        let complaints = try await browser.complaints().filter { !$0.contains("status of 400") }
        #expect(complaints == [], "\(page)")
        #expect(try await browser.texts("h1").count == 1)
        let wide = try await browser.run("return document.documentElement.scrollWidth") as? Int
        #expect(wide ?? 9999 <= width, "\(page) at \(width)")
        #expect(try await Accessibility.faults(browser) == [], "\(page) at \(width)")
      }
    }
  }

  @Test(.enabled(if: Browser.isInstalled, "chromium-driver is not installed"))
  func `a form that is filled in and sent leads to an address of what was given`() async throws {
    let served = try await Served(try CommandBox())
    let browser = try await Browser()
    try await browser.open(served.address + "/estimate?kind=hardware")
    try await browser.type("h100", into: "#f-device")
    try await browser.type("20..30", into: "#f-hours")
    try await browser.click("form.ask button")
    #expect(try await browser.waits(until: "document.querySelector('.tiles')"))
    let address = try await browser.run("return location.search") as? String
    #expect(address == "?kind=hardware&device=h100&hours=20..30")
    #expect(try await browser.texts("dl.tiles dt").first == "Emissions, location-based")
    #expect(try await browser.complaints() == [])
  }
}
