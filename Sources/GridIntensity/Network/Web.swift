import Accounting
import Foundation
import Quantities

/// Answers of services, from the cache where they are fresh, checked again where they may have changed, and stale
/// where a service is down.
struct Web: Sendable {
  let fetcher: HTTPFetcher
  let cache: ResponseCache?
  let clock: @Sendable () -> Timestamp

  /// How long an answer holds when its service does not say.
  enum Keep: Hashable, Sendable {
    /// Not at all.
    case no
    case seconds(Int)
    case forecast(seconds: Int)
    /// What is long past does not change any more.
    case settled

    var seconds: Int {
      switch self {
      case .no: 0
      case .seconds(let seconds), .forecast(let seconds): seconds
      case .settled: 3650 * 86_400
      }
    }
  }

  struct Answer<Value: Sendable>: Sendable {
    let value: Value
    let fetched: Timestamp
    let notes: [String]
  }

  /// - Parameter read: understands a body; what it throws keeps the body out of the cache.
  func get<Value: Sendable>(
    _ request: WebRequest, keep: Keep, read: ([UInt8]) throws(Problem) -> Value
  ) async throws(Problem) -> Answer<Value> {
    let now = clock()
    let kept = keep == .no ? nil : cache?.entry(request)
    if let kept, now < kept.head.freshUntil, kept.head.fetched <= now,
      let value = try? read(kept.body)
    {
      return Answer(value: value, fetched: kept.head.fetched, notes: [])
    }
    do {
      let response = try await fetcher.fetch(request, validators: Self.validators(kept))
      if response.status == 304, let kept {
        var head = kept.head
        head.fetched = now
        head.freshUntil = Self.freshUntil(response, keep: keep, now: now)
        cache?.store(head, kept.body, of: request, isForecast: false)
        return Answer(value: try read(kept.body), fetched: now, notes: response.notes)
      }
      let value = try read(response.body)
      if keep != .no, !(response.headers["cache-control"] ?? "").contains("no-store") {
        let head = ResponseCache.Head(
          address: request.publicAddress, fetched: now,
          freshUntil: Self.freshUntil(response, keep: keep, now: now),
          etag: response.headers["etag"], lastModified: response.headers["last-modified"],
          bytes: response.body.count)
        var isForecast = false
        if case .forecast = keep { isForecast = true }
        cache?.store(head, response.body, of: request, isForecast: isForecast)
      }
      return Answer(value: value, fetched: now, notes: response.notes)
    } catch {
      guard let kept, let value = try? read(kept.body) else { throw error }
      return Answer(
        value: value, fetched: kept.head.fetched,
        notes: [
          "\(error.what) \(error.why) Its answer of \(Self.age(now - kept.head.fetched)) ago was used."
        ])
    }
  }

  private static func validators(_ kept: ResponseCache.Entry?) -> [(String, String)] {
    guard let head = kept?.head else { return [] }
    return [
      head.etag.map { ("If-None-Match", $0) }, head.lastModified.map { ("If-Modified-Since", $0) },
    ].compactMap(\.self)
  }

  /// By the service's `max-age`, up to a day; else by our own rule. What is settled stays.
  private static func freshUntil(
    _ response: WebResponse, keep: Keep, now: Timestamp
  ) -> Timestamp {
    var seconds = keep.seconds
    if keep != .settled,
      let directive = (response.headers["cache-control"] ?? "").split(separator: ",")
        .map({ String($0).trimmedBlanks }).first(where: { $0.hasPrefix("max-age=") }),
      let given = Int(directive.dropFirst(8))
    {
      seconds = min(max(given, 0), 86_400)
    }
    return now + .seconds(seconds)
  }

  /// `12 min`, `5 h`, `3 d`.
  static func age(_ span: Duration) -> String {
    let minutes = Int(span.seconds / 60)
    if minutes < 120 { return "\(minutes) min" }
    return minutes < 48 * 60 ? "\(minutes / 60) h" : "\(minutes / 1440) d"
  }
}

/// Reads JSON of a service, or says what is wrong with it.
enum WebJSON {
  static func read<Value: Decodable>(
    _ type: Value.Type, _ bytes: [UInt8], from provider: String
  ) throws(Problem) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw unreadable(provider, reason(error))
    }
  }

  /// What a body holds may be anything, so it is not repeated.
  private static func reason(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "It is no JSON." }
    switch error {
    case .keyNotFound(let key, _): return "It lacks `\(key.stringValue)`."
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      return "`\(path)` is of another kind."
    case .dataCorrupted: return "It is no JSON, or not all of it."
    @unknown default: return "It is no JSON."
    }
  }

  static func unreadable(_ provider: String, _ why: String) -> Problem {
    Problem(
      "Cannot understand the answer of `\(provider)`.", why: why,
      fix: "Try again; if it stays so, the service has changed: report it.")
  }
}
