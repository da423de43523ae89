/// SGLang (docs.sglang.io, "Production Metrics"). Its gauges are kept per rank; one rank speaks for the engine.
struct SGLangServer: ServerKind {
  let name = "sglang"
  let summary = "SGLang: `/metrics` on its own port, with --enable-metrics"

  func recognises(_ page: PrometheusText) -> Bool {
    page.hasNames(beginning: "sglang:") || page.hasNames(beginning: "sglang_")
  }

  func read(_ page: PrometheusText) -> ServerCounts {
    let held = ["num_running_reqs", "num_queue_reqs"].compactMap { gauge($0, page) }
    return ServerCounts(
      requests: page.sum(anyOf: "sglang:num_requests_total", "sglang_num_requests_total"),
      inputTokens: page.sum(anyOf: "sglang:prompt_tokens_total", "sglang_prompt_tokens_total"),
      outputTokens: page.sum(
        anyOf: "sglang:generation_tokens_total", "sglang_generation_tokens_total"),
      inFlight: held.isEmpty ? nil : held.reduce(0, +), started: page.processStart)
  }

  /// Ranks of tensor and pipeline parallelism show the same requests; those of data parallelism have their own.
  private func gauge(_ name: String, _ page: PrometheusText) -> Double? {
    let series = page.samples.filter { $0.name == "sglang:\(name)" || $0.name == "sglang_\(name)" }
    guard !series.isEmpty else { return nil }
    let engines = Dictionary(grouping: series) { $0.labels["dp_rank"] ?? $0.labels["dp"] ?? "" }
    return engines.values.reduce(0) { $0 + ($1.map(\.value).max() ?? 0) }
  }
}
