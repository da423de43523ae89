import Foundation
import JoulebookTesting
import Testing

/// Inference servers under the built program.
@Suite struct ServeWatchTests {
  private func run(_ kind: String, _ script: String) throws -> Outcome {
    try Script.plain(
      StandInServer.preparation(page: ServerPages.all[kind] ?? "") + script)
  }

  private static let serve =
    #""$RUN" serve-watch --metrics $PORT --poll 60ms --interval 100ms --region DE --receipt r.json"#
  private static let server = #"python3 server.py page.txt "$(cat states.json)" 4 $PORT"#

  /// Prints what the receipt says of the service.
  private static let told = #"""
    python3 -c '
    import json
    r = json.load(open("r.json"))
    s = r["service"]
    parts = {p["part"]: p["energy_joules"]["value"] for p in s["parts"]}
    print(sorted(parts), abs(sum(parts.values()) - r["energy_joules"]) < 1e-6 * r["energy_joules"])
    print({c["thing"]: c["count"] for c in s["counts"]})
    print(all(e["low"] <= e["value"] <= e["high"] for c in s["counts"] for e in c["joules_each"].values()))
    print(r["warnings"])'
    """#

  @Test(arguments: ["vllm", "sglang", "tgi", "trtllm"])
  func `a server that counts all of it is booked with its requests and tokens`(kind: String) throws
  {
    let told = try run(kind, "\(Self.serve) -- \(Self.server) 2>/dev/null; echo $?\n\(Self.told)")
    let lines = told.text.split(separator: "\n")
    #expect(lines.count == 5 && lines[0] == "0", "\(told)")
    #expect(["base", "idle", "loading", "requests"].allSatisfy { lines[1].contains("'\($0)'") })
    #expect(lines[1].hasSuffix("True"), "the parts do not add up to the run")
    #expect(
      lines[2] == "{'requests': 5, 'input_tokens': 77, 'output_tokens': 210, 'tokens': 287}")
    #expect(lines[3...] == ["True", "[]"], "\(told)")
  }

  @Test(arguments: [
    ("llama.cpp", "{'input_tokens': 77, 'output_tokens': 210, 'tokens': 287}"),
    ("triton", "{'requests': 5}"),
    ("litellm", "{'requests': 5, 'input_tokens': 77, 'output_tokens': 210, 'tokens': 287}"),
  ])
  func `what a server does not count is not made up`(kind: String, counts: String) throws {
    let told = try run(kind, "\(Self.serve) -- \(Self.server) 2>/dev/null\n\(Self.told)")
    let lines = told.text.split(separator: "\n")
    #expect(lines.count == 4 && lines[0].hasSuffix("True") && lines[1] == counts, "\(told)")
  }

  @Test func `show, explain by stage, the score and the books use what was counted`() throws {
    let told = try run(
      "vllm",
      """
      \(Self.serve) --name chat -- \(Self.server) 2>/dev/null
      "$RUN" show last > s; grep -c '^serving, above idle' s; grep -c '^output token  *210 ' s
      "$RUN" report last --format sci --per requests | grep -c '^R  *5'
      "$RUN" report last --format sci --per 'output tokens' | grep -c '^R  *210'
      "$RUN" list --format json | grep -c '"chat"'
      "$RUN" show last --format json | grep -c '"server.metrics" : "http://127.0.0.1'
      "$RUN" check > /dev/null && echo balanced
      """)
    #expect(told.text == "1\n1\n1\n1\n1\n1\nbalanced\n", "\(told)")
  }

  @Test func `counters that begin again are told by name and lose nothing that was seen`() throws {
    let told = try run(
      "vllm",
      #"""
      cat > states.json <<'END'
      [{"requests": 0, "input": 0, "output": 0, "running": 0, "waiting": 0},
       {"requests": 4, "input": 40, "output": 90, "running": 1, "waiting": 0},
       {"requests": 1, "input": 10, "output": 20, "running": 0, "waiting": 0}]
      END
      """#
        + "\n\(Self.serve) -- \(Self.server) 2>/dev/null\n\"$RUN\" show last > s\n"
        + #"grep -c "counters began again once" s; grep -c '^request  *5 ' s; grep -c '^output token  *110 ' s"#
    )
    #expect(told.text == "1\n1\n1\n", "\(told)")
  }

  @Test func `a run that goes on is watched from beside it`() throws {
    let told = try run(
      "sglang",
      #"""
      "$RUN" run --quiet --interval 100ms --name server -- \#(Self.server) &
      for try in $(seq 200); do
        "$RUN" serve-watch --metrics $PORT --poll 60ms --run server --format json > w 2> e && break
        sleep 0.02
      done
      wait
      python3 -c '
      import json
      w = json.load(open("w"))
      print(w["name"], {c["thing"]: c["count"] for c in w["service"]["counts"]}, w["warnings"])'
      "$RUN" show last | grep -c '^request  *5 '
      """#)
    #expect(
      told.text
        == "server {'requests': 5, 'input_tokens': 77, 'output_tokens': 210, 'tokens': 287} []\n1\n",
      "\(told)")
  }

  @Test func `a server that runs already is found by its port, and metered until it ends`() throws {
    let told = try run(
      "vllm",
      #"""
      \#(Self.server) &
      for try in $(seq 200); do
        \#(Self.serve) --quiet 2> e && break; grep -q 'listens on port' e || break; sleep 0.02
      done
      wait; cat e
      "$RUN" list --format json | grep -c '"stage" : "inference"'
      \#(Self.told)
      """#)
    #expect(told.text.contains("'requests': 5"), "\(told)")
  }

  @Test func `other counters are read by their names`() throws {
    let told = try Script.plain(
      StandInServer.preparation(
        page:
          #"app_done{route="/v1"} @requests@\#napp_done{route="/health"} 99\#napp_out @output@\#napp_busy @running@"#
      ) + Self.serve
        + #" --requests 'app_done{route="/v1"}' --output-tokens app_out --running app_busy -- "#
        + Self.server + " 2>/dev/null\n" + Self.told)
    #expect(
      told.text.contains("{'requests': 5, 'output_tokens': 210, 'tokens': 210}"), "\(told)")
  }

  @Test func `Ollama and pages that nobody knows are told while the run goes on`() throws {
    let told = try Script.plain(
      StandInServer.preparation(page: "")
        + #"""
        : > page.txt
        export ROOT='Ollama is running'
        \#(Self.serve) -- \#(Self.server) 2> e; echo $?
        grep -c '^joulebook: .*It is Ollama, which has no metrics' e
        grep -c 'counters were never read' e
        export ROOT=''
        echo 'my_metric 1' > page.txt
        \#(Self.serve) -- \#(Self.server) 2> e; grep -c '^joulebook: .*No name on its page' e
        """#)
    #expect(told.text == "0\n1\n1\n1\n", "\(told)")
  }

  @Test func `a server's end is its own, and one that never answered is said so`() throws {
    let told = try Script.plain(
      #"""
      RUN='\#(JoulebookBinary.path)'
      "$RUN" serve-watch --metrics 9 -- sh -c 'echo out; exit 7' 2> e; echo $?
      grep -c 'counters were never read at http://127.0.0.1:9/metrics' e
      """#)
    #expect(told.text == "out\n7\n1\n", "\(told)")
  }

  @Test(arguments: [
    (["serve-watch"], "Missing --metrics"),
    (["serve-watch", "--metrics", "9"], "listens on port 9"),
    (["serve-watch", "--metrics", "http://example.org/metrics"], "on another machine"),
    (["serve-watch", "--metrics", "9", "--pid", "1", "--", "true"], "--pid"),
    (["serve-watch", "--metrics", "ftp://x", "--", "true"], "no address of metrics"),
    (
      ["serve-watch", "--metrics", "8000", "--server", "gpt", "--", "true"],
      "There is no kind of server"
    ),
    (["serve-watch", "--metrics", "8000", "--poll", "1h", "--", "true"], "from 50 ms"),
    (["serve-watch", "--metrics", "8000", "--run", "nobody"], "is going on"),
    (
      ["serve-watch", "--metrics", "http://me:pw@h/metrics", "--", "true"],
      "JOULEBOOK_METRICS_TOKEN"
    ),
    (["serve-watch", "--log", "x", "--", "true"], "--run"),
  ])
  func `what cannot be watched is said with what to do`(arguments: [String], words: String) throws {
    let answer = try CommandBox().run(arguments)
    #expect(answer.status == 64 && answer.errors.contains(words), Comment(rawValue: answer.errors))
  }

  @Test func `the kinds are listed with where their metrics are`() throws {
    let answer = try CommandBox().run(["serve-watch", "--servers"])
    #expect(answer.status == 0 && answer.output.contains("--enable-metrics"))
    #expect(answer.output.contains("Ollama has no metrics"))
  }

  // MARK: - Logs

  @Test func `a log shares a finished run's energy, and the sum is the run's`() throws {
    let told = try Script.plain(
      #"""
      RUN='\#(JoulebookBinary.path)'
      cat > job.py <<'END'
      import datetime, json, time
      def now(): return datetime.datetime.now(datetime.timezone.utc).isoformat()
      time.sleep(0.3)
      with open("log.jsonl", "w") as log:
          for index in range(4):
              start = time.time()
              sum(range(2_000_000))
              log.write(json.dumps({"time": now(), "seconds": time.time() - start, "usage": {"prompt_tokens": 10, "completion_tokens": 5}}) + "\n")
          log.write("garbage\n")
      time.sleep(0.3)
      END
      "$RUN" run --quiet --interval 100ms -- python3 job.py
      "$RUN" serve-watch --log log.jsonl --run last --out shares.csv --format json > a; echo $?
      python3 -c '
      import csv, json
      a = json.load(open("a"))
      rows = list(csv.DictReader(open("shares.csv")))
      shared = sum(float(r["energy_joules"]) for r in rows)
      print(a["requests"], a["refused"], len(rows), a["log"])
      print(abs(shared + a["idle_joules"] - a["energy_joules"]) < 1e-6 * a["energy_joules"])
      print([e["thing"] for e in a["each"]])'
      "$RUN" serve-watch --log log.jsonl --run last | grep -c 'Refused: line 5'
      """#)
    #expect(
      told.text == "0\n4 1 4 jsonl\nTrue\n['requests', 'input_tokens', 'output_tokens']\n1\n",
      "\(told)")
  }

  @Test func `a log of another day takes nothing, and is told so`() throws {
    let told = try Script.plain(
      #"""
      RUN='\#(JoulebookBinary.path)'
      "$RUN" run --quiet -- sleep 0.3
      echo '127.0.0.1 - - [25/Nov/2019:14:00:00 +0000] "POST /v1/completions HTTP/1.1" 200 12 "-" "-" 1.5' > l
      "$RUN" serve-watch --log l --run last 2> e; echo $?; grep -c 'No request of' e
      echo 'no log at all' > l; "$RUN" serve-watch --log l --run last 2> e; echo $?; grep -c 'Cannot tell what kind' e
      """#)
    #expect(told.text == "64\n1\n64\n1\n", "\(told)")
  }
}
