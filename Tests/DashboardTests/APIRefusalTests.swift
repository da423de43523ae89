import CommandTesting
import Foundation
import Testing

@testable import Dashboard

/// What programs are refused, and how they are told.
@Suite struct APIRefusalTests {
  private func expect(
    _ answer: Served.Answer, _ status: UInt, parameter: String? = nil,
    _ note: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(answer.status == status, "\(note): \(answer.text)", sourceLocation: sourceLocation)
    #expect(answer.headers["content-type"] == "application/problem+json", "\(note)")
    let problem = try JSONValue.read(answer.text.utf8)
    #expect(Schemas.rules.violations(problem, Schemas.reference("Problem")) == [], "\(note)")
    #expect(problem["status"]?.number == Double(status), "\(note)")
    #expect(problem["parameter"]?.text == parameter, "\(note)")
  }

  @Test func `what is wrong in form is named`() async throws {
    let ledger = try await APILedger(runs: 0)
    for (path, parameter) in [
      ("/runs?limit=0", "limit"), ("/runs?limit=501", "limit"), ("/runs?limit=ten", "limit"),
      ("/runs?sort=colour", "sort"), ("/runs?since=yesterday", "since"), ("/runs?x=1", "x"),
      ("/runs?project=", "project"), ("/runs?limit=1&limit=2", "limit"), ("/runs?tag=a", "tag"),
      ("/compare?a=x", "b"), ("/trends/scenario", "to"), ("/estimate/hardware?hourz=8", "hourz"),
      ("/intensity?marginal=yes", "marginal"), ("/runs?format=xml", "format"),
      ("/estimate/training?draws=1000000", "draws"), ("/trends/returns?step=0", "step"),
      ("/runs?project=" + String(repeating: "x", count: 300), "project"),
    ] { try expect(try await ledger.get(path), 400, parameter: parameter, path) }
    let many = (0...50).map { "run=\($0)" }.joined(separator: "&")
    try expect(try await ledger.get("/report?\(many)"), 400, parameter: "run", "too often")
  }

  @Test func `what is not there, not clear, or was removed is told apart`() async throws {
    let ledger = try await APILedger(["--allow-writes"])
    for path in [
      "/runs/nobody", "/nothing", "/runs/last/nothing", "/catalog/tables/nothing",
      "/catalog/tables/grids/rows/Atlantis", "/catalog/changes/1999.01", "", "/", "/runs/",
    ] { try expect(try await ledger.get(path), 404, path) }
    let ids = try await ledger.ids()
    let beginning = String(ids[0].prefix(4))
    try expect(try await ledger.get("/runs/\(beginning)"), 409, "two runs begin so")
    try expect(try await ledger.send("DELETE", "/runs/run-0", type: nil), 409, "by its name")
    let removal = try await ledger.send("DELETE", "/runs/\(ids[0])?reason=twice", type: nil)
    #expect(removal.status == 200, "\(removal.text)")
    let gone = try await ledger.get("/runs/\(ids[0])")
    try expect(gone, 410, "removed")
    #expect(gone.text.contains("twice"))
    try expect(try await ledger.get("/forecast"), 422, "nothing is going on")
  }

  @Test func `an empty ledger answers with nothing, not with an error of the server`() async throws
  {
    let ledger = try await APILedger(runs: 0)
    #expect(try await ledger.json("/runs")["runs"] == [])
    #expect(try await ledger.get("/export").text.isEmpty)
    #expect(try await ledger.json("/check")["balances"] == true)
    try expect(try await ledger.get("/runs/last"), 404, "last")
    try expect(try await ledger.get("/report"), 422, "report")
    #expect(!FileManager.default.fileExists(atPath: ledger.box.ledger))
  }

  @Test func `methods, forms and types that are not taken are named`() async throws {
    let ledger = try await APILedger(["--allow-writes"], runs: 1)
    let method = try await ledger.send("PUT", "/runs/last", type: nil)
    try expect(method, 405, "PUT")
    #expect(method.headers["allow"] == "GET, DELETE, HEAD, OPTIONS")
    let options = try await ledger.send("OPTIONS", "/runs/last", type: nil)
    #expect(options.status == 204)
    #expect(options.headers["allow"] == "GET, DELETE, HEAD, OPTIONS")
    let head = try await ledger.send("HEAD", "/runs/last", type: nil)
    let whole = try await ledger.get("/runs/last")
    #expect(head.status == 200 && head.text.isEmpty)
    #expect(head.headers["etag"] == whole.headers["etag"])
    try expect(try await ledger.send("DELETE", "/openapi.json", type: nil), 405, "document")
    try expect(try await ledger.get("/runs", ["Accept": "image/png"]), 406, "png")
    try expect(
      try await ledger.get("/runs", ["Accept": "application/json;q=0"]), 406, "none of it")
    let csv = try await ledger.get("/runs", ["Accept": "text/csv, application/json;q=0.5"])
    #expect(csv.headers["content-type"] == "text/csv; charset=utf-8")
    let body = #"{"set": {"a": "b"}}"#
    for type in ["text/plain", "application/x-www-form-urlencoded", nil] {
      try expect(
        try await ledger.send("PATCH", "/runs/last/tags", body, type: type), 415,
        "\(type ?? "none")")
    }
    for wrong in ["", "{", "[]", "{}", #"{"set": {"a": 1}}"#, #"{"tags": {}}"#] {
      try expect(try await ledger.send("PATCH", "/runs/last/tags", wrong), 400, wrong)
    }
    let long = #"{"set": {"a": ""# + String(repeating: "x", count: 300_000) + #""}}"#
    try expect(try await ledger.send("PATCH", "/runs/last/tags", long), 413, "too long")
    let audit = String(repeating: "a: b\n", count: 250_000)
    try expect(
      try await ledger.send("POST", "/audit", audit, type: "application/yaml"), 413, "a long claim")
  }

