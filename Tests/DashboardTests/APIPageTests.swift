import CommandTesting
import Foundation
import Testing

@testable import Dashboard

/// Docs/API.md: what it names is there, and what it shows can be done.
@Suite struct APIPageTests {
  private static let page =
    (try? String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Docs/API.md"),
      encoding: .utf8)) ?? ""

  @Test func `every command of the page does what it says`() async throws {
    let ledger = try await APILedger(["--allow-writes"], runs: 1)
    let commands = Self.page.split(separator: "\n").filter { $0.hasPrefix("curl ") }
    #expect(commands.count >= 8)
    for command in commands {
      let id = try await ledger.ids().first ?? ""
      let line = String(command).replacing("http://127.0.0.1:4760", with: ledger.served.address)
        .replacing("20261124-143012-k3f9q2", with: id)
      let said = try ledger.box.shell("\(line) -s -o out-body -w '%{http_code}'")
      #expect(said == "200", "\(command)")
    }
    #expect(try await ledger.ids() == [])
  }

  @Test func `every address that the page asks is one of the list`() throws {
    let rows = Self.page.split(separator: "\n").filter { $0.hasPrefix("| ") }
    let named = rows.flatMap { row in
      row.matches(of: #/`(?:(?:GET|POST|PATCH|DELETE) )?(/[a-z][^`]*)`/#).map { String($0.1) }
    }
    #expect(named.count > 20)
    for text in named where !text.hasPrefix("/api") {
      let (path, query) = (text.prefix { $0 != "?" }, text.drop { $0 != "?" }.dropFirst())
      let parts = path.split(separator: "/").map(String.init)
      let fitting = APIRoutes.all.filter { $0.match(parts) != nil }
      #expect(!fitting.isEmpty, "\(text)")
      for (name, value) in FormFields(String(query)).pairs {
        let parameter = fitting.flatMap(\.parameters).first { $0.name == name }
        #expect(parameter != nil && parameter?.fault(value) == nil, "\(text): \(name)")
      }
    }
  }

  @Test func `the page of the dashboard names every address`() async throws {
    let ledger = try await APILedger(runs: 0)
    let page = try await ledger.served.get("/api", ["Accept": "text/html"])
    #expect(page.status == 200)
    for route in APIRoutes.all {
      #expect(
        page.text.replacing("<wbr>", with: "").contains("<code>\(route.path)</code>"),
        "\(route.path)")
    }
    let document = try await ledger.get("/openapi.json")
    #expect(document.headers["content-type"]?.hasPrefix("application/vnd.oai.openapi+json") == true)
    #expect(try JSONValue.read(document.text.utf8)["openapi"]?.text == "3.1.1")
  }
}
