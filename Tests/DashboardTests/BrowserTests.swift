import CommandTesting
import Foundation
import Testing

@testable import Dashboard

@Suite(.serialized) struct BrowserTests {
  /// Every page without a varying part.
  static let pages = Pages.all.map(\.path).filter { !$0.contains(":") }

  @Test(.enabled(if: Browser.isInstalled, "chromium-driver is not installed"), arguments: pages)
  func `a page opens without complaint, narrow and wide, and says what it is`(page: String)
    async throws
  {
    let served = try await Served(try CommandBox())
    for (width, isDark) in [(360, true), (1600, false)] {
      let browser = try await Browser(width: width, isDark: isDark)
      try await browser.open(served.address + page)
      let complaints = try await browser.complaints()
      #expect(complaints == [])
      #expect(try await browser.texts("h1").count == 1)
      let faults = try await Accessibility.faults(browser)
      #expect(faults == [])
      #expect(
        try await browser.run("return document.documentElement.scrollWidth") as? Int ?? 9999
          <= width)
    }
  }

  @Test(.enabled(if: Browser.isInstalled, "chromium-driver is not installed"))
  func `the accessibility check sees faults where they are`() async throws {
    let browser = try await Browser()
    let page = """
      data:text/html,<title>x</title><main><h1>a</h1><h3>b</h3><input><img src=""><table><tr><td>c</table>\
      <p style="color:%23bbb;background:%23fff">pale</p><i id=q></i><i id=q></i><label for=nobody>d</label></main>
      """
    try await browser.open(page.replacing(" ", with: "%20"))
    let faults = try await Accessibility.faults(browser).joined(separator: "\n")
    for fault in [
      "no language", "left out", "without a name", "without a text", "without heads", "contrast 1.",
      "stands twice", "leads nowhere",
    ] { #expect(faults.contains(fault), "\(fault)") }
  }

  @Test(.enabled(if: Browser.isInstalled, "chromium-driver is not installed"))
  func `a report in HTML asks for nothing when it is opened`() async throws {
    let box = try CommandBox()
    #expect(try box.run(["run", "--", "true"]).status == 0)
    let page = box.folder + "/out-report.html"
    #expect(try box.run(["report", "last", "--format", "html", "--out", page]).status == 0)
    let browser = try await Browser()
    try await browser.open("file://" + page)
    #expect(
      try await browser.run("return performance.getEntriesByType('resource').length") as? Int == 0)
    let complaints = try await browser.complaints()
    #expect(complaints == [])
    #expect(try await browser.text("h1").contains("Energy"))
    let faults = try await Accessibility.faults(browser)
    #expect(faults == [])
  }
}
