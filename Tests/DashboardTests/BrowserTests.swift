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
      #expect(try await browser.complaints() == [])
      #expect(try await browser.texts("h1").count == 1)
      #expect(
        try await browser.run("return document.documentElement.scrollWidth") as? Int ?? 9999
          <= width)
    }
  }
}
