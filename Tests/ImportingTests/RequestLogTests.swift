import Accounting
import Quantities
import Testing

@testable import Importing

@Suite struct RequestLogTests {
  private static let start = Timestamp("2026-11-25T14:00:00Z") ?? Timestamp(nanoseconds: 0)

  /// What a line of each kind looks like, made by hand from its program's documentation: two answered requests, with
  /// their ends and lengths in seconds after the start, and lines that are none.
  private static let samples: [(kind: String, text: String, ends: [Double], seconds: [Double?])] = [
    (
      "nginx",
      """
      10.0.0.9 - - [25/Nov/2026:14:00:02 +0000] "POST /v1/chat/completions HTTP/1.1" 200 512 "-" "curl/8" 1.250
      10.0.0.9 - - [25/Nov/2026:14:00:03 +0000] "GET /health HTTP/1.1" 200 2 "-" "kube" 0.000
      10.0.0.9 - - [25/Nov/2026:14:00:03 +0000] "POST /v1/completions HTTP/1.1" 503 2 "-" "-" 0.001
      10.0.0.9 - - [25/Nov/2026:15:00:05 +0100] "POST /v1/completions HTTP/2.0" 201 9 "-" "-" rt=0.5
      """, [2, 5], [1.25, 0.5]
    ),
    (
      "ollama",
      """
      time=2026-11-25T14:00:00.100Z level=INFO msg="llama runner started in 1.5 seconds"
      [GIN] 2026/11/25 - 14:00:04 | 200 |  2.150000000s |       127.0.0.1 | POST     "/api/chat"
      [GIN] 2026/11/25 - 14:00:04 | 200 |      30.418µs |       127.0.0.1 | HEAD     "/"
      [GIN] 2026/11/25 - 14:00:04 | 200 |     366.398µs |       127.0.0.1 | POST     "/api/show"
      [GIN] 2026/11/25 - 14:01:30 | 200 |   1m2.5s |       127.0.0.1 | POST     "/v1/completions"
      """, [4, 90], [2.15, 62.5]
    ),
    (
      "vllm",
      """
      INFO 11-25 14:00:01 [logger.py:39] Received request cmpl-aa-0: prompt: 'Finished request x'
      INFO 11-25 14:00:01 [async_llm_engine.py:211] Added request cmpl-aa-0.
      INFO 11-25 14:00:02 [async_llm_engine.py:211] Added request cmpl-bb-0.
      INFO 11-25 14:00:05 [metrics.py:488] Avg prompt throughput: 12.3 tokens/s
      INFO 11-25 14:00:06 [async_llm_engine.py:179] Finished request cmpl-aa-0.
      INFO:     127.0.0.1:36506 - "POST /v1/completions HTTP/1.1" 200 OK
      INFO 11-25 14:00:07 [async_llm_engine.py:179] Finished request cmpl-bb-0.
      """, [6, 7], [5, 5]
    ),
    (
      "tgi",
      """
      2026-11-25T14:00:01.000000Z  INFO text_generation_router: router/src/main.rs:1: Connected
      2026-11-25T14:00:03.500000Z  INFO generate{parameters=x}: text_generation_router::server: router/src/server.rs:5: Success total_time="1.5s" queue_time="20µs"
      {"timestamp":"2026-11-25T14:00:08.000000Z","level":"INFO","message":"Success","target":"text_generation_router::server","total_time":"750.5ms"}
      """, [3.5, 8], [1.5, 0.7505]
    ),
    (
      "llama.cpp",
      """
      0.02.000.000 I main: server is listening on http://127.0.0.1:8080
      0.10.500.000 I slot print_timing: id  0 | task 7 | prompt eval time =   1000.00 ms /  400 tokens ( 2.5 ms per token)
      0.10.500.000 I slot print_timing: id  0 | task 7 |        eval time =   3000.00 ms /   70 tokens ( 42 ms per token)
      0.10.500.001 I slot print_timing: id  0 | task 7 |       total time =   4000.00 ms /  470 tokens
      1.00.000.000 I slot print_timing: id  1 | task 9 |
      prompt eval time =     500.00 ms /    30 tokens
             eval time =     500.00 ms /    10 tokens
            total time =    1000.00 ms /    40 tokens
      """, [10.500001, 60], [4, 1]
    ),
    (
      "jsonl",
      """
      {"model":"m","created_at":"2026-11-25T14:00:01Z","done":false,"response":"a"}
      {"model":"m","created_at":"2026-11-25T14:00:02Z","done":true,"total_duration":1500000000,"prompt_eval_count":26,"eval_count":290}
      {"time":"2026-11-25T14:00:09+00:00","latency_ms":250,"usage":{"prompt_tokens":5,"completion_tokens":7}}
      """, [2, 9], [1.5, 0.25]
    ),
    (
      "uvicorn",
      """
      2026-11-25 14:00:03,000 INFO:     127.0.0.1:36506 - "POST /v1/completions HTTP/1.1" 200 OK
      2026-11-25 14:00:03,500 INFO:     127.0.0.1:36506 - "GET /metrics HTTP/1.1" 200 OK
      2026-11-25 14:00:04,000 - INFO - 127.0.0.1:36507 - "POST /generate HTTP/1.1" 200 OK
      """, [3, 4], [nil, nil]
    ),
  ]

