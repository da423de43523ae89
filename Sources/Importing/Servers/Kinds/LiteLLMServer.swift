/// The LiteLLM proxy, for any server that speaks OpenAI's interface behind it (docs.litellm.ai, "Prometheus metrics").
struct LiteLLMServer: ServerKind {
  let name = "litellm"
  let summary =
    "LiteLLM proxy: `/metrics`, with the callback prometheus; for servers without a page"

  func recognises(_ page: PrometheusText) -> Bool { page.hasNames(beginning: "litellm_") }

  func read(_ page: PrometheusText) -> ServerCounts {
    ServerCounts(
      requests: page.sum("litellm_proxy_total_requests_metric_total"),
      inputTokens: page.sum(
        anyOf: "litellm_input_tokens_metric_total", "litellm_input_tokens_total"),
      outputTokens: page.sum(
        anyOf: "litellm_output_tokens_metric_total", "litellm_output_tokens_total"),
      inFlight: page.sum("litellm_in_flight_requests"), started: page.processStart)
  }
}
