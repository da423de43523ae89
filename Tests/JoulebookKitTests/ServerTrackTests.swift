import Accounting
import Importing
import Testing

@testable import JoulebookKit

/// Rules by which a server's counters become marks: no server, no clock.
@Suite struct ServerTrackTests {
  private func counts(
    _ requests: Double?, _ input: Double?, _ output: Double?, held: Double? = 0,
    started: Double? = nil
  ) -> ServerCounts {
    ServerCounts(
      requests: requests, inputTokens: input, outputTokens: output, inFlight: held, started: started
    )
  }

  /// Marks after looks at whole seconds.
  private func marks(
    _ looks: [ServerCounts?], interval: Double = 1
  ) -> (marks: [Mark], track: ServerTrack) {
    var track = ServerTrack(interval: interval, runStarted: 1000)
    var marks: [Mark] = []
    for (second, look) in looks.enumerated() {
      marks += look.map { track.take($0, at: Double(second)) } ?? track.miss(at: Double(second))
    }
    return (marks, track)
  }

  private func stages(_ marks: [Mark]) -> [String] {
    marks.compactMap { mark in mark.stage.map { "\($0) \(mark.at)" } }
  }

  @Test func `a stretch belongs to serving when a request ran at either look`() {
    let (marks, _) = marks([
      nil, counts(0, 0, 0), counts(0, 0, 0), counts(0, 10, 0, held: 1), counts(1, 10, 5),
      counts(1, 10, 5), counts(1, 10, 5),
    ])
    #expect(stages(marks) == ["loading 0.0", "idle 1.0", "serving 2.0", "idle 4.0"])
  }

  @Test func `what was counted between two looks was served, though none ran at them`() {
    let (marks, _) = marks([nil, counts(0, 0, 0), counts(3, 30, 9), counts(3, 30, 9)])
    #expect(stages(marks) == ["loading 0.0", "idle 1.0", "serving 1.0", "idle 2.0"])
    #expect(marks.compactMap(\.requests) == [0, 3])
    #expect(marks.compactMap(\.tokens) == [0, 39])
  }

  @Test func `a server that ran before counts from the first look`() {
    let (_, track) = marks([
      counts(100, 1000, 900, held: 2, started: 10), counts(103, 1030, 960, started: 10),
    ])
    #expect(track.requests == 3 && track.inputTokens == 30 && track.outputTokens == 60)
    let marks = self.marks([counts(5, 1, 1, held: 2, started: 10)]).marks
    #expect(marks.last?.metrics?[ServiceMetric.inFlightAtStart] == 2)
  }

  @Test func `a server that began within the run counts from zero`() {
    let (_, track) = marks([counts(4, 40, 20, started: 1000.5)])
    #expect(track.requests == 4 && track.inputTokens == 40)
    #expect(marks([nil, counts(4, 40, 20)]).track.requests == 4)
  }

  @Test func `counters that began again go on from where they were`() {
    let (marks, track) = marks([
      nil, counts(10, 100, 50, started: 1001), counts(2, 20, 10, started: 1009),
      counts(3, 30, 15, started: 1009),
    ])
    #expect(track.restarts == 1 && track.requests == 13 && track.outputTokens == 65)
    #expect(marks.last?.metrics?[ServiceMetric.restarts] == 1)
  }

  @Test func `a fall of one counter is a new beginning without a start to tell it`() {
    let (_, track) = marks([nil, counts(nil, 100, 50), counts(nil, 20, 60)])
    #expect(track.restarts == 1 && track.inputTokens == 120 && track.outputTokens == 110)
    #expect(track.requests == nil, "what a server does not count stays unknown")
  }

  @Test func `a counter that is not on the page yet has not counted yet`() {
    let (_, track) = marks([counts(nil, nil, nil, started: 1), counts(2, 20, 10, started: 1)])
    #expect(track.requests == 2 && track.restarts == 0)
  }

  @Test func `one question without an answer is no silence, three are`() {
    let idle = counts(0, 0, 0)
    #expect(stages(marks([nil, idle, nil, idle]).marks) == ["loading 0.0", "idle 1.0"])
    let (marks, track) = marks([nil, idle, nil, nil, nil, idle, idle])
    #expect(
      stages(marks) == ["loading 0.0", "idle 1.0", "not answering 1.0", "idle 5.0"])
    #expect(track.unanswered == 3)
  }

  @Test func `a server that does not say what runs is never called idle`() {
    let (marks, _) = marks([
      nil, counts(0, nil, nil, held: nil), counts(0, nil, nil, held: nil),
    ])
    #expect(stages(marks) == ["loading 0.0", "serving 1.0"])
  }

  @Test func `a run of weeks keeps under a thousand changes of stage`() {
    var track = ServerTrack(interval: 1, runStarted: 0)
    var changes = 0
    for second in 0..<200_000 {
      let busy = second % 4 < 2
      changes += track.take(counts(Double(second), 0, 0, held: busy ? 1 : 0), at: Double(second))
        .count { $0.stage != nil }
      // What counts rises always, so only a server that was quiet is idle.
      changes += track.take(counts(Double(second), 0, 0), at: Double(second) + 0.5)
        .count { $0.stage != nil }
    }
    #expect(changes < 1000)
  }

  @Test func `a mark goes over the socket with its age`() throws {
    var mark = Mark(at: 3)
    mark.stage = "idle"
    #expect(mark.sent(at: 4.5) == #"{"ago":1.5,"stage":"idle"}"#)
  }

  @Test(arguments: [
    ("8000", "http://127.0.0.1:8000/metrics"), ("localhost:9", "http://localhost:9/metrics"),
    ("http://h:1", "http://h:1/metrics"),
    ("https://h/prometheus/metrics", "https://h/prometheus/metrics"),
  ])
  func `an address may be short`(text: String, address: String) throws {
    #expect(try WatchRequest.address(text) == address)
  }

  @Test(arguments: ["ftp://h/metrics", "http://", "http://me:secret@h/metrics", "http://h/a b", ""])
  func `what is no address is refused`(text: String) {
    #expect(throws: Problem.self) { try WatchRequest.address(text) }
  }

  @Test func `a page that was sent as a text in JSON is read`() {
    #expect(ServerPage.unquoted(Array("\"a 1\\nb 2\\n\"".utf8)) == Array("a 1\nb 2\n".utf8))
    #expect(ServerPage.unquoted(Array("a 1\n".utf8)) == Array("a 1\n".utf8))
  }
}
