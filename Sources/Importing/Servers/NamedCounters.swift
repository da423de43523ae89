/// A server that is no kind of ours: its counters by the names that the user gave.
package struct NamedCounters: ServerKind {
  package let name = "named"
  package let summary = "any page in the format of Prometheus, its counters named by flags"
  private let requests: Metric?
  private let inputTokens: Metric?
  private let outputTokens: Metric?
  private let running: Metric?

  /// A name, with labels where only some series are meant: `http_requests_total{handler="/v1/completions"}`.
  private struct Metric: Sendable {
    let name: String
    let labels: [String: String]

    init?(_ text: String?) {
      guard let text,
        // A value makes a whole line of it.
        case .sample(let sample) = PrometheusText.line(Array("\(text) 0".utf8)[...], 1)
      else { return nil }
      name = sample.name
      labels = sample.labels
    }

    func sum(_ page: PrometheusText) -> Double? { page.sum(name, labels) }
  }

  /// Nil where none is given or one is no name.
  package init?(requests: String?, inputTokens: String?, outputTokens: String?, running: String?) {
    self.requests = Metric(requests)
    self.inputTokens = Metric(inputTokens)
    self.outputTokens = Metric(outputTokens)
    self.running = Metric(running)
    let given = [requests, inputTokens, outputTokens, running]
    let read = [self.requests, self.inputTokens, self.outputTokens, self.running]
    guard given.contains(where: { $0 != nil }),
      zip(given, read).allSatisfy({ ($0 == nil) == ($1 == nil) })
    else { return nil }
  }

  package func recognises(_ page: PrometheusText) -> Bool {
    [requests, inputTokens, outputTokens, running].contains { $0?.sum(page) != nil }
  }

  package func read(_ page: PrometheusText) -> ServerCounts {
    ServerCounts(
      requests: requests?.sum(page), inputTokens: inputTokens?.sum(page),
      outputTokens: outputTokens?.sum(page), inFlight: running?.sum(page),
      started: page.processStart)
  }
}
