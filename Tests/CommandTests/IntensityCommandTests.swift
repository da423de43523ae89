import Foundation
import JoulebookTesting
import Testing

/// `joulebook intensity`, as a person or a script calls it.
@Suite struct IntensityCommandTests {
  private let box: CommandBox

  init() throws { box = try CommandBox() }

  private func json(_ arguments: String...) throws -> [String: Any] {
    let result = try box.run(["intensity"] + arguments + ["--format", "json"])
    #expect(result.status == 0, "\(result.errors)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
  }

  @Test func `the answer as JSON has its keys`() throws {
    let answer = try json("DE")
    #expect(
      answer.keys.sorted() == [
        "basis", "fetched", "kind", "notes", "now", "place", "provider", "schema", "signal",
        "slot_seconds", "slots", "source", "zone",
      ])
    let slots = try #require(answer["slots"] as? [[String: Any]])
    #expect(slots.count == 49 && answer["kind"] as? String == "usual")
    #expect(
      slots[0].keys.sorted() == ["g_per_kwh", "high_g_per_kwh", "low_g_per_kwh", "start"])
  }

  @Test func `what is written as CSV is read as a file`() throws {
    let written = try box.run([
      "intensity", "DE", "--from", "2026-01-31T00:00:00Z", "--to", "2026-02-02T00:00:00Z",
      "--format", "csv",
    ])
    #expect(written.status == 0 && written.output.split(separator: "\n").count == 49)
    let path = box.folder + "/hours.csv"
    try written.output.write(toFile: path, atomically: true, encoding: .utf8)
    let span = ["--from", "2026-01-31T00:00:00Z", "--to", "2026-02-02T00:00:00Z"]
    let read = try box.run(["intensity", "DE", "--file", path, "--format", "csv"] + span)
    #expect(read.status == 0)
    func values(_ text: String) -> [Substring] {
      text.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[1] }
    }
    #expect(values(read.output) == values(written.output))
  }

  @Test(arguments: [
    ["Nowhereland"], ["DE", "--to", "soon"], ["DE", "--from", "2026-02-02", "--to", "2026-02-01"],
    ["DE", "--provider", "oracle"], ["DE", "--provider", "electricity-maps"], ["DE", "--marginal"],
    ["DE", "--format", "xml"], ["DE", "--file", "/no/such/file.csv"], ["DE", "--to", "9000d"],
  ])
  func `what cannot be answered is bad usage with a way out`(arguments: [String]) throws {
    let result = try box.run(["intensity"] + arguments)
    #expect(result.status == 64, "\(result.output)\(result.errors)")
    #expect(result.output.isEmpty && result.errors.contains("Next: "))
  }

  @Test func `every provider is listed with what it needs`() throws {
    let result = try box.run(["intensity", "--providers"])
    for word in [
      "ELECTRICITY_MAPS_TOKEN", "WATTTIME_PASSWORD", "ENTSOE_TOKEN", "EIA_API_KEY",
      "intensity-file", "intensity-command", "uk-carbon-intensity (network)",
    ] { #expect(result.output.contains(word)) }
  }

  /// Britain's service on loopback: half hours from now on, slowly enough that processes meet.
  private static let service = #"""
    import http.server, json, sys, time
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            half = int(time.time()) // 1800 * 1800
            stamp = lambda t: time.strftime('%Y-%m-%dT%H:%MZ', time.gmtime(t))
            ahead = 'fw48h' in self.path
            starts = range(half, half + 97 * 1800, 1800) if ahead else range(half - 1800 * 96, half, 1800)
            body = json.dumps({'data': [{'from': stamp(t), 'to': stamp(t + 1800), 'intensity':
                {'forecast': 100 + t // 1800 % 48, 'actual': None if ahead else 90}} for t in starts]}).encode()
            self.send_response(200)
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            time.sleep(0.05)
            self.wfile.write(body)
        def log_message(self, *rest): pass
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Answer)
    print(server.server_address[1], flush=True)
    server.serve_forever()
    """#

  @Test
  func `processes that share a cache leave whole answers, which serve when the service is gone`()
    throws
  {
    let script = #"""
      python3 service.py > port & server=$!
      trap 'kill $server 2>/dev/null' EXIT
      for _ in $(seq 200); do test -s port && break; sleep 0.02; done
      export XDG_CACHE_HOME=$PWD/cache JOULEBOOK_INTENSITY_PROVIDER=uk-carbon-intensity JOULEBOOK_REGION=GB
      export JOULEBOOK_INTENSITY_URL=http://127.0.0.1:$(cat port)
      pids=
      for i in 1 2 3 4 5 6; do $BOOK intensity --to 6h --format json > out.$i 2> err.$i & pids="$pids $!"; done
      for pid in $pids; do wait $pid || echo failed; done
      cat err.*
      ls cache/joulebook/intensity | grep -c 'answer$'; ls cache/joulebook/intensity | grep -c 'new$'
      stat -c %a cache/joulebook/intensity cache/joulebook/intensity/*.answer | sort -u | tr '\n' ' '
      kill $server; wait $server 2>/dev/null
      $BOOK intensity --to 6h --format json > gone; echo $?
      python3 -c 'import json; a, b = (json.load(open(f)) for f in ("out.1", "gone"))
      print(b["kind"], [s["g_per_kwh"] for s in a["slots"]] == [s["g_per_kwh"] for s in b["slots"]])'
      """#
    let told = try Script.plain(
      "cat > service.py <<'END'\n\(Self.service)\nEND\nBOOK='\(JoulebookBinary.path)'\n\(script)")
    #expect(told.text == "1\n0\n600 700 0\nforecast True\n", "\(told)")
  }
}
