import Hummingbird

/// Tells the browser to trust nothing that does not come from here.
struct SecurityHeaders: RouterMiddleware {
  typealias Context = DashboardContext
  let isSecure: Bool

  static let policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

  func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    response.headers[.contentSecurityPolicy] = Self.policy
    response.headers[.xContentTypeOptions] = "nosniff"
    response.headers[header("Referrer-Policy")] = "same-origin"
    response.headers[header("X-Frame-Options")] = "DENY"
    response.headers[header("Cross-Origin-Opener-Policy")] = "same-origin"
    response.headers[header("Cross-Origin-Resource-Policy")] = "same-origin"
    response.headers[header("Permissions-Policy")] = "camera=(), geolocation=(), microphone=()"
    if isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
    // What a ledger says is kept by no cache unless the answer itself says for how long.
    if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
    return response
  }
}
