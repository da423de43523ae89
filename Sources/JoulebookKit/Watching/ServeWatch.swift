import Accounting
import Metering
import Quantities
import Synchronization

/// Looks at an inference server's counters while its run goes on, and sends what changed to the run as marks.
///
/// A thread of its own asks; the run's marks carry the rest into journal, ledger and receipt, so that nothing is lost
/// when Joulebook is killed. What fails here never reaches the server.
final class ServeWatch: Sendable {
  private let page: ServerPage
  private let over = Signal()
  private let worker = Mutex<Worker?>(nil)
  private let state: Mutex<State>

  struct State: Sendable {
    var track: ServerTrack?
    /// The kind of the server once it has answered.
    var kind: String?
    /// Why the last look gave nothing.
    var trouble: String?
    var answers = 0
    /// A mark that could not be sent: the run took none, or is over.
    var unsent = 0
  }

  init(_ request: WatchRequest) {
    page = ServerPage(request: request)
    state = Mutex(State())
  }

  var now: State { state.withLock { $0 } }

  /// Starts looking.
  /// - Parameters:
  ///   - socket: of the run, for its marks.
  ///   - start: the moment that marks are counted from, on the monotonic clock.
  ///   - started: the same moment as civil time, for telling whether the server began later.
  ///   - says: hears, once, that the page cannot be read.
  func begin(
    socket: String, start: Int64, started: Timestamp, says: @escaping @Sendable (String) -> Void
  ) {
    let track = ServerTrack(
      interval: page.request.interval, runStarted: Double(started.nanoseconds) * 1e-9)
    state.withLock { $0.track = track }
    worker.withLock { $0 = Worker { [self] in look(socket, start, says) } }
  }

  /// Ends looking, once what is known has been sent.
  func finish() {
    over.raise()
    _ = worker.withLock { $0 }?.join(within: 6)
  }

  private func look(_ socket: String, _ start: Int64, _ says: @Sendable (String) -> Void) {
    let sender = MarkSender(path: socket)
    func seconds() -> Double { Double(SystemClock.monotonic() - start) * 1e-9 }
    func send(_ marks: [Mark]) {
      for mark in marks {
        let isSent = sender?.send(mark.sent(at: seconds())) ?? false
        // Once nobody answers, the run may be over too: what fails then is nothing that was counted.
        if !isSent { state.withLock { $0.unsent += $0.trouble == nil ? 1 : 0 } }
      }
    }
    var isSaid = false
    var next = seconds()
    while !over.isRaised {
      let answer = page.ask()
      // The counters are those of the moment at which they were written: a little before they came.
      let moment = seconds()
      // A server that is going down answers less and less: that is no silence of its own.
      if over.isRaised { break }
      send(state.withLock { $0.take(answer, at: moment) })
      if case .foreign(let why) = answer, !isSaid {
        isSaid = true
        says("\(page.request.publicAddress) cannot be read: \(why)")
      }
      next = max(next + page.request.interval, seconds())
      _ = over.wait(seconds: next - seconds())
    }
    let end = seconds()
    for mark in state.withLock({ $0.track?.finish(at: end) ?? [] }) {
      _ = sender?.send(mark.sent(at: seconds()))
    }
  }

  /// What the receipt says of a watch that saw nothing, or not all.
  var warnings: [String] {
    let state = now
    var warnings: [String] = []
    if state.answers == 0 {
      warnings.append(
        "The server's counters were never read at \(page.request.publicAddress): "
          + (state.trouble ?? "The run was over before it was asked."))
    }
    if state.unsent > 0 {
      warnings.append("\(state.unsent) changes of the server's counters could not be kept.")
    }
    return warnings
  }

  /// For the line on a terminal: what the server does, and what its requests and tokens took so far.
  func liveText(_ entry: Entry?) -> String {
    let state = now
    guard let track = state.track, let kind = state.kind else {
      return state.trouble == nil ? "" : "no answer yet"
    }
    var parts = [
      "\(kind) \(track.stage?.rawValue ?? "")"
        + (track.inFlight.map { $0 > 0 ? " \($0.shortText())" : "" } ?? "")
    ]
    if let requests = track.requests {
      parts.append("\(requests.shortText(digits: 7)) \(requests == 1 ? "request" : "requests")")
    }
    if let service = entry.flatMap({ ServiceFootprint($0) }) {
      for thing in [ServiceCount.Thing.requests, .outputTokens] {
        guard let count = service.counts.first(where: { $0.thing == thing }),
          let each = service.each(count, .serving) ?? service.each(count, .run)
        else { continue }
        parts.append("\(each.value.text()) a \(thing.one)")
      }
    }
    return parts.joined(separator: " · ")
  }
}

extension ServeWatch.State {
  /// Marks for an answer.
  fileprivate mutating func take(_ answer: ServerPage.Answer, at moment: Double) -> [Mark] {
    switch answer {
    case .counts(let counts, let name):
      kind = name
      answers += 1
      trouble = nil
      return track?.take(counts, at: moment) ?? []
    case .foreign(let why), .nothing(let why):
      trouble = why
      return track?.miss(at: moment) ?? []
    }
  }
}

extension Mark {
  /// As it is sent: its moment as seconds before now.
  func sent(at now: Double) -> String {
    // The journal's own line names the moment first; the socket takes none.
    let rest = line.drop { $0 != "," }.dropFirst()
    return "{\"ago\":\(max(0, now - at)),\(rest)"
  }
}
