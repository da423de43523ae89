package import Accounting
package import Quantities

/// One page of a server that the user named, for those who ask for something else than intensities: over the same client,
/// with the same bounds.
package struct WebPage: Sendable {
  private let url: String
  private let token: Secret?
  private let fetcher: HTTPFetcher

  /// - Parameters:
  ///   - token: sent as a bearer token to this server alone, and shown to nobody.
  ///   - patience: for the whole answer.
  package init(
    _ url: String, token: String?, patience: Duration, clock: @escaping @Sendable () -> Timestamp
  ) {
    self.url = url
    self.token = token.map { Secret(value: "Bearer \($0)") }
    fetcher = HTTPFetcher(policy: HTTPPolicy(total: patience, tries: 1), clock: clock)
  }

  /// The bytes of an answer of the kind 200.
  package func bytes() async throws(Problem) -> [UInt8] {
    var request = WebRequest(provider: url, base: url, path: "")
    request.headers = [("Accept", "text/plain;version=0.0.4,*/*;q=0.1")]
    request.secretHeaders = token.map { [("Authorization", $0)] } ?? []
    return try await fetcher.fetch(request).body
  }
}
