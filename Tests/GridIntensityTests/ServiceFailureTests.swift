import Accounting
import Foundation
import Quantities
import Synchronization
import Testing

@testable import GridIntensity

/// What becomes of a question when the service does not behave. One provider stands for all: they share the way there.
struct ServiceFailureTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "intensity-\(UUID().uuidString)").path

  private func ask(
    _ server: LocalServer, cache: Bool = false, policy: HTTPPolicy = NetworkProviderTests.quick,
    now: Timestamp = Answers.now
  ) async throws -> IntensityReply {
    let context = NetworkProviderTests.context(
      server.base, cache: cache ? folder : nil, policy: policy, now: now)
    var question = NetworkProviderTests.question("DE", from: 0, to: 20)
    question.now = now
    return try await IntensityProviders.named("electricity-maps").make(context).series(question)
  }

  private func problem(_ body: () async throws -> IntensityReply) async -> Problem? {
    do {
      _ = try await body()
      return nil
    } catch {
      return error as? Problem
    }
  }

  /// Answers the tries in turn; the last answer holds.
  private func inTurn(_ replies: [LocalServer.Reply]) throws -> LocalServer {
    let count = Mutex(0)
    return try LocalServer { request in
      guard request.uri.contains("/forecast") else { return LocalServer.Reply(status: 404) }
      let index = count.withLock { count in
        defer { count += 1 }
        return count
      }
      return replies[min(index, replies.count - 1)]
    }
  }

  private static let good = LocalServer.Reply.json(Answers.electricityMapsForecast())

  @Test func `a service that fails at first is asked again`() async throws {
    let server = try inTurn([LocalServer.Reply(status: 503), Self.good])
    #expect(try await ask(server).parts.count == 1)
    #expect(server.requests.count { $0.uri.contains("/forecast") } == 2)
  }

  @Test func `a service that goes on failing is given up by name`() async throws {
    let server = try inTurn([LocalServer.Reply(status: 502)])
    let problem = try #require(await problem { try await ask(server) })
    #expect(problem.what.contains("electricity-maps") && problem.why.contains("502"))
    #expect(problem.why.contains("3 tries"))
  }

  @Test func `too many requests wait as long as the service asks`() async throws {
    let server = try inTurn([
      LocalServer.Reply(status: 429, headers: ["Retry-After": "0.2"]), Self.good,
    ])
    let begin = ContinuousClock.now
    #expect(try await ask(server).parts.count == 1)
    // No sooner; how much later is the machine's affair.
    #expect(begin.duration(to: .now) >= .milliseconds(190))
  }

  @Test func `a date to wait for is understood, and a long wait is not waited`() async throws {
    #expect(
      HTTPDate.wait("Mon, 02 Mar 2026 12:20:30 GMT", now: Answers.now) == 30)
    let server = try inTurn([
      LocalServer.Reply(status: 429, headers: ["Retry-After": "Mon, 02 Mar 2026 12:25:00 GMT"])
    ])
    let problem = try #require(await problem { try await ask(server) })
    #expect(problem.why.contains("wait 300 s"))
    #expect(server.requests.count { $0.uri.contains("/forecast") } == 1)
  }

  @Test func `a silent service is not waited for`() async throws {
    var slow = Self.good
    slow.delay = 3600
    let server = try inTurn([slow])
    let policy = HTTPPolicy(total: .milliseconds(400), tries: 2, firstPause: .milliseconds(10))
    // That there is an outcome at all is the point: the answer would come in an hour.
    let problem = try #require(await problem { try await ask(server, policy: policy) })
    #expect(problem.what.contains("cannot be had"))
  }

  @Test func `half a body is no answer`() async throws {
    var half = Self.good
    half.breaksOff = true
    let server = try inTurn([half])
    let problem = try #require(await problem { try await ask(server) })
    #expect(problem.what.contains("cannot be had"))
    let later = try inTurn([half, Self.good])
    #expect(try await ask(later).parts.count == 1)
  }

  @Test(arguments: ["", "{", "[]", "{\"zone\":\"DE\"}", "<html>maintenance</html>"])
  func `what is no answer is refused`(body: String) async throws {
    let server = try inTurn([.json(body)])
    let problem = try #require(await problem { try await ask(server) })
    #expect(!problem.why.isEmpty && !problem.fix.isEmpty)
  }

  @Test func `another zone than the one asked for is refused`() async throws {
    let server = try inTurn([.json(Answers.electricityMapsForecast(zone: "FR"))])
    let problem = try #require(await problem { try await ask(server) })
    #expect(problem.why.contains("`FR`") && problem.why.contains("`DE`"))
  }

  @Test func `clocks that are apart are told`() async throws {
    var skewed = Self.good
    skewed.headers["Date"] = "Mon, 02 Mar 2026 12:00:00 GMT"
    let reply = try await ask(try inTurn([skewed]))
    #expect(reply.notes.contains { $0.contains("20 min apart") && $0.contains("ahead") })
  }

  @Test func `a forecast that lies in the past is refused`() async throws {
    let server = try inTurn([Self.good])
    let problem = await problem {
      try await ask(server, now: Answers.now + .seconds(10 * 86_400))
    }
    #expect(problem?.why.contains("past") == true)
  }

  @Test func `another host gets no key`() async throws {
    let other = try LocalServer { _ in Self.good }
    let server = try inTurn([
      LocalServer.Reply(status: 302, headers: ["Location": other.base + "/v3/x"])
    ])
    _ = try #require(await problem { try await ask(server) })
    #expect(other.requests.isEmpty)
  }

  @Test func `an endless answer is cut off`() async throws {
    let server = try inTurn([.json(String(repeating: " ", count: 200_000))])
    var policy = NetworkProviderTests.quick
    policy.mostBytes = 10_000
    _ = try #require(await problem { try await ask(server, policy: policy) })
  }

  @Test(arguments: [401, 403])
  func `a refused key is told as one`(status: Int) async throws {
    let server = try inTurn([LocalServer.Reply(status: status, body: "bad token")])
    let problem = try #require(await problem { try await ask(server) })
    #expect(problem.what.contains("key") && problem.fix.contains("key"))
    #expect(server.requests.count { $0.uri.contains("/forecast") } == 1)
  }

  // MARK: Cache

  @Test func `a fresh answer is not asked for again`() async throws {
    let server = try inTurn([Self.good])
    let first = try await ask(server, cache: true)
    #expect(try await ask(server, cache: true) == first)
    #expect(server.requests.count { $0.uri.contains("/forecast") } == 1)
  }

  @Test func `an old answer is checked by its tag`() async throws {
    var tagged = Self.good
    tagged.headers = ["ETag": "\"v1\"", "Cache-Control": "max-age=1"]
    let server = try inTurn([tagged, LocalServer.Reply(status: 304)])
    let first = try await ask(server, cache: true)
    let later = Answers.now + .seconds(3600)
    let second = try await ask(server, cache: true, now: later)
    #expect(second.parts.last?.values == first.parts.last?.values)
    let asked = server.requests.filter { $0.uri.contains("/forecast") }
    #expect(asked.count == 2 && asked[1].headers["if-none-match"] == "\"v1\"")
    #expect(second.fetched == later)
  }

  @Test func `a service that is down leaves its last answer, which says how old it is`()
    async throws
  {
    let server = try inTurn([Self.good, LocalServer.Reply(status: 500)])
    _ = try await ask(server, cache: true)
    let reply = try await ask(server, cache: true, now: Answers.now + .seconds(2 * 3600))
    #expect(reply.parts.last?.count ?? 0 > 0)
    #expect(reply.fetched == Answers.now)
    #expect(reply.notes.contains { $0.contains("2 h") || $0.contains("old") }, "\(reply.notes)")
  }

  @Test func `a torn or foreign file in the cache is not there`() async throws {
    let server = try inTurn([Self.good])
    _ = try await ask(server, cache: true)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      try Data("{\"version\":1".utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
    }
    #expect(try await ask(server, cache: true).parts.count == 1)
    #expect(server.requests.count { $0.uri.contains("/forecast") } == 2)
  }

  @Test func `many at once leave one whole answer`() async throws {
    let server = try inTurn([Self.good])
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<12 { group.addTask { _ = try await ask(server, cache: true) } }
      try await group.waitForAll()
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(names.filter { $0.hasSuffix(".answer") }.count == 1)
    #expect(!names.contains { $0.hasSuffix(".new") })
  }

  // MARK: Secrets

  /// Every way to fail, for every provider: the words of the problem, and all files of the cache.
  @Test(arguments: NetworkProviderTests.all)
  func `no secret is ever shown`(
    name: String, zone: String, signal: IntensitySeries.Signal
  ) async throws {
    let echo: @Sendable (LocalServer.Request) -> String = { request in
      "you sent \(request.uri) \(request.headers.values.joined(separator: " "))"
    }
    let modes: [@Sendable (LocalServer.Request) -> LocalServer.Reply] = [
      { LocalServer.Reply(status: 401, body: echo($0)) },
      { LocalServer.Reply(status: 400, body: echo($0)) },
      { LocalServer.Reply(status: 404, body: echo($0)) },
      { LocalServer.Reply(status: 500, body: echo($0)) }, { .json(echo($0)) },
      NetworkProviderTests.answer,
    ]
    var said = ""
    for mode in modes {
      let server = try LocalServer(mode)
      let context = NetworkProviderTests.context(server.base, cache: folder)
      let provider = try IntensityProviders.named(name).make(context)
      dump(provider, to: &said)
      do {
        let reply = try await provider.series(NetworkProviderTests.question(zone, signal: signal))
        dump(reply, to: &said)
      } catch {
        said += "\(error) \(error.what) \(error.why) \(error.fix)\n"
      }
    }
    for file in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      said += file + (try String(contentsOfFile: folder + "/" + file, encoding: .utf8))
    }
    #expect(said.count > 500)
    for secret in NetworkProviderTests.secrets.values + ["sesame-bearer"] where secret != "ada" {
      #expect(!said.contains(secret))
    }
  }

  @Test func `a file of secrets that others can read is refused`() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let path = folder + "/secrets"
    for (mode, isTaken) in [(0o600, true), (0o640, false), (0o604, false), (0o400, true)] {
      try? FileManager.default.removeItem(atPath: path)
      #expect(
        FileManager.default.createFile(
          atPath: path, contents: Data("EIA_API_KEY=sesame-file\n".utf8),
          attributes: [.posixPermissions: mode]))
      var context = NetworkProviderTests.context("http://127.0.0.1:1")
      context.environment = [:]
      context.configuration.tokenFile = path
      do {
        _ = try IntensityProviders.named("eia").make(context)
        #expect(isTaken)
      } catch {
        #expect(!isTaken && error.fix.contains("chmod 600"))
      }
    }
  }

  @Test func `a secret that is missing is asked for by name`() throws {
    var context = NetworkProviderTests.context("http://127.0.0.1:1")
    context.environment = [:]
    for entry in IntensityProviders.all where !entry.secrets.isEmpty {
      do {
        _ = try entry.make(context)
        Issue.record("\(entry.name) was made without its secret")
      } catch {
        #expect(entry.secrets.contains { error.what.contains($0.variable) })
      }
    }
  }
}
