import Accounting
import CommandTesting
import Foundation
import JoulebookTesting
import Quantities
import Testing

@testable import Dashboard

/// Runs, Run and Compare as they are answered, without a browser.
@Suite struct RunPagesTests {
  static let page = ["accept": "text/html"]

  /// A ledger with known runs.
  static func box(_ extra: [Entry] = []) throws -> CommandBox {
    let box = try CommandBox()
    try SampleEntries.book(
      [
        SampleEntries.entry(
          id: "20261124-140000-aaaaaa", name: "train", project: "nlp", tags: ["seed": "1"]),
        SampleEntries.entry(
          id: "20261124-150000-bbbbbb", name: "train", project: "nlp", tags: ["seed": "2"],
          after: .seconds(3600), seconds: 120, share: 0.8),
        SampleEntries.entry(
          id: "20261124-160000-cccccc", name: "tune", project: "vision", after: .seconds(7200),
          seconds: 30, exitCode: 1),
      ] + extra, at: box.ledger)
    return box
  }

  /// The text of a page as a reader sees it.
  static func words(_ html: String) -> String {
    html.replacing(/<[^>]*>/, with: " ").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&quot;", with: "\"").replacing("&amp;", with: "&").replacing(/\s+/, with: " ")
  }

  private func order(_ html: String) -> [String] {
    html.matches(of: /name="run" value="([^"]*)"/).map { String($0.1.suffix(6)) }
  }

  @Test func `every figure of a receipt stands on its page to the last digit`() async throws {
    let box = try Self.box()
    let served = try await Served(box)
    for id in ["20261124-140000-aaaaaa", "20261124-150000-bbbbbb", "20261124-160000-cccccc"] {
      let page = Self.words(try await served.get("/runs/\(id)", Self.page).text)
      let receipt = try box.run(["show", id]).output
      // Amounts with their units, and shares.
      let amounts = receipt.matches(of: /[0-9.]+(?: to [0-9.]+)? (?:m?J|kJ|k?Wh|m?g CO2e|%)/)
        .map { String($0.0) }
      #expect(amounts.count > 12)
      #expect(amounts.filter { !page.contains($0) } == [])
    }
  }

  @Test func `the table says what list says`() async throws {
    let box = try Self.box()
    let served = try await Served(box)
    let page = Self.words(try await served.get("/runs", Self.page).text)
    let list = try box.run(["list"]).output
    let amounts = list.matches(of: /[0-9.]+ (?:m?J|kJ|k?Wh|m?g CO2e)/).map { String($0.0) }
    #expect(amounts.count > 6)
    #expect(amounts.filter { !page.contains($0) } == [])
  }

  @Test func `runs are filtered, sorted and counted`() async throws {
    let served = try await Served(try Self.box())
    func page(_ query: String) async throws -> String {
      try await served.get("/runs" + query, Self.page).text
    }
    #expect(order(try await page("")) == ["cccccc", "bbbbbb", "aaaaaa"])
    #expect(order(try await page("?sort=duration&order=asc")) == ["cccccc", "aaaaaa", "bbbbbb"])
    #expect(order(try await page("?sort=energy")) == ["bbbbbb", "aaaaaa", "cccccc"])
    #expect(order(try await page("?sort=name&order=asc")).last == "cccccc")
    #expect(order(try await page("?project=nlp&tag=seed%3D2")) == ["bbbbbb"])
    #expect(order(try await page("?q=TUNE")) == ["cccccc"])
    #expect(order(try await page("?outcome=failed")) == ["cccccc"])
    let sorted = try await page("?sort=energy&order=asc")
    #expect(sorted.contains("aria-sort=\"ascending\""))
    #expect(try await page("?project=nobody").contains("No run fits"))
    #expect(try await served.get("/runs?tag=x", Self.page).status == 400)
    #expect(try await served.get("/runs?since=soon", Self.page).status == 400)
  }

  @Test func `a part of a run is worked out alike in the page and in JSON`() async throws {
    let served = try await Served(try Self.box())
    let id = "20261124-140000-aaaaaa"
    func json(_ query: String) async throws -> [String: Any] {
      let text = try await served.get("/runs/\(id)/span" + query).text
      return try #require(
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
    let (a, b, whole) = (
      try await json("?from=0&to=17.5"), try await json("?from=17.5"), try await json("")
    )
    let parts = [a, b].map { $0["energy_joules"] as? Double ?? .nan }
    let total = try #require(whole["energy_joules"] as? Double)
    #expect(abs(parts[0] + parts[1] - total) < 1e-9 * total)
    let page = Self.words(
      try await served.get("/runs/\(id)?from=0&to=17.5", Self.page).text)
    let row = try #require((a["rows"] as? [[String: Any]])?.first)
    #expect(page.contains("\(row["energy"] ?? "?") \(row["range"] ?? "?")"))
    #expect(try await served.get("/runs/\(id)/span?from=9&to=3").status == 400)
    #expect(try await served.get("/runs/\(id)/span?from=a").status == 400)
    #expect(try await served.get("/runs/\(id)/span?from=1e9").status == 400)
    #expect(try await served.get("/runs/\(id)/span?to=nan").status == 400)
  }

  @Test func `what if is answered in the page, and a mistake stands beside the form`() async throws
  {
    let served = try await Served(try Self.box())
    let address = "/runs/20261124-140000-aaaaaa"
    let page = try await served.get(address + "?intensity=34&pue=1.2", Self.page).text
    #expect(Self.words(page).contains("% less"))
    let wrong = try await served.get(address + "?region=nowhere-at-all", Self.page)
    #expect(wrong.status == 200 && wrong.text.contains("class=\"warning\""))
  }

  @Test func `every report can be fetched, as a file`() async throws {
    let box = try Self.box()
    let served = try await Served(box)
    let id = "20261124-140000-aaaaaa"
    let page = try await served.get("/runs/\(id)", Self.page).text
    let addresses = page.matches(of: /href="([^"]*\/report\?format=[^"]*)"/).map { String($0.1) }
    #expect(addresses.count >= 14)
    for address in addresses {
      let report = try await served.get(address)
      #expect(report.status == 200 && !report.text.isEmpty, "\(address)")
      #expect(report.headers["content-disposition"]?.hasPrefix("attachment; filename=") ?? false)
    }
    let csv = try await served.get("/runs/\(id)/report?format=csv").text
    #expect(csv == (try box.run(["report", id, "--format", "csv"]).output))
    #expect(try await served.get("/runs/\(id)/report?format=nonsense").status == 400)
  }

  @Test func `runs are compared as the command compares them`() async throws {
    let box = try Self.box()
    let served = try await Served(box)
    let page = Self.words(
      try await served.get("/compare?run=20261124-1400&run=20261124-1500", Self.page).text)
    let told = try box.run(["compare", "20261124-1400", "20261124-1500"]).output
    for cell in told.matches(of: /[−+][0-9.]+ %(?: to [−+][0-9.]+ %)?/) {
      #expect(page.contains(cell.0), "\(cell.0)")
    }
    #expect(page.contains("take") || page.contains("differ"))
    let many = (0..<21).map { "run=\($0)" }.joined(separator: "&")
    #expect(try await served.get("/compare?" + many, Self.page).status == 400)
    #expect(try await served.get("/compare?run=last", Self.page).text.contains("Choose two runs"))
  }

  @Test func `tags are set by a form that carries this server's key, and by no other`() async throws
  {
    let box = try Self.box()
    let id = "20261124-140000-aaaaaa"
    let reading = try await Served(box)
    let form = ["content-type": "application/x-www-form-urlencoded"]
    #expect(
      try await reading.ask("POST", "/runs/\(id)/tags", form, body: "tag=a%3Db").status == 403)
    let served = try await Served(box, ["--allow-writes"])
    let page = try await served.get("/runs/\(id)", Self.page).text
    let key = try #require(page.firstMatch(of: /name="key" value="([^"]+)"/)).1
    #expect(try await served.ask("POST", "/runs/\(id)/tags", form, body: "tag=a%3Db").status == 403)
    let body = "key=\(key)&tag=note%3Da+%26+b"
    let answer = try await served.ask("POST", "/runs/\(id)/tags", form, body: body)
    // The client follows to the page.
    #expect(answer.status == 200 || answer.status == 303)
    #expect(try box.run(["show", id, "--format", "json"]).output.contains("\"a & b\""))
    #expect(
      try await served.ask("POST", "/runs/\(id)/tags", form, body: "key=\(key)&tag=x").status == 400
    )
    _ = try await served.ask("POST", "/runs/\(id)/tags", form, body: "key=\(key)&remove=note")
    let unsure = "key=\(key)&reason=a+mistake"
    #expect(try await served.ask("POST", "/runs/\(id)/remove", form, body: unsure).status == 400)
    #expect(try box.run(["list"]).output.contains(id))
    #expect(!(try box.run(["show", id, "--format", "json"]).output.contains("\"a & b\"")))
    let removal = try await served.ask(
      "POST", "/runs/\(id)/remove", form, body: unsure + "&sure=yes")
    #expect(removal.status == 200 || removal.status == 303, "\(removal.text)")
    #expect(!(try box.run(["list"]).output.contains(id)))
  }

  @Test func `hostile names stay text on every page of runs`() async throws {
    let names = [
      "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "]]>&amp;'\u{202E}x",
    ]
    let box = try Self.box(
      names.enumerated().map { index, name in
        SampleEntries.entry(
          id: "20261125-00000\(index)-hostil", name: name, project: name, tags: [name: name],
          after: .seconds(86_400 + index), warnings: [name])
      })
    let served = try await Served(box, ["--allow-writes"])
    let paths =
      ["/", "/runs", "/compare?run=20261125-000000&run=20261125-000001"]
      + names.indices.map { "/runs/20261125-00000\($0)-hostil" }
      + names.map { "/runs?q=\(FormFields.encoded($0))&project=\(FormFields.encoded($0))" }
    for path in paths {
      let page = try await served.get(path, Self.page)
      #expect(page.status == 200, "\(path)")
      #expect(!page.text.contains("<script>alert") && !page.text.contains("<img"), "\(path)")
      #expect(!page.text.contains("\u{202E}"))
    }
  }

  @Test func `the first page with all it needs weighs less than 100 kB`() async throws {
    let served = try await Served(try Self.box())
    let page = try await served.get("/", Self.page).text
    let assets = page.matches(of: /(?:href|src)="(\/assets\/[^"]*)"/).map { String($0.1) }
    var bytes = page.utf8.count
    for asset in assets { bytes += try await served.get(asset).text.utf8.count }
    #expect(assets.count >= 3)
    #expect(bytes <= 100_000, "\(bytes)")
  }
}
