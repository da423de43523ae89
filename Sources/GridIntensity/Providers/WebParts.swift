import Accounting
import Quantities

/// Gathers the parts of a service's answer. One that fails is noted where others came; all failing is a problem.
struct WebParts {
  let provider: String
  let question: IntensityQuestion
  private var parts: [IntensitySeries] = []
  private var notes: [String] = []
  private var fetched: Timestamp?
  private var first: Problem?

  init(_ provider: String, _ question: IntensityQuestion) {
    self.provider = provider
    self.question = question
  }

  mutating func add(_ series: IntensitySeries, notes: [String], fetched: Timestamp) {
    let part = series.sliced(from: question.from, to: question.to)
    if part.count > 0 { parts.append(part) }
    note(notes)
    self.fetched = min(self.fetched ?? fetched, fetched)
  }

  mutating func note(_ notes: [String]) {
    for note in notes where !self.notes.contains(note) { self.notes.append(note) }
  }

  /// Takes a failure down. Bad usage ends the question: no other part would be better.
  mutating func failed(_ problem: Problem, _ part: String) throws(Problem) {
    if problem.exit == .usage { throw problem }
    if first == nil { first = problem }
    note(["There is no \(part): \(problem.what) \(problem.why)"])
  }

  /// Whether some part says something about a moment.
  func covers(_ moment: Timestamp) -> Bool { parts.contains { $0.intensity(at: moment) != nil } }

  func reply() throws(Problem) -> IntensityReply {
    if parts.isEmpty, let first { throw first }
    return IntensityReply(parts: parts, notes: notes, fetched: fetched ?? question.now)
  }

  /// Windows of at most `days` whole days that cover `from` to `to`; so that the same question gets the same windows.
  static func windows(
    from: Timestamp, to: Timestamp, days: Int, provider: String
  ) throws(Problem) -> [(from: Timestamp, to: Timestamp)] {
    let day: Int64 = 86_400_000_000_000
    let length = Int64(days) * day
    var windows: [(Timestamp, Timestamp)] = []
    var start = from.nanoseconds / day * day
    while start < to.nanoseconds {
      let end = min(start + length, (to.nanoseconds + day - 1) / day * day)
      windows.append((Timestamp(nanoseconds: start), Timestamp(nanoseconds: end)))
      start = end
      guard windows.count <= 60 else {
        throw Problem(
          "The span is too long for `\(provider)`.",
          why: "It would take more than 60 questions of \(days) days each.",
          fix: "Download a file from the service and set `intensity-provider = \"csv\"`.",
          exit: .usage)
      }
    }
    return windows
  }

  /// How long an answer about a window in the past is kept: what ended three days ago is settled.
  static func keep(until end: Timestamp, now: Timestamp) -> Web.Keep {
    (now - end).seconds > 3 * 86_400 ? .settled : .seconds(1800)
  }

  /// Refuses a forecast that has nothing of the future.
  static func refusePast(
    _ series: IntensitySeries, now: Timestamp, provider: String
  ) throws(Problem) {
    guard series.end > now else {
      throw WebJSON.unreadable(
        provider, "Its forecast ends at \(series.end), which is past; a clock may be wrong.")
    }
  }

  static func refuseZone(
    _ found: String?, _ question: IntensityQuestion, provider: String
  ) throws(Problem) {
    if let found, found != question.zone {
      throw WebJSON.unreadable(
        provider,
        "It is about `\(found.prefix(40).filter { !$0.isNewline })`, not `\(question.zone)`.")
    }
  }
}
