import CommandTesting
import Foundation
import Testing

@testable import Dashboard

/// Pages that ask a verb by their address: the same answer as the command line, and a mistake beside its field.
@Suite(.serialized) struct AskingPagesTests {
  @Test func `an estimate is that of the command line, which stands below it to copy`() async throws
  {
    let box = try CommandBox()
    let served = try await Served(box)
    let page = try await served.get(
      "/estimate?kind=hardware&device=h100&count=8&hours=20..30&region=FR&pue=")
    #expect(page.status == 200)
    let command = "joulebook estimate hardware --device h100 --count 8 --hours 20..30 --region FR"
    #expect(page.text.contains("<code>\(command)</code>"))
    let printed = try box.run(command.split(separator: " ").dropFirst().map(String.init)).output
    let line = try #require(
      printed.split(separator: "\n").first { $0.contains("emissions, location-based") })
    let amounts = line.split(separator: "  ").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
    #expect(amounts.count == 3)
    for amount in amounts.dropFirst() { #expect(page.text.contains(">\(amount)<"), "\(amount)") }
  }

  @Test func `the address of an estimate asks for it again, without what was left empty`()
    async throws
  {
    let served = try await Served(try CommandBox())
    let first = try await served.get("/estimate?kind=training&model=gpt-3&count=&region=SE")
    let found = try #require(
      first.text.firstMatch(of: /href="(\/estimate\?[^"]+)">Address of this estimate/))
    let address = String(found.1).replacing("&amp;", with: "&")
    #expect(address == "/estimate?kind=training&model=gpt-3&region=SE")
    #expect(try await served.get(address).text.contains("What the range comes from"))
  }

  @Test(arguments: [
    ("/estimate?kind=hardware&device=h100&hours=many", "hours", "It is not a number."),
    ("/estimate?kind=hardware&device=h100&hours=-3", "hours", "lies between 0"),
    ("/estimate?kind=hardware&device=h1000&hours=3", "device", "No key and no name is like it"),
    ("/estimate?kind=search&trials=10&trial-hours=2", "device", "accelerator"),
    ("/plan?duration=soon&power=2kW", "duration", "It does not begin with a number."),
    ("/plan?duration=6h&power=2kW&count=none", "count", "It is a whole number from 1 on."),
    ("/trends/growth?from=yesterday", "from", "It is no year, month or day."),
    ("/trends/law?budget=10cows&device=h100", "budget", "no unit of compute"),
    ("/trends/scenario?grid=fast", "grid", "It is no number, range or path."),
    ("/trends/scenario?to=soon", "to", "It is not a year."),
    ("/trends/returns?set=checkpoints&step=x", "step", "It is not a number."),
  ])
  func `a mistake is told beside its field, in the words of the command line`(
    address: String, field: String, words: String
  ) async throws {
    let served = try await Served(try CommandBox())
    let page = try await served.get(address)
    #expect(page.status == 400)
    #expect(page.text.contains("role=\"alert\""))
    #expect(page.text.contains("id=\"f-\(field)-wrong\""))
    #expect(page.text.contains(words))
    let input = try #require(
      page.text.split(separator: "<").first { $0.contains("id=\"f-\(field)\"") })
    #expect(input.contains("aria-invalid=\"true\""))
  }

  @Test func `no page reads a file that a visitor names`() async throws {
    let box = try CommandBox()
    let path = box.folder + "/secret.csv"
    try "year,value\n2026,0.123456\n".write(toFile: path, atomically: true, encoding: .utf8)
    let served = try await Served(box)
    for address in [
      "/trends/scenario?to=2030&utilisation=\(path)", "/trends/scenario?to=2030&growth=\(path)",
      "/trends/growth?file=\(path)", "/trends/returns?file=\(path)", "/plan?spec=\(path)",
      "/estimate?kind=training&spec=\(path)", "/estimate?kind=search&sacct=\(path)",
      "/catalogue?search=x&file=\(path)",
    ] {
      #expect(!(try await served.get(address).text).contains("0.123456"), "\(address)")
    }
    #expect(
      try await served.get("/trends/scenario?to=2030&growth=/etc/x.CSV").text
        .contains("Files are read by the command line alone."))
  }

  @Test func `what a visitor writes is shown and never run`() async throws {
    let served = try await Served(try CommandBox())
    let hostile = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E%27%3B%20rm%20-rf%20~"
    for address in [
      "/estimate?kind=training&model=", "/estimate?kind=", "/plan?duration=6h&power=2kW&region=",
      "/catalogue?search=", "/catalogue/accelerators/row?key=", "/catalogue/",
      "/trends/growth?from=",
      "/experiments?by=", "/experiments/report?project=", "/trends/law?target-loss=2&device=",
      "/trends/returns?set=",
    ] {
      let page = try await served.ask("GET", address + hostile, ["Accept": "text/html"])
      #expect(page.status < 500, "\(address)")
      #expect(!page.text.contains("<script>alert"), "\(address)")
    }
  }

  @Test func `a command line to copy keeps each value one word of the shell`() throws {
    var command = CommandLine("estimate training")
    command.add("model", "it's $(rm -rf ~) \"x\"")
    command.add("region", "-x")
    command.add("hours", nil)
    #expect(
      command.text
        == "joulebook estimate training --model 'it'\\''s $(rm -rf ~) \"x\"' --region=-x")
    let box = try CommandBox()
    let said = try box.shell("joulebook() { printf '%s|' \"$@\"; }; \(command.text)")
    #expect(said == "estimate|training|--model|it's $(rm -rf ~) \"x\"|--region=-x|")
  }

  @Test(arguments: [
    ("/trends/growth?preset=epoch", ["trends", "growth", "--preset", "epoch"], 1),
    ("/trends/returns?set=checkpoints", ["trends", "returns", "--set", "checkpoints"], 1),
    (
      "/trends/scenario?to=2035&growth=1.5",
      ["trends", "scenario", "--to", "2035", "--growth", "1.5"], 2
    ),
  ])
  func `a trend finds what the command line finds`(
    address: String, arguments: [String], lines: Int
  ) async throws {
    let box = try CommandBox()
    let served = try await Served(box)
    let page = try await served.get(address)
    #expect(page.status == 200)
    #expect(page.text.contains("<code>joulebook \(arguments.joined(separator: " "))</code>"))
    #expect(page.text.contains("<svg"))
    // The finding may go over two lines of a terminal.
    let printed = try box.run(arguments).output.split(
      separator: "\n", omittingEmptySubsequences: false)
    let finding = printed.prefix { !$0.isEmpty }.prefix(lines).joined(separator: " ")
    #expect(page.text.contains(finding), "\(finding)")
  }

  @Test func `the catalogue is paged, searched, and each value has its source and its rivals`()
    async throws
  {
    let served = try await Served(try CommandBox())
    let first = try await served.get("/catalogue/cpus").text
    let second = try await served.get("/catalogue/cpus?page=2").text
    #expect(first.contains("rel=\"next\" href=\"/catalogue/cpus?page=2\""))
    #expect(first.matches(of: /<tr><th scope="row"><a/).count == 50)
    #expect(Self.rows(first).isDisjoint(with: Self.rows(second)))
    #expect(Self.rows(second).count == 50)

    let found = try await served.get("/catalogue?search=h100+sxm").text
    #expect(found.contains("/catalogue/accelerators/row?key=nvidia-h100-sxm5-80gb"))
    let row = try await served.get("/catalogue/grids/row?key=FR%2F2025").text
    #expect(row.contains("g/kWh"))
    #expect(
      row.contains("href=\"https://ourworldindata.org/grapher/carbon-intensity-electricity\""))
    #expect(row.contains("Rivals"))
    #expect(row.contains("grids_marginal"))
    let none = try await served.ask(
      "GET", "/catalogue/nothing", ["Accept": "text/html"])
    #expect(none.status == 400)
    #expect(none.text.contains("The catalogue has no table"))
  }

  private static func rows(_ text: String) -> Set<Substring> {
    Set(text.matches(of: /row\?key=([^"]+)/).map(\.1))
  }

  @Test func `a plan ranks places, and says how much the best one saves`() async throws {
    let box = try CommandBox()
    let served = try await Served(box)
    let page = try await served.get("/plan?duration=6h&power=2.4kW&region=DE,FR,SE&deadline=2d")
      .text
    #expect(
      page.contains(
        "<code>joulebook plan --duration 6h --power 2.4kW --region DE,FR,SE --deadline 2d</code>"))
    #expect(page.contains("Best: "))
    #expect(page.contains("Saves"))
    let empty = try await served.get("/plan").text
    #expect(empty.contains("Begin with one of these"))
    for link in empty.matches(of: /href="(\/plan\?[^"]+)"/).prefix(2) {
      #expect(
        try await served.get(String(link.1).replacing("&amp;", with: "&")).status == 200,
        "\(link.1)")
    }
  }

  @Test func `every address that the documentation shows can be asked`() async throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(
      contentsOf: root.appending(path: "Docs/Dashboard.md"), encoding: .utf8)
    let block = try #require(text.components(separatedBy: "```address\n").dropFirst().first)
    let addresses = block.components(separatedBy: "```")[0].split(separator: "\n")
    #expect(addresses.count > 5)
    let served = try await Served(try CommandBox())
    for address in addresses {
      #expect(try await served.get(String(address)).status == 200, "\(address)")
    }
  }

  @Test func `every example that an empty estimate offers can be asked`() async throws {
    let served = try await Served(try CommandBox())
    for kind in ["hardware", "training", "search", "inference", "life", "api"] {
      let page = try await served.get("/estimate?kind=\(kind)")
      #expect(page.status == 200)
      let links = page.text.matches(of: /<li><a href="(\/estimate\?kind=[^"]+&[^"]+)"/)
      #expect(!links.isEmpty, "\(kind)")
      for link in links {
        let address = String(link.1).replacing("&amp;", with: "&")
        #expect(try await served.get(address).status == 200, "\(address)")
      }
    }
  }
}
