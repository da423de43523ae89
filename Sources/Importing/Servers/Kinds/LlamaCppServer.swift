/// llama.cpp's `llama-server` (tools/server/README.md, "GET /metrics"). It counts tokens and no requests.
struct LlamaCppServer: ServerKind {
  let name = "llama.cpp"
  let summary = "llama.cpp: `/metrics` on its own port, with --metrics; it counts no requests"

  func recognises(_ page: PrometheusText) -> Bool { page.hasNames(beginning: "llamacpp:") }

  func read(_ page: PrometheusText) -> ServerCounts {
    ServerCounts(
      requests: nil, inputTokens: page.sum("llamacpp:prompt_tokens_total"),
      outputTokens: page.sum("llamacpp:tokens_predicted_total"),
      inFlight: page.gauges("llamacpp:requests_processing", "llamacpp:requests_deferred"),
      started: page.processStart)
  }
}
