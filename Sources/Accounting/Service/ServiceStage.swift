/// What an inference server is doing, as the stages of a watched run name it.
public enum ServiceStage: String, CaseIterable, Sendable {
  /// The server does not answer yet.
  case loading
  /// The model is loaded and no request runs or waits.
  case idle
  /// Requests run, wait, or ended.
  case serving
  /// The server does not answer any more.
  case silent = "not answering"
}

/// Names of what a watch says of a server in its marks, besides `tokens` and `requests`.
public enum ServiceMetric {
  /// Since the watch began.
  public static let input = "input_tokens"
  public static let output = "output_tokens"
  /// Requests that ran or waited at the moment of the mark.
  public static let inFlight = "in_flight"
  /// The same when the watch began: they may be counted and were begun before.
  public static let inFlightAtStart = "in_flight_at_start"
  /// How often the server's counters began again.
  public static let restarts = "server_restarts"
  /// Questions that got no answer.
  public static let unanswered = "unanswered"
}
