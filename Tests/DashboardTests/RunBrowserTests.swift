import CommandTesting
import Foundation
import JoulebookTesting
import Testing

@testable import Dashboard

/// Pages of runs in a browser: what script adds, and that nothing is missing without it.
@Suite(
  .serialized, .enabled(if: Browser.isInstalled, "chromium-driver is not installed"))
struct RunBrowserTests {
  private let id = "20261124-140000-aaaaaa"

  @Test func `pages with runs are sound, narrow and wide, light and dark`() async throws {
    let served = try await Served(try RunPagesTests.box())
    let paths = ["/", "/runs", "/runs/\(id)", "/compare?run=20261124-1400&run=20261124-1500"]
    for (width, isDark) in [(360, false), (1600, true)] {
      let browser = try await Browser(width: width, isDark: isDark)
      for path in paths {
        try await browser.open(served.address + path)
        let complaints = try await browser.complaints()
        #expect(complaints == [], "\(path)")
        let faults = try await Accessibility.faults(browser)
        #expect(faults == [], "\(path) at \(width)")
        #expect(
          try await browser.run("return document.documentElement.scrollWidth") as? Int ?? 9999
            <= width, "\(path)")
      }
    }
  }

  @Test func `a part of a run is chosen with the mouse, with the keyboard and with fields`()
    async throws
  {
    let served = try await Served(try RunPagesTests.box())
    let browser = try await Browser()
    try await browser.open(served.address + "/runs/\(id)")
    let whole = try await browser.text("[data-span-title]")
    let box = try #require(
      try await browser.run(
        """
        const plot = document.querySelector("[data-plot]"), svg = plot.ownerSVGElement;
        svg.scrollIntoView();
        const at = (x, y) => { const p = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM()); return [Math.round(p.x), Math.round(p.y)]; };
        const d = plot.dataset, [l, r, t, b] = [d.left, d.right, d.top, d.bottom].map(Number);
        return [...at(l + (r - l) / 4, (t + b) / 2), ...at(l + (r - l) / 2, (t + b) / 2)];
        """) as? [Int])
    try await browser.drag(from: (box[0], box[1]), to: (box[2], box[3]))
    #expect(
      try await browser.waits(
        until: "document.querySelector('[data-span-title]').textContent !== '\(whole)' "
          + "&& Math.abs(document.getElementById('to').value - 30) < 0.5"))
    let from = try await browser.run("return Number(document.getElementById('from').value)")
    #expect(abs((from as? Double ?? Double(from as? Int ?? -99)) - 15) < 0.5)
    #expect(try await browser.waits(until: "location.search.includes('from=')"))
    // Where the address leads without script, the same figures stand.
    let told = try await browser.text("[data-part=total] td")
    let address = try #require(try await browser.run("return location.href") as? String)
    let plain = try await Browser(hasScript: false)
    try await plain.open(address)
    #expect(try await plain.text("[data-part=total] td") == told)
    // By keyboard: the whole again, then a tenth, then moved.
    try await browser.run("document.querySelector('[data-brush]').focus()")
    try await browser.press("\u{E00C}")
    #expect(try await browser.waits(until: "document.getElementById('from').value === '0'"))
    try await browser.press("\u{E014}")
    #expect(try await browser.waits(until: "Number(document.getElementById('to').value) < 10"))
    let complaints = try await browser.complaints()
    #expect(complaints == [])
  }

  @Test func `a run is seen while it goes on and its receipt when it has ended`() async throws {
    let served = try await Served(try CommandBox())
    let browser = try await Browser()
    try await browser.open(served.address + "/")
    #expect(try await browser.text("main").contains("Meter a first run"))
    let run = try WaitingRun(served.box, name: "watched")
    #expect(
      try await browser.waits(
        until:
          "Number((document.querySelector('[data-live-run]') || {dataset: {}}).dataset.spans) >= 3")
    )
    #expect(try await browser.text("[data-live-run] h3").contains("watched"))
    #expect(try await browser.waits(until: "document.querySelector('.live-chart path')"))
    // Its own page, where the receipt comes in its place.
    try await browser.click("[data-live-run] h3 a")
    #expect(
      try await browser.waits(
        until: "location.pathname.startsWith('/runs/') && document.querySelector('[data-live-run]')"
      ))
    #expect(try await browser.text("main").contains("going on"))
    try run.end()
    #expect(try await browser.waits(until: "document.querySelector('#reports')"))
    #expect(try await browser.text(".outcome") == "exit 0")
    let complaints = try await browser.complaints()
    #expect(complaints == [])
  }

  @Test func `the figures of a run going on are there without script`() async throws {
    let served = try await Served(try CommandBox())
    let run = try WaitingRun(served.box, name: "watched")
    let browser = try await Browser(hasScript: false)
    for _ in 0..<100 {
      try await browser.open(served.address + "/")
      if try await !browser.texts("[data-live-run]").isEmpty { break }
      try await Task.sleep(for: .milliseconds(200))
    }
    let text = try await browser.text("[data-live-run]")
    #expect(text.contains("Power now") && text.contains("Load again"))
    try run.end()
  }

  @Test func `runs are sorted by a heading, chosen and compared without script`() async throws {
    let served = try await Served(try RunPagesTests.box())
    let browser = try await Browser(hasScript: false)
    try await browser.open(served.address + "/runs")
    try await browser.click("thead th:nth-child(6) a")
    #expect(try await shows("Energy", at: "th[aria-sort=descending]", in: browser))
    #expect(try await browser.texts("tbody th a").first == "train")
    try await browser.click("tbody tr:nth-child(1) input")
    try await browser.click("tbody tr:nth-child(2) input")
    try await browser.click(".pager button")
    #expect(try await shows("Compare runs", at: "h1", in: browser))
    #expect(try await browser.texts("section.card").count == 1)
    try await browser.open(served.address + "/runs")
    try await browser.type("tune", into: "#q")
    try await browser.click("form[role=search] button")
    #expect(try await shows("All 1", at: "caption", in: browser))
    #expect(try await browser.texts("tbody th a") == ["tune"])
  }

  /// Waits until an element has a text: a page may be on its way.
  private func shows(_ text: String, at selector: String, in browser: Browser) async throws -> Bool
  {
    for _ in 0..<100 {
      if let shown = try? await browser.text(selector), shown.contains(text) { return true }
      try await Task.sleep(for: .milliseconds(30))
    }
    return false
  }

  @Test func `sliders ask what if and the answer comes into the page`() async throws {
    let served = try await Served(try RunPagesTests.box())
    let browser = try await Browser()
    try await browser.open(served.address + "/runs/\(id)")
    #expect(try await browser.texts("input[type=range]").count == 2)
    try await browser.run(
      """
      const slider = document.querySelector('#w-intensity + input');
      slider.value = 34; slider.dispatchEvent(new Event('input'));
      """)
    #expect(
      try await browser.waits(
        until: "document.getElementById('whatif-answer').textContent.includes('% less')"))
    let complaints = try await browser.complaints()
    #expect(complaints == [])
  }
}
