package import Accounting
package import Quantities

/// A kind of log in which an inference server, or a proxy before it, writes what it answered.
///
/// To add one: a file in `Kinds/`, a line in `RequestLogKinds.swift`, a sample for the tests.
package protocol RequestLogKind: Sendable {
  /// As on the command line: `nginx`.
  var name: String { get }
  /// What writes it, and what must be switched on, one sentence.
  var summary: String { get }
  /// True for a line that only this kind of log has.
  func recognises(_ line: Substring) -> Bool
  /// The requests of a log. A line that cannot be taken is refused with its number and hides no other.
  func read(_ lines: [Substring], _ times: LogTimes) -> RequestLog
}

/// A request as a log tells it.
package struct LoggedRequest: Hashable, Sendable {
  /// Counted from 1.
  package var line: Int
  /// When its answer was complete.
  package var ended: Timestamp
  /// How long it took; nil where the log does not say.
  package var seconds: Double?
  package var inputTokens: Double?
  package var outputTokens: Double?

  package init(
    line: Int, ended: Timestamp, seconds: Double? = nil, inputTokens: Double? = nil,
    outputTokens: Double? = nil
  ) {
    self.line = line
    self.ended = ended
    self.seconds = seconds
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
  }
}

/// What was read from a log: each line was taken, left out, or refused.
package struct RequestLog: Sendable {
  package var requests: [LoggedRequest] = []
  /// Lines that tell of no request, by the reason.
  package var leftOut: [String: Int] = [:]
  package var refused: [ImportBatch.Refusal] = []
  package var notes: [String] = []

  package init() {}

  mutating func leaveOut(_ reason: String) { leftOut[reason, default: 0] += 1 }

  mutating func refuse(_ line: Int, _ reason: String) {
    refused.append(ImportBatch.Refusal(path: "", line: line, reason: reason))
  }

  mutating func note(_ text: String) {
    if !notes.contains(text) { notes.append(text) }
  }
}

/// Reads the times of a log, which may have no zone, no year, or count from the server's start.
package struct LogTimes {
  private let time: ImportTime
  /// Start of the run that the log belongs to.
  package let start: Timestamp

  package init(_ options: ImportOptions, start: Timestamp) throws(Problem) {
    time = try ImportTime(options)
    self.start = start
  }

  /// Nil when the text is no time.
  func read(_ text: some StringProtocol, _ log: inout RequestLog) -> Timestamp? {
    guard let found = time.read(text) else { return nil }
    if found.isLocal, !time.isGiven { log.note(ImportTime.note) }
    return found.moment
  }

  /// `04-29 04:15:30`, in the year in which the run began, or the next where that is nearer.
  func readWithoutYear(_ text: some StringProtocol, _ log: inout RequestLog) -> Timestamp? {
    let year = Int(start.description.prefix(4)) ?? 1970
    return [year, year + 1].compactMap { read("\($0)-\(text)", &log) }
      .min { abs(($0 - start).seconds) < abs(($1 - start).seconds) }
  }
}
