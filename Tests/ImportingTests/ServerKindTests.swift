import JoulebookTesting
import Testing

@testable import Importing

@Suite struct ServerKindTests {
  private static let names = ServerKinds.all.map(\.name)

  private func page(_ kind: String, _ counts: (Int, Int, Int), running: Int = 0, waiting: Int = 0)
    -> String
  {
    ServerPages.page(
      kind, requests: counts.0, input: counts.1, output: counts.2, running: running,
      waiting: waiting)
  }

  @Test(arguments: names)
  func `every kind keeps its promises`(name: String) throws {
    let kind = try ServerKinds.named(name)
    #expect(
      ServerKindContract.violations(
        of: kind, page(name, (3, 40, 90)), page(name, (5, 77, 210), running: 2, waiting: 1)) == [])
  }

  @Test(arguments: names)
  func `a page is read by its own kind and by no other`(name: String) throws {
    let text = PrometheusText(page(name, (3, 40, 90)).utf8)
    #expect(ServerKinds.recognised(text)?.name == name)
    #expect(ServerKinds.all.filter { $0.recognises(text) }.map(\.name) == [name])
  }

  @Test(arguments: [
    ("vllm", 5.0, 77.0, 210.0, 3.0), ("sglang", 5, 77, 210, 3), ("tgi", 5, 77, 210, 3),
    ("trtllm", 5, 77, 210, 3),
  ])
  func `the documented names give the counts`(
    name: String, requests: Double, input: Double, output: Double, held: Double
  ) throws {
    let counts = try ServerKinds.named(name).read(
      PrometheusText(page(name, (5, 77, 210), running: 2, waiting: 1).utf8))
    #expect(counts.requests == requests && counts.inputTokens == input)
    #expect(counts.outputTokens == output && counts.inFlight == held)
  }

  @Test func `llama dot cpp counts no requests and Triton no tokens`() throws {
    let llama = LlamaCppServer().read(PrometheusText(page("llama.cpp", (5, 77, 210)).utf8))
    #expect(llama.requests == nil && llama.inputTokens == 77 && llama.inFlight == 0)
    let triton = TritonServer().read(
      PrometheusText(page("triton", (5, 77, 210), running: 2, waiting: 1).utf8))
    #expect(triton.requests == 5, "an ensemble's parts count the same request again")
    #expect(triton.inputTokens == nil && triton.outputTokens == nil && triton.inFlight == 3)
  }

  @Test func `without the backend's own gauge Triton does not say what is running`() {
    let text =
      "nv_inference_request_success{model=\"a\"} 4\nnv_inference_request_success{model=\"b\"} 3\nnv_inference_request_failure{model=\"b\"} 1\n"
    let counts = TritonServer().read(PrometheusText(text.utf8))
    #expect(counts.requests == 8 && counts.inFlight == nil)
  }

  @Test func `ranks of one engine hold the same requests, those of two engines their own`() {
    let text = """
      sglang:num_running_reqs{dp_rank="0",tp_rank="0"} 2
      sglang:num_running_reqs{dp_rank="0",tp_rank="1"} 2
      sglang:num_running_reqs{dp_rank="1",tp_rank="0"} 3
      """
    #expect(SGLangServer().read(PrometheusText(text.utf8)).inFlight == 5)
  }

  @Test func `counters can be named, with labels where only some series are meant`() throws {
    let text = PrometheusText(
      #"http_total{path="/v1"} 7\#nhttp_total{path="/health"} 90\#nout 12"#.utf8)
    let kind = try #require(
      NamedCounters(
        requests: #"http_total{path="/v1"}"#, inputTokens: nil, outputTokens: "out", running: nil))
    #expect(kind.recognises(text))
    #expect(kind.read(text).requests == 7 && kind.read(text).outputTokens == 12)
    #expect(kind.read(text).inputTokens == nil && kind.read(text).inFlight == nil)
    #expect(
      NamedCounters(requests: "{no name}", inputTokens: nil, outputTokens: nil, running: nil) == nil
    )
    #expect(NamedCounters(requests: nil, inputTokens: nil, outputTokens: nil, running: nil) == nil)
  }
}
