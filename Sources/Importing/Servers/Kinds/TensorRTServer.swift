/// TensorRT-LLM's own server, `trtllm-serve`.
struct TensorRTServer: ServerKind {
  let name = "trtllm"
  let summary = "trtllm-serve: `/prometheus/metrics` on its own port"

  func recognises(_ page: PrometheusText) -> Bool { page.hasNames(beginning: "trtllm_") }

  func read(_ page: PrometheusText) -> ServerCounts {
    ServerCounts(
      requests: page.sum("trtllm_request_success_total"),
      inputTokens: page.sum("trtllm_prompt_tokens_total"),
      outputTokens: page.sum("trtllm_generation_tokens_total"),
      inFlight: page.gauges("trtllm_num_requests_running", "trtllm_num_requests_waiting"),
      started: page.processStart)
  }
}
