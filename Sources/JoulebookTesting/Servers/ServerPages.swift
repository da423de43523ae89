/// Pages of metrics as inference servers write them, by the documented names, with marks where the counts stand:
/// `@requests@`, `@input@`, `@output@`, `@running@`, `@waiting@` and `@started@`.
public enum ServerPages {
  /// By the name of the kind.
  public static let all: [String: String] = [
    "vllm": vllm, "sglang": sglang, "tgi": tgi, "llama.cpp": llama, "trtllm": tensorRT,
    "triton": triton, "litellm": liteLLM,
  ]

  /// A page with these counts.
  public static func page(
    _ kind: String, requests: Int, input: Int, output: Int, running: Int = 0, waiting: Int = 0,
    started: Int = 1_795_528_800
  ) -> String {
    let values = [
      "requests": requests, "input": input, "output": output, "running": running,
      "waiting": waiting, "started": started,
    ]
    return values.reduce(all[kind] ?? "") { $0.replacing("@\($1.key)@", with: "\($1.value)") }
  }

  private static let vllm = """
    # HELP python_info Python platform information
    # TYPE python_info gauge
    python_info{implementation="CPython",major="3",minor="12"} 1.0
    # HELP process_start_time_seconds Start time of the process since unix epoch in seconds.
    # TYPE process_start_time_seconds gauge
    process_start_time_seconds @started@
    # HELP vllm:num_requests_running Number of requests in model execution batches.
    # TYPE vllm:num_requests_running gauge
    vllm:num_requests_running{engine="0",model_name="org/model \\"7B\\", chat"} @running@.0
    # HELP vllm:num_requests_waiting Number of requests waiting to be processed.
    # TYPE vllm:num_requests_waiting gauge
    vllm:num_requests_waiting{engine="0",model_name="org/model"} @waiting@.0
    # HELP vllm:prompt_tokens_total Number of prefill tokens processed.
    # TYPE vllm:prompt_tokens_total counter
    vllm:prompt_tokens_total{engine="0",model_name="org/model"} @input@.0
    # TYPE vllm:prompt_tokens_created gauge
    vllm:prompt_tokens_created{engine="0",model_name="org/model"} 1.7955288e+09
    # HELP vllm:generation_tokens_total Number of generation tokens processed.
    # TYPE vllm:generation_tokens_total counter
    vllm:generation_tokens_total{engine="0",model_name="org/model"} @output@.0
    # HELP vllm:request_success_total Count of successfully processed requests.
    # TYPE vllm:request_success_total counter
    vllm:request_success_total{engine="0",finished_reason="stop",model_name="org/model"} @requests@.0
    vllm:request_success_total{engine="0",finished_reason="length",model_name="org/model"} 0.0
    vllm:request_success_total{engine="0",finished_reason="abort",model_name="org/model"} 0.0
    # TYPE vllm:time_to_first_token_seconds histogram
    vllm:time_to_first_token_seconds_bucket{engine="0",le="0.001",model_name="org/model"} 0.0
    vllm:time_to_first_token_seconds_bucket{engine="0",le="+Inf",model_name="org/model"} @requests@.0

    """

  private static let sglang = """
    # HELP sglang:num_running_reqs The number of running requests.
    # TYPE sglang:num_running_reqs gauge
    sglang:num_running_reqs{engine_type="unified",model_name="org/model",pp_rank="0",tp_rank="0"} @running@.0
    sglang:num_running_reqs{engine_type="unified",model_name="org/model",pp_rank="0",tp_rank="1"} @running@.0
    # TYPE sglang:num_queue_reqs gauge
    sglang:num_queue_reqs{engine_type="unified",model_name="org/model",pp_rank="0",tp_rank="0"} @waiting@.0
    # HELP sglang:prompt_tokens_total Number of prefill tokens processed.
    # TYPE sglang:prompt_tokens_total counter
    sglang:prompt_tokens_total{model_name="org/model"} @input@.0
    # TYPE sglang:generation_tokens_total counter
    sglang:generation_tokens_total{model_name="org/model"} @output@.0
    # TYPE sglang:num_requests_total counter
    sglang:num_requests_total{model_name="org/model"} @requests@.0

    """

