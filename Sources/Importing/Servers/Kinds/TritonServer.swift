/// NVIDIA's Triton, with the TensorRT-LLM backend or any other (docs/user_guide/metrics.md of its server). It counts
/// requests by model and no tokens; how many run now only the TensorRT-LLM backend says.
struct TritonServer: ServerKind {
  let name = "triton"
  let summary = "Triton: `/metrics` on port 8002; it counts requests and no tokens"

  /// A request to one of these passes through the other models, which count it again.
  private static let wholes = ["ensemble", "tensorrt_llm_bls"]

  func recognises(_ page: PrometheusText) -> Bool { page.hasNames(beginning: "nv_inference_") }

  func read(_ page: PrometheusText) -> ServerCounts {
    let request = "nv_inference_request_success"
    // Of the wholes one may be loaded and never asked.
    let whole = Self.wholes.first { (page.sum(request, ["model": $0]) ?? 0) > 0 }
    let labels = whole.map { ["model": $0] } ?? [:]
    let done = page.sum(request, labels).map {
      $0 + (page.sum("nv_inference_request_failure", labels) ?? 0)
    }
    let active = page.sum("nv_trt_llm_request_metrics", ["request_type": "active"])
    return ServerCounts(
      requests: done, inFlight: active.map { $0 + (waiting(page) ?? 0) },
      started: page.processStart)
  }

  private func waiting(_ page: PrometheusText) -> Double? {
    page.sum("nv_trt_llm_request_metrics", ["request_type": "waiting"])
  }
}
