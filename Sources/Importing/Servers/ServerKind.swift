/// A kind of inference server, told by the names of its metrics.
///
/// To add one: a file in `Kinds/`, a line in `ServerKinds.swift`, a page in the contract's samples.
package protocol ServerKind: Sendable {
  /// As on the command line: `vllm`.
  var name: String { get }
  /// What it is, where its page of metrics lies and what switches it on, one sentence.
  var summary: String { get }
  /// True for a page of this server.
  func recognises(_ page: PrometheusText) -> Bool
  /// What the page counts. What it does not say is nil, never zero.
  func read(_ page: PrometheusText) -> ServerCounts
}

/// What an inference server has counted since it began, and how many requests it holds now.
package struct ServerCounts: Hashable, Sendable {
  /// Requests that ended.
  package var requests: Double?
  package var inputTokens: Double?
  package var outputTokens: Double?
  /// Requests that run or wait at this moment.
  package var inFlight: Double?
  /// When the server's process began, in seconds of Unix.
  package var started: Double?

  package init(
    requests: Double? = nil, inputTokens: Double? = nil, outputTokens: Double? = nil,
    inFlight: Double? = nil, started: Double? = nil
  ) {
    self.requests = requests
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.inFlight = inFlight
    self.started = started
  }
}

extension PrometheusText {
  /// Sum of gauges that are there; nil where none is.
  func gauges(_ names: String...) -> Double? {
    let values = names.compactMap { sum($0) }
    return values.isEmpty ? nil : values.reduce(0, +)
  }

  /// The usual gauge of client libraries; the latest start where several processes share a page.
  var processStart: Double? {
    samples.filter { $0.name == "process_start_time_seconds" }.map(\.value).max()
  }
}
