/// vLLM's own server, and Triton with the vLLM backend (docs.vllm.ai, "Production Metrics").
struct VLLMServer: ServerKind {
  let name = "vllm"
  let summary = "vLLM: `/metrics` on its own port, always there"

  func recognises(_ page: PrometheusText) -> Bool {
    page.hasNames(beginning: "vllm:") || page.hasNames(beginning: "vllm_")
  }

  func read(_ page: PrometheusText) -> ServerCounts {
    func gauge(_ name: String) -> Double? { page.sum(anyOf: "vllm:\(name)", "vllm_\(name)") }
    // Swapped requests are those of the first engine; the second has none.
    let held = ["num_requests_running", "num_requests_waiting", "num_requests_swapped"]
      .compactMap(gauge)
    return ServerCounts(
      requests: page.sum(anyOf: "vllm:request_success_total", "vllm_request_success_total"),
      inputTokens: page.sum(anyOf: "vllm:prompt_tokens_total", "vllm_prompt_tokens_total"),
      outputTokens: page.sum(anyOf: "vllm:generation_tokens_total", "vllm_generation_tokens_total"),
      inFlight: held.isEmpty ? nil : held.reduce(0, +), started: page.processStart)
  }
}
