import AsyncHTTPClient
import CommandTesting
import Foundation
import NIOCore
import NIOHTTP1
import Testing

/// What a listener to live values hears: a run that goes on in a home of its own.
@Suite(.serialized) struct LiveStreamTests {
  struct Event {
    var name = ""
    var id = ""
    var data: [String: Any] = [:]
    var number: Int? { data["number"] as? Int }
  }

  /// Events from an address until `isDone` says so, or the stream ends.
  static func events(
    _ address: String, lastID: String? = nil, until isDone: ([Event]) -> Bool
  ) async throws -> [Event] {
    var request = HTTPClientRequest(url: address)
    if let lastID { request.headers.add(name: "last-event-id", value: lastID) }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
    var (events, event, text) = ([Event](), Event(), "")
    for try await chunk in response.body {
      text += String(buffer: chunk)
      while let end = text.firstIndex(of: "\n") {
        let line = text[..<end]
        if line.isEmpty {
          if !event.name.isEmpty { events.append(event) }
          event = Event()
        } else if line.hasPrefix("event: ") {
          event.name = String(line.dropFirst(7))
        } else if line.hasPrefix("id: ") {
          event.id = String(line.dropFirst(4))
        } else if line.hasPrefix("data: ") {
          event.data =
            try JSONSerialization.jsonObject(with: Data(line.dropFirst(6).utf8)) as? [String: Any]
            ?? [:]
        }
        text = String(text[text.index(after: end)...])
      }
      if isDone(events) { break }
    }
    return events
  }

  /// A run that goes on until it is told to end, once it is seen; and its id.
  private func begin(_ box: CommandBox) async throws -> (WaitingRun, String) {
    let run = try WaitingRun(box, name: "live")
    for _ in 0..<1_500 {
      let names =
        (try? FileManager.default.contentsOfDirectory(atPath: box.folder + "/journals")) ?? []
      if let name = names.first(where: { $0.hasSuffix(".journal") }) {
        return (run, String(name.dropLast(".journal".count)))
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw BrowserError(message: "the run did not begin")
  }

  @Test func `a listener who comes back misses nothing of the run, and hears its end`() async throws
  {
    let served = try await Served(try CommandBox())
    let (run, id) = try await begin(served.box)
    let address = served.address + "/live/\(id)?after=0"
    let first = try await Self.events(address) { $0.filter { $0.name == "span" }.count >= 4 }
    let last = try #require(first.last)
    // Away for a while, as over a bad line.
    try await Task.sleep(for: .milliseconds(800))
    // Another one listens until there is enough to miss.
    _ = try await Self.events(address) { $0.filter { $0.name == "span" }.count > 20 }
    try run.stop()
    let rest = try await Self.events(address, lastID: last.id) { $0.last?.name == "ended" }
    run.process.waitUntilExit()
    let numbers = (first + rest).compactMap(\.number)
    #expect(numbers == Array(1...max(numbers.count, 1)))
    #expect(numbers.count > 20)
    #expect(rest.last?.name == "ended")
    // When the end is heard, the receipt is there.
    #expect(try await served.get("/runs/\(id)", ["accept": "text/html"]).status == 200)
    // Who comes when all is over hears it all, and another server, which knows nothing of it, says that it is over.
    let late = try await Self.events(address) { _ in false }
    #expect(late.compactMap(\.number) == numbers && late.last?.name == "ended")
    let other = try await Served(served.box)
    let told = try await Self.events(other.address + "/live/\(id)") { _ in false }
    #expect(told.map(\.name) == ["ended"])
  }

  @Test func `many listeners hear the same, and one who does not read holds up nobody`()
    async throws
  {
    let served = try await Served(try CommandBox())
    let (run, id) = try await begin(served.box)
    let address = served.address + "/live/\(id)?after=0"
    // Opened, and never read.
    let idle = try await HTTPClient.shared.execute(
      HTTPClientRequest(url: address), timeout: .seconds(30))
    let heard = try await withThrowingTaskGroup(of: [Int].self) { group in
      group.addTask {
        _ = try await Self.events(address) { $0.filter { $0.name == "span" }.count > 15 }
        try run.stop()
        return []
      }
      for _ in 0..<20 {
        group.addTask {
          try await Self.events(address) { $0.last?.name == "ended" }.compactMap(\.number)
        }
      }
      return try await group.reduce(into: [[Int]]()) { if !$1.isEmpty { $0.append($1) } }
    }
    run.process.waitUntilExit()
    let first = try #require(heard.first)
    #expect(first == Array(1...max(first.count, 1)) && first.count > 15)
    #expect(heard.count == 20)
    #expect(heard.allSatisfy { $0 == first })
    #expect(idle.status == .ok)
  }

  @Test func `a server that is told to end does so with listeners at its door`() async throws {
    let box = try CommandBox()
    let served = try await Served(box)
    let (run, id) = try await begin(box)
    async let heard = Self.events(served.address + "/live/\(id)?after=0") { _ in false }
    async let all = Self.events(served.address + "/live") { _ in false }
    // Ends once a listener, a third one, has heard something.
    _ = try await Self.events(served.address + "/live/\(id)?after=0") { events in
      events.contains { $0.name == "span" }
    }
    try await Task.sleep(for: .milliseconds(300))
    served.terminate()
    #expect(try await heard.contains { $0.name == "span" })
    _ = try await all
    #expect(!served.isRunning)
    try run.stop()
    run.process.waitUntilExit()
    #expect(run.process.terminationStatus == 0)
  }
}
