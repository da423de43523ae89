import CommandTesting
import Foundation
import Testing

@testable import Dashboard

/// What programs get: answers that fit their schemas and are those of the command line.
@Suite struct APIAnswerTests {
  /// An address for each route that is asked with GET, behind the prefix.
  private static let examples: [String: [String]] = [
    "listRuns": ["/runs", "/runs?limit=1&sort=energy", "/runs?words=nothing-has-this"],
    "listLive": ["/live"],
    "spanOfRun": ["/runs/last/span", "/runs/run-0/span?from=0"],
    "showRun": ["/runs/last", "/runs/run-0?catalog=2026.11"],
    "explainRun": ["/runs/last/explain"],
    "whatIfRun": ["/runs/run-1/whatif?region=FR"],
    "check": ["/check"],
    "compare": ["/compare?a=run-0&b=run-1&metric=accuracy&fail-above=0.05"],
    "calibration": ["/forecast/calibration"],
    "previewRestatement": [
      "/restate", "/restate?run=last&catalog=2026.11", "/restate?project=other",
    ],
    "listCharts": ["/charts"],
    "settings": ["/config"],
    "listExperiments": ["/experiments", "/experiments?by=project"],
    "reportExperiment": [
      "/experiments/report?group=lr&maximise=accuracy&published=run-1&part=sweep%3Dlr&budget=5kWh"
    ],
    "estimateHardware": ["/estimate/hardware?device=h100&hours=8&explain=emissions_grams"],
    "estimateTraining": ["/estimate/training?model=gpt-3&equivalences=true"],
    "plan": ["/plan?duration=6h&power=2.4kW&region=DE,FR&deadline=24h&price=0.3EUR"],
    "intensity": ["/intensity?place=DE", "/intensity?place=FR&from=-24h&to=2h"],
    "intensityProviders": ["/intensity/providers"],
    "growth": ["/trends/growth?preset=openai-2018&draws=200"],
    "returns": ["/trends/returns?set=checkpoints"],
    "lossLaw": ["/trends/returns/law?budget=10MWh&device=h100&region=FR"],
    "fitLossLaw": ["/trends/law?drop=0"],
    "scenario": ["/trends/scenario?to=2030"],
    "listTables": ["/catalog"],
    "searchCatalogue": ["/catalog/search?words=a100"],
    "listSources": ["/catalog/sources"],
    "showTable": ["/catalog/tables/accelerators"],
    "listRows": ["/catalog/tables/accelerators/rows"],
    "showRow": ["/catalog/tables/accelerators/rows/h100", "/catalog/tables/grids/rows/France"],
    "listChanges": ["/catalog/changes/2026.11"],
    "version": ["/version"],
    "doctor": ["/doctor"],
    "validate": ["/validate?paper=strubell&row=A03"],
    "listAuditRules": ["/audit/rules"],
  ]
  /// Answered by no example: what needs more than an address, or what others of its kind show.
  private static let besides: Set<String> = [
    "report", "export", "forecast", "drawChart", "efficiency", "estimateSearch",
    "estimateInference",
    "estimateLife", "estimateApi",
  ]

  @Test func `every route has an example`() {
    let asked = APIRoutes.all.filter { $0.verb == "GET" }.map(\.name)
    #expect(Set(asked) == Set(Self.examples.keys).union(Self.besides))
  }

