import Accounting
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Quantities

/// How long a service is waited for.
package struct HTTPPolicy: Hashable, Sendable {
  /// For an answer with all its tries and waits.
  package var total: Duration
  package var tries: Int
  /// Before the second try; each further pause is twice as long.
  package var firstPause: Duration
  /// The longest wait that a service may ask for.
  package var longestWait: Duration
  package var mostBytes: Int

  package init(
    total: Duration = .seconds(25), tries: Int = 3, firstPause: Duration = .milliseconds(300),
    longestWait: Duration = .seconds(10), mostBytes: Int = 32 << 20
  ) {
    self.total = total
    self.tries = tries
    self.firstPause = firstPause
    self.longestWait = longestWait
    self.mostBytes = mostBytes
  }
}

/// Asks services over HTTP: bounded in time, tries and bytes; secrets go to the asked host alone.
struct HTTPFetcher: Sendable {
  let policy: HTTPPolicy
  let clock: @Sendable () -> Timestamp

  /// - Parameter validators: headers that ask for an answer only if it has changed.
  func fetch(
    _ request: WebRequest, validators: [(String, String)] = []
  ) async throws(Problem) -> WebResponse {
    let outcome = await withTaskGroup(of: Result<WebResponse, Problem>?.self) { group in
      group.addTask { await insist(request, validators) }
      group.addTask {
        try? await Task.sleep(for: policy.total)
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first
    }
    guard let outcome else {
      throw unavailable(request, "It did not answer within \(policy.total.components.seconds) s.")
    }
    return try outcome.get()
  }

  /// Why a try gave no answer.
  private enum Failure: Error {
    case problem(Problem)
    /// Worth another try, after a wait where the service asks for one.
    case passing(String, wait: Double?)
  }

  private func insist(
    _ request: WebRequest, _ validators: [(String, String)]
  ) async -> Result<WebResponse, Problem> {
    var pause = policy.firstPause
    var last = ""
    for number in 1...max(1, policy.tries) {
      switch await attempt(request, validators) {
      case .success(let response): return .success(response)
      case .failure(.problem(let problem)): return .failure(problem)
      case .failure(.passing(let reason, let wait)):
        last = reason
        if let wait, wait > policy.longestWait.seconds {
          return .failure(
            unavailable(request, "\(reason) It asks to wait \(Int(wait.rounded(.up))) s."))
        }
        guard number < policy.tries else { break }
        try? await Task.sleep(for: wait.map { .seconds($0) } ?? pause)
        pause = pause * 2
      }
    }
    let tries = policy.tries > 1 ? " (\(policy.tries) tries)" : ""
    return .failure(unavailable(request, last + tries))
  }

  private func attempt(
    _ request: WebRequest, _ validators: [(String, String)]
  ) async -> Result<WebResponse, Failure> {
    var address = request.address
    for _ in 0..<4 {
      let response: WebResponse
      do {
        response = try await send(address, request, validators)
      } catch {
        return .failure(.passing(reason(error, request), wait: nil))
      }
      switch response.status {
      case 200..<300, 304: return .success(dated(response, request))
      case 301, 302, 303, 307, 308:
        guard let target = redirect(response, request) else {
          return .failure(
            .problem(
              unavailable(request, "It sent us on to another host, which gets no key of ours.")))
        }
        address = target
      case 429:
        let wait = response.headers["retry-after"].flatMap { HTTPDate.wait($0, now: clock()) }
        return .failure(.passing("It answers 429: too many requests.", wait: wait))
      case 500...599:
        let wait = response.headers["retry-after"].flatMap { HTTPDate.wait($0, now: clock()) }
        return .failure(.passing("It answers \(response.status).", wait: wait))
      case _: return .failure(.problem(refusal(response, request)))
      }
    }
    return .failure(.problem(unavailable(request, "It sent us on too many times.")))
  }

  private func send(
    _ address: String, _ request: WebRequest, _ validators: [(String, String)]
  ) async throws -> WebResponse {
    var message = HTTPClientRequest(url: address)
    message.headers.add(name: "User-Agent", value: "joulebook")
    for (name, value) in request.headers + validators {
      message.headers.add(name: name, value: value)
    }
    for (name, value) in request.secretHeaders {
      message.headers.add(name: name, value: value.value)
    }
    let response = try await Self.client.execute(
      message, timeout: .nanoseconds(Int64(policy.total.seconds * 1e9)))
    let body = try await response.body.collect(upTo: policy.mostBytes)
    var headers: [String: String] = [:]
    for (name, value) in response.headers { headers[name.lowercased()] = value }
    return WebResponse(
      status: Int(response.status.code), headers: headers, body: Array(body.readableBytesView))
  }

  /// Notes a clock that differs from ours by more than five minutes.
  private func dated(_ response: WebResponse, _ request: WebRequest) -> WebResponse {
    guard let date = response.headers["date"].flatMap(HTTPDate.read) else { return response }
    let apart = (clock() - date).seconds
    guard abs(apart) > 300 else { return response }
    var response = response
    response.notes.append(
      "The clocks of this machine and of `\(request.provider)` are "
        + "\(Int((abs(apart) / 60).rounded())) min apart; ours is \(apart > 0 ? "ahead" : "behind")."
    )
    return response
  }

  /// The next address when it is on the same host; nil elsewhere.
  private func redirect(_ response: WebResponse, _ request: WebRequest) -> String? {
    guard let location = response.headers["location"] else { return nil }
    let origin = request.base.split(separator: "/", maxSplits: 3).prefix(2)
      .joined(separator: "//")
    if location.hasPrefix("/"), !location.hasPrefix("//") { return origin + location }
    return location.hasPrefix(origin + "/") ? location : nil
  }

  private func refusal(_ response: WebResponse, _ request: WebRequest) -> Problem {
    let said = request.cleaned(String(decoding: response.body.prefix(4096), as: UTF8.self))
      .trimmedBlanks.prefix(160)
    let words = said.isEmpty ? "" : " It says: \(said)"
    switch response.status {
    case 401, 403:
      return Problem(
        "`\(request.provider)` refused our key or what we asked for.",
        why: "It answers \(response.status).\(words)",
        fix: "Check the key, and that your plan has this zone and signal.")
    case 404:
      return Problem(
        "`\(request.provider)` does not know what we asked for.",
        why: "It answers 404 to \(request.publicAddress).\(words)",
        fix: "Check the zone: `intensity-zone`.")
    case _:
      return Problem(
        "`\(request.provider)` did not take our question.",
        why: "It answers \(response.status).\(words)",
        fix: "Check the zone and the span.")
    }
  }

  private func reason(_ error: any Error, _ request: WebRequest) -> String {
    if let error = error as? HTTPClientError {
      switch error {
      case .connectTimeout: return "No connection within 5 s."
      case .readTimeout, .deadlineExceeded: return "It fell silent."
      case .remoteConnectionClosed: return "It closed the connection before the answer's end."
      case _: break
      }
    }
    if error is NIOTooManyBytesError {
      return "Its answer has more than \(policy.mostBytes) bytes."
    }
    return request.cleaned("\(error)").prefix(200).description + "."
  }

  private func unavailable(_ request: WebRequest, _ why: String) -> Problem {
    Problem(
      "`\(request.provider)` cannot be had.", why: why,
      fix: "Try again later; until then the catalogue's usual hours stand in.")
  }

  /// One client for the life of the process: closing one takes longer than many a command.
  private static let client: HTTPClient = {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(connect: .seconds(5), read: .seconds(10)))
    configuration.httpVersion = .http1Only
    configuration.connectionPool.retryConnectionEstablishment = false
    return HTTPClient(
      eventLoopGroupProvider: .shared(HTTPClient.defaultEventLoopGroup),
      configuration: configuration)
  }()
}
