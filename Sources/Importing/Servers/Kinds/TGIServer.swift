/// Text Generation Inference (huggingface.co/docs/text-generation-inference, "Metrics"). Tokens are the sums of its
/// histograms, which rise when a request ends.
struct TGIServer: ServerKind {
  let name = "tgi"
  let summary = "Text Generation Inference: `/metrics` on its own port, always there"

  func recognises(_ page: PrometheusText) -> Bool { page.hasNames(beginning: "tgi_") }

  func read(_ page: PrometheusText) -> ServerCounts {
    ServerCounts(
      requests: page.sum(anyOf: "tgi_request_success", "tgi_request_success_total"),
      inputTokens: page.sum("tgi_request_input_length_sum"),
      outputTokens: page.sum("tgi_request_generated_tokens_sum"),
      inFlight: page.gauges("tgi_batch_current_size", "tgi_queue_size"),
      started: page.processStart)
  }
}