  private func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  private func times(zone: String? = nil) throws -> LogTimes {
    var options = ImportOptions()
    options.timeZone = zone
    return try LogTimes(options, start: Self.start)
  }

  @Test(arguments: samples.map(\.kind))
  func `a log is known by its lines and gives its requests`(name: String) throws {
    let sample = try #require(Self.samples.first { $0.kind == name })
    let kind = try RequestLogKinds.kind(named: nil, of: lines(sample.text), path: "log")
    #expect(kind.name == name)
    let log = kind.read(lines(sample.text), try times())
    let ends = log.requests.map { ($0.ended - Self.start).seconds }
    #expect(zip(ends, sample.ends).allSatisfy { abs($0 - $1) < 1e-6 } && ends.count == 2, "\(ends)")
    #expect(
      zip(log.requests.map(\.seconds), sample.seconds).allSatisfy {
        ($0 == nil) == ($1 == nil) && abs(($0 ?? 0) - ($1 ?? 0)) < 1e-9
      }, "\(log.requests)")
    #expect(log.refused == [])
    let lines = self.lines(sample.text).count { !$0.isEmpty }
    #expect(log.requests.count + log.leftOut.values.reduce(0, +) == lines)
  }

  @Test(arguments: samples.map(\.kind))
  func `a cut or damaged log hides no more than its own lines`(name: String) throws {
    let sample = try #require(Self.samples.first { $0.kind == name })
    let kind = try RequestLogKinds.kind(named: name, of: [], path: "log")
    let bytes = Array(sample.text.utf8)
    for offset in stride(from: 0, to: bytes.count, by: 13) {
      var turned = bytes
      turned[offset] ^= 0x15
      for damaged in [turned, Array(bytes.prefix(offset))] {
        let text = String(decoding: damaged, as: UTF8.self)
        let all = text.split(separator: "\n", omittingEmptySubsequences: false)
        let log = kind.read(all, try times())
        let told = log.requests.count + log.leftOut.values.reduce(0, +) + log.refused.count
        #expect(told == all.count { !$0.isEmpty })
      }
    }
  }

  @Test func `every kind has a sample and a word on what it needs`() {
    #expect(Set(RequestLogKinds.all.map(\.name)) == Set(Self.samples.map(\.kind)))
    #expect(RequestLogKinds.all.allSatisfy { !$0.summary.isEmpty })
  }

  @Test func `tokens come from where they are told`() throws {
    let llama = try #require(Self.samples.first { $0.kind == "llama.cpp" })
    let read = LlamaCppLog().read(lines(llama.text), try times())
    #expect(read.requests.map(\.inputTokens) == [400, 30])
    #expect(read.requests.map(\.outputTokens) == [70, 10])
    let json = try #require(Self.samples.first { $0.kind == "jsonl" })
    let answers = JSONLinesLog().read(lines(json.text), try times())
    #expect(answers.requests.map(\.outputTokens) == [290, 7])
  }

  @Test func `uvicorn without times is refused line by line, with what to do`() throws {
    let text = #"INFO:     127.0.0.1:36506 - "POST /v1/completions HTTP/1.1" 200 OK"#
    let log = UvicornLog().read([Substring(text)], try times())
    #expect(log.requests.isEmpty && log.refused.first?.reason.contains("asctime") == true)
  }

  @Test func `a zone moves the times that have none`() throws {
    let text = #"[GIN] 2026/11/25 - 15:00:04 | 200 | 1s | 127.0.0.1 | POST "/api/chat""#
    let log = OllamaLog().read([Substring(text)], try times(zone: "Europe/Berlin"))
    #expect(log.requests.map { ($0.ended - Self.start).seconds } == [4])
    #expect(log.notes.isEmpty)
  }

  @Test func `a pattern of one's own names its groups`() throws {
    let pattern = #"(?<time>\S+) took (?<milliseconds>\d+) in=(?<input>\d+) out=(?<output>\d+)"#
    let log = try PatternLog(pattern).read(
      lines("2026-11-25T14:00:05Z took 500 in=3 out=9\nother\nsoon took 1 in=1 out=1"), try times())
    #expect(log.requests.map(\.seconds) == [0.5] && log.requests.first?.outputTokens == 9)
    #expect(log.refused.map(\.line) == [3] && log.leftOut.values.reduce(0, +) == 1)
    #expect(throws: Problem.self) { try PatternLog(#"(?<time>\S+) (?<speed>\d+)"#) }
    #expect(throws: Problem.self) { try PatternLog(#"(?<seconds>\S+)"#) }
  }

  @Test(arguments: [
    ("1.5s", 1.5), ("366.398µs", 366.398e-6), ("1m2.5s", 62.5), ("2h1m0s", 7260), ("20ms", 0.02),
  ])
  func `durations are read as Go and Rust write them`(text: String, seconds: Double) {
    #expect(abs((AccessLine.seconds(text) ?? -1) - seconds) < 1e-9)
    #expect(AccessLine.seconds("5") == nil && AccessLine.seconds("") == nil)
  }
}