  @Test func `answers fit the schemas that the document shows`() async throws {
    let ledger = try await APILedger()
    for (name, paths) in Self.examples.sorted(by: { $0.key < $1.key }) {
      let route = try #require(APIRoutes.all.first { $0.name == name })
      let schema = try #require(route.forms.first?.schema)
      for path in paths {
        let answer = try await ledger.get(path)
        #expect(answer.status == 200, "\(path): \(answer.text.prefix(300))")
        #expect(answer.headers["content-type"] == "application/json", "\(path)")
        let value = try JSONValue.read(answer.text.utf8)
        #expect(
          Schemas.rules.violations(value, Schemas.reference(schema)) == [], "\(path)")
      }
    }
  }

  @Test func `figures are those of the command line, to the byte`() async throws {
    let ledger = try await APILedger()
    for (path, arguments) in [
      ("/runs/last", ["show", "last"]), ("/runs/run-0/explain", ["explain", "run-0"]),
      ("/check", ["check"]), ("/experiments", ["experiment", "list"]),
      ("/compare?a=run-0&b=run-1", ["compare", "run-0", "run-1"]),
      ("/estimate/training?model=gpt-3", ["estimate", "training", "--model", "gpt-3"]),
      ("/catalog/tables/grids/rows/France", ["catalog", "show", "grids", "France"]),
      ("/trends/law", ["trends", "law"]), ("/config", ["config"]),
      ("/restate?run=run-0&catalog=2026.11", ["restate", "run-0", "--catalog", "2026.11"]),
    ] {
      let printed = try ledger.box.run(arguments + ["--format", "json"]).output
      #expect(try await ledger.get(path).text == printed, "\(path)")
    }
    for format in ["csv", "latex", "sci", "boamps", "model-card"] {
      let printed = try ledger.box.run(["report", "run-1", "--format", format]).output
      let answer = try await ledger.get("/report?run=run-1&format=\(format)")
      #expect(Self.timeless(answer.text) == Self.timeless(printed), "\(format)")
    }
  }

  @Test func `charts are those of the command line`() async throws {
    let ledger = try await APILedger()
    for (name, query) in [
      ("power", "run=last"), ("coverage", "project=demo"), ("waterfall", "run=run-0&run=run-1"),
      ("multiples", "by=project"), ("dots", "tag=sweep%3Dlr"), ("pareto", ""),
    ] {
      for (format, ending) in [("svg", "svg"), ("csv", "csv"), ("vega-lite", "json")] {
        let file = ledger.box.folder + "/\(name).\(ending)"
        let chosen = query.split(separator: "&").flatMap { part -> [String] in
          let pair = part.split(separator: "=").map(String.init)
          let value = pair[1].replacing("%3D", with: "=")
          return pair[0] == "run" ? [value] : ["--\(pair[0])", value]
        }
        _ = try ledger.box.run(["chart", name] + chosen + ["--out", file])
        let answer = try await ledger.get("/charts/\(name)?\(query)&format=\(format)")
        #expect(answer.status == 200, "\(name): \(answer.text.prefix(300))")
        #expect(answer.text == (try String(contentsOfFile: file, encoding: .utf8)), "\(name)")
      }
    }
    let drawn = try await ledger.get("/charts/power?format=text")
    #expect(drawn.text.contains("█") || drawn.text.contains("W"), "\(drawn.text)")
    #expect(try await ledger.get("/charts/pareto?format=text").status == 422)
    #expect(try await ledger.get("/charts/growth").status == 400)
  }

  @Test func `a restatement is looked at, and written where that is allowed`() async throws {
    let reading = try await APILedger(runs: 1)
    #expect(try await reading.send("POST", "/restate", "{}").status == 403)
    let ledger = try await APILedger(["--allow-writes"], runs: 2)
    // What a newer catalogue would bring, a table of the user's brings too.
    let tables = ledger.box.folder + "/.config/joulebook/tables"
    try FileManager.default.createDirectory(atPath: tables, withIntermediateDirectories: true)
    let region = try await ledger.json("/restate?run=run-0")["runs"]?.items?.first?["old"]?[
      "region"]
    let place = try #require(region?.text)
    try
      ("key,place,year,intensity_g_per_kwh,scope,flow,kind,gas,source\n"
      + "\(place)/2026,\(place),2026,25,life-cycle,consumption,average,CO2e,ember\n")
      .write(toFile: tables + "/grids.csv", atomically: true, encoding: .utf8)
    func changed(_ run: String) async throws -> Bool {
      let row = try await ledger.json("/restate?run=\(run)")["runs"]?.items?.first
      return try #require(row?["reasons"]?.items).isEmpty == false
    }
    let before = try await ledger.json("/runs/run-0")
    #expect(try await changed("run-0"))
    #expect(try await changed("run-1"))
    #expect(try await ledger.json("/runs/run-0") == before, "looking changes nothing")
    for body in [#"{"since": "tomorrow"}"#, #"{"run": "no-such-run"}"#] {
      let status = try await ledger.send("POST", "/restate", body).status
      #expect([409, 422].contains(status), "\(body): \(status)")
    }
    #expect(try await ledger.send("POST", "/restate", #"{"all": true}"#).status == 400)
    #expect(try await ledger.json("/runs/run-0") == before, "refused requests change nothing")
    let sent = try await ledger.send("POST", "/restate", #"{"run": "run-0"}"#)
    #expect(sent.status == 200, "\(sent.text)")
    let written = try JSONValue.read(sent.text.utf8)
    #expect(Schemas.rules.violations(written, Schemas.reference("Restatement")) == [])
    #expect(written["written"] == .bool(true) && written["runs"]?.items?.count == 1)
    #expect(try await !changed("run-0"))
    #expect(try await changed("run-1"), "the others stay as they were")
    #expect(try await ledger.json("/runs/run-0") != before)
    #expect(try await ledger.send("POST", "/restate", #"{"project": "demo"}"#).status == 200)
    #expect(try await !changed("run-1"))
  }

  @Test func `savings are worked out from hours that are sent along`() async throws {
    let ledger = try await APILedger(runs: 0)
    var hours = "datetime,carbon_intensity\n"
    let start = Date(timeIntervalSince1970: 1_672_531_200)
    for hour in 0..<8760 {
      let moment = start.addingTimeInterval(Double(hour) * 3600).ISO8601Format()
      hours += "\(moment),\((hour % 24) < 6 ? 150 : 400)\n"
    }
    let file = ledger.box.folder + "/DE_2023.csv"
    try hours.write(toFile: file, atomically: true, encoding: .utf8)
    let answer = try await ledger.send(
      "POST", "/plan/savings?name=DE_2023.csv", hours, type: "text/csv")
    #expect(answer.status == 200, "\(answer.text.prefix(300))")
    let value = try JSONValue.read(answer.text.utf8)
    #expect(Schemas.rules.violations(value, Schemas.reference("Savings")) == [])
    let printed = try ledger.box.run(["plan", "savings", file, "--format", "json"]).output
    #expect(answer.text == printed)
  }

  /// The page says of every command where its answers are, or why there are none.
  @Test func `no command is left out without a word`() throws {
    let dump = try CommandBox().run(["--experimental-dump-help"]).output
    var commands: [String] = []
    func walk(_ command: JSONValue, _ path: [String]) {
      if command["shouldDisplay"] == .bool(false) { return }
      let inner = command["subcommands"]?.items ?? []
      if inner.isEmpty { commands.append(path.joined(separator: " ")) }
      for next in inner { walk(next, path + [next["commandName"]?.text ?? ""]) }
    }
    walk(try #require(try JSONValue.read(dump.utf8)["command"]), [])
    let page = try String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Docs/API.md"),
      encoding: .utf8)
    let table = String(try #require(page.components(separatedBy: "## Every command").last))
    let known = Set(table.matches(of: #/(?m)^\| `([a-z -]+)` \|/#).map { String($0.1) })
    #expect(Set(commands).subtracting(["help"]) == known)
    let routes = Set(APIRoutes.all.map { "\($0.verb) \($0.path)" })
    let mentioned = Set(
      table.matches(of: #/`(GET|POST|PATCH|DELETE) (\/[a-z\/{}]+)`/#).map { "\($0.1) \($0.2)" })
    #expect(mentioned.symmetricDifference(routes) == [])
  }

  /// Without the moment at which a report was made.
  private static func timeless(_ text: String) -> String {
    text.replacing(#/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?Z?/#, with: "…")
  }

  @Test func `pages lead through every run once, and a stream has the same`() async throws {
    let ledger = try await APILedger()
    var found: [String] = []
    var path: String? = "/api/v1/runs?limit=1&project=demo&order=ascending"
    while let next = path {
      let answer = try await ledger.served.get(next)
      let page = try JSONValue.read(answer.text.utf8)
      found += page["runs"]?.items?.compactMap { $0["id"]?.text } ?? []
      #expect(page["total"]?["runs"]?.number == 2)
      path = answer.headers["link"]?.firstMatch(of: #/<(.*)>; rel="next"/#).map { String($0.1) }
      try #require(found.count < 10)
    }
    let all = try await ledger.ids()
    #expect(found == Array(all.prefix(2)))

    let lines = try await ledger.get("/runs?format=ndjson&order=ascending")
    #expect(lines.headers["content-type"] == "application/x-ndjson")
    let streamed = try lines.text.split(separator: "\n").map { try JSONValue.read($0.utf8) }
    #expect(streamed.compactMap { $0["id"]?.text } == all)
    for row in streamed {
      #expect(Schemas.rules.violations(row, Schemas.reference("RunRow")) == [])
    }
    let table = try await ledger.get("/runs?order=ascending", ["Accept": "text/csv"])
    let rows = table.text.split(separator: "\n")
    #expect(rows.count == all.count + 1)
    #expect(rows.dropFirst().map { String($0.prefix { $0 != "," }) } == all)
    let receipts = try await ledger.get("/export").text.split(separator: "\n")
    for (line, id) in zip(receipts, all) {
      let receipt = try JSONValue.read(line.utf8)
      #expect(receipt["id"]?.text == id)
      #expect(Schemas.rules.violations(receipt, Schemas.reference("Receipt")) == [])
    }
    #expect(receipts.count == all.count)
  }

  @Test func `an answer that is known is not sent again, until the ledger changes`() async throws {
    let ledger = try await APILedger(["--allow-writes"])
    for path in ["/runs/last", "/runs", "/version", "/experiments", "/openapi.json"] {
      let first = try await ledger.get(path)
      let tag = try #require(first.headers["etag"], "\(path)")
      let again = try await ledger.get(path, ["If-None-Match": "\"other\", \(tag)"])
      #expect(again.status == 304, "\(path)")
      #expect(again.text.isEmpty)
      #expect(try await ledger.get(path, ["If-None-Match": "\"other\""]).status == 200)
    }
    let tag = try #require(try await ledger.get("/runs/last").headers["etag"])
    _ = try ledger.box.run(["tag", "last", "seen=1"])
    let after = try await ledger.get("/runs/last", ["If-None-Match": tag])
    #expect(after.status == 200)
    #expect(after.text.contains("seen"))
    let newer = try #require(after.headers["etag"])
    _ = try await ledger.send("PATCH", "/runs/last/tags", #"{"remove": ["seen"]}"#)
    #expect(try await ledger.get("/runs/last", ["If-None-Match": newer]).status == 200)
  }

  @Test func `several estimates are sent along, and a claim to audit`() async throws {
    let ledger = try await APILedger(runs: 0)
    let answer = try await ledger.send(
      "POST", "/estimate?seed=1",
      #"""
      {"defaults": {"region": "FR"}, "items": [
        {"estimate": "training", "model": "gpt-3"},
        {"estimate": "hardware", "name": "mine", "device": "h100", "hours": [7, 8, 9]}]}
      """#)
    #expect(answer.status == 200, "\(answer.text.prefix(300))")
    let value = try JSONValue.read(answer.text.utf8)
    #expect(Schemas.rules.violations(value, Schemas.reference("Estimate")) == [])
    #expect(value["estimates"]?.items?.compactMap { $0["name"]?.text } == ["training 1", "mine"])
    let claim = "model: gpt-3\nenergy: 1287 MWh\nemissions: 552 kg\n"
    let audit = try await ledger.send("POST", "/audit", claim, type: "application/yaml")
    let findings = try JSONValue.read(audit.text.utf8)
    #expect(Schemas.rules.violations(findings, Schemas.reference("Audit")) == [])
    #expect(findings["findings"]?.items?.first?["rule"]?.text == "X02")
  }
}