  private static let tgi = """
    # TYPE tgi_request_count counter
    tgi_request_count @requests@
    # TYPE tgi_request_success counter
    tgi_request_success @requests@
    # TYPE tgi_batch_current_size gauge
    tgi_batch_current_size @running@
    # TYPE tgi_queue_size gauge
    tgi_queue_size @waiting@
    # TYPE tgi_request_input_length histogram
    tgi_request_input_length_bucket{le="40.96"} 0
    tgi_request_input_length_bucket{le="+Inf"} @requests@
    tgi_request_input_length_sum @input@
    tgi_request_input_length_count @requests@
    # TYPE tgi_request_generated_tokens histogram
    tgi_request_generated_tokens_bucket{le="+Inf"} @requests@
    tgi_request_generated_tokens_sum @output@
    tgi_request_generated_tokens_count @requests@

    """

  private static let llama = """
    # HELP llamacpp:prompt_tokens_total Number of prompt tokens processed.
    # TYPE llamacpp:prompt_tokens_total counter
    llamacpp:prompt_tokens_total @input@
    # TYPE llamacpp:prompt_seconds_total counter
    llamacpp:prompt_seconds_total 1.214
    # HELP llamacpp:tokens_predicted_total Number of generation tokens processed.
    # TYPE llamacpp:tokens_predicted_total counter
    llamacpp:tokens_predicted_total @output@
    # TYPE llamacpp:n_decode_total counter
    llamacpp:n_decode_total @output@
    # TYPE llamacpp:requests_processing gauge
    llamacpp:requests_processing @running@
    # TYPE llamacpp:requests_deferred gauge
    llamacpp:requests_deferred @waiting@

    """

  private static let tensorRT = """
    # TYPE trtllm_request_success_total counter
    trtllm_request_success_total{engine_type="trtllm",finished_reason="stop",model_name="org/model"} @requests@.0
    # TYPE trtllm_prompt_tokens_total counter
    trtllm_prompt_tokens_total{engine_type="trtllm",model_name="org/model"} @input@.0
    # TYPE trtllm_generation_tokens_total counter
    trtllm_generation_tokens_total{engine_type="trtllm",model_name="org/model"} @output@.0
    # TYPE trtllm_num_requests_running gauge
    trtllm_num_requests_running{engine_type="trtllm",model_name="org/model"} @running@.0
    # TYPE trtllm_num_requests_waiting gauge
    trtllm_num_requests_waiting{engine_type="trtllm",model_name="org/model"} @waiting@.0

    """

  private static let triton = """
    # HELP nv_inference_request_success Number of successful inference requests, all batch sizes
    # TYPE nv_inference_request_success counter
    nv_inference_request_success{model="ensemble",version="1"} @requests@
    nv_inference_request_success{model="preprocessing",version="1"} @requests@
    nv_inference_request_success{model="tensorrt_llm",version="1"} @requests@
    # TYPE nv_inference_request_failure counter
    nv_inference_request_failure{model="ensemble",reason="OTHER",version="1"} 0
    nv_inference_request_failure{model="tensorrt_llm",reason="OTHER",version="1"} 0
    # TYPE nv_inference_pending_request_count gauge
    nv_inference_pending_request_count{model="ensemble",version="1"} 0
    # HELP nv_trt_llm_request_metrics TRT LLM request metrics
    # TYPE nv_trt_llm_request_metrics gauge
    nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="active",version="1"} @running@
    nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="scheduled",version="1"} @running@
    nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="waiting",version="1"} @waiting@
    nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="max",version="1"} 512

    """

  private static let liteLLM = """
    # TYPE litellm_proxy_total_requests_metric_total counter
    litellm_proxy_total_requests_metric_total{requested_model="chat",status_code="200"} @requests@.0
    # TYPE litellm_input_tokens_metric_total counter
    litellm_input_tokens_metric_total{model="chat"} @input@.0
    # TYPE litellm_output_tokens_metric_total counter
    litellm_output_tokens_metric_total{model="chat"} @output@.0
    # TYPE litellm_in_flight_requests gauge
    litellm_in_flight_requests @running@.0
    # TYPE litellm_spend_metric_total counter
    litellm_spend_metric_total{model="chat"} 0.25

    """
}