  @Test func `what is right in form and has no answer is told so`() async throws {
    let ledger = try await APILedger(runs: 1)
    for path in [
      "/experiments?since=2026-02-30", "/intensity?place=Atlantis", "/plan?duration=long",
      "/estimate/hardware?device=abacus&hours=1", "/runs?cursor=nonsense",
      "/runs?cursor=nonsense&format=csv", "/runs?since=2026-02-30&format=ndjson",
      "/trends/growth?from=x",
      "/runs/last/whatif", "/report?run=last&project=demo", "/report?run=last&model=x&format=csv",
    ] { try expect(try await ledger.get(path), 422, path) }
  }

  @Test func `a ledger that cannot be read is no fault of who asks`() async throws {
    let ledger = try await APILedger(runs: 1)
    try await Task.sleep(for: .milliseconds(10))
    try FileManager.default.removeItem(atPath: ledger.box.ledger)
    try Data("no ledger".utf8).write(to: URL(fileURLWithPath: ledger.box.ledger))
    let damaged = try CommandBox()
    try Data(repeating: 7, count: 20_000).write(to: URL(fileURLWithPath: damaged.ledger))
    let served = try await Served(damaged)
    let status = try await served.get("/api/v1/runs/last").status
    #expect([422, 503].contains(status))
  }

  @Test func `nothing changes unless that was asked for, and by nobody else's page`() async throws {
    let reading = try await APILedger(runs: 1)
    let change = #"{"set": {"a": "b"}}"#
    try expect(try await reading.send("PATCH", "/runs/last/tags", change), 403, "reading")
    try expect(try await reading.send("DELETE", "/runs/last", type: nil), 403, "reading")
    let sent = try await reading.send("POST", "/audit", "energy: 5 kWh\n", type: "text/plain")
    #expect(sent.status == 200, "an audit changes nothing")

    let writing = try await APILedger(["--allow-writes"], runs: 1)
    for headers in [
      ["Origin": "https://evil.example"], ["Origin": "null"], ["Sec-Fetch-Site": "cross-site"],
    ] {
      try expect(
        try await writing.send("PATCH", "/runs/last/tags", change, headers: headers), 403,
        "\(headers)")
    }
    #expect(try await writing.json("/runs/last")["tags"]?["a"] == nil)
    let own = try await writing.send(
      "PATCH", "/runs/last/tags", change, headers: ["Origin": writing.served.address])
    #expect(own.status == 200)
    #expect(try await writing.json("/runs/last")["tags"]?["a"]?.text == "b")
  }

  @Test func `who asks names no file of the server's`() async throws {
    let ledger = try await APILedger(runs: 0)
    let path = ledger.box.folder + "/2026.01"
    try "grids,secret".write(toFile: path, atomically: true, encoding: .utf8)
    for name in ["..%2F2026.01", "%2Fetc%2Fpasswd", "2026.01", "grids.csv", "."] {
      try expect(try await ledger.get("/catalog/changes/\(name)"), 404, name)
    }
    let levels = ledger.box.folder + "/levels.csv"
    try "year,value\n2026,1\n2030,2\n".write(toFile: levels, atomically: true, encoding: .utf8)
    let scenario = try await ledger.get("/trends/scenario?to=2030&growth=\(levels)")
    try expect(scenario, 422, "scenario")
    #expect(scenario.text.contains("opens no file"))
    for name in ["spec", "file", "provider", "ledger", "out"] {
      try expect(try await ledger.get("/plan?\(name)=x"), 400, parameter: name, name)
    }
  }

  @Test func `hostile names break out of no form`() async throws {
    let ledger = try await APILedger(["--allow-writes"], runs: 0)
    let names = [
      "=cmd()", "<script>alert(1)</script>", "\"; drop table entry; --",
      "\u{202E}right to left", "comma, \"quote\"",
    ]
    for name in names {
      _ = try ledger.box.run(["run", "--quiet", "--name", name, "--project", name, "--", "true"])
    }
    let runs = try await ledger.json("/runs?order=ascending")["runs"]?.items ?? []
    #expect(runs.compactMap { $0["name"]?.text } == names)
    let csv = try await ledger.get("/runs?format=csv&order=ascending").text
    #expect(csv.contains("'=cmd()"))
    #expect(csv.contains("\"comma, \"\"quote\"\"\""))
    for name in names + ["a\r\nSet-Cookie: x=1"] {
      let encoded = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
      let answer = try await ledger.get("/runs?limit=1&project=\(encoded)&cursor=\(encoded)")
      #expect(answer.headers["set-cookie"] == nil)
      let one = try await ledger.get("/runs/\(encoded)")
      #expect(one.status == (names.contains(name) ? 200 : 404), "\(name)")
      #expect(one.headers["set-cookie"] == nil)
    }
    let page = try await ledger.get("/report?format=html&run=%3Cscript%3Ealert(1)%3C%2Fscript%3E")
    #expect(page.headers["content-disposition"] == "attachment; filename=\"joulebook.html\"")
    #expect(!page.text.contains("<script>alert"))
  }
}
