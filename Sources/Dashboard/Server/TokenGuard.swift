import Accounting
import Hummingbird

/// Lets in who knows the token: as `Authorization: Bearer`, or by the cookie that the sign-in page gives.
struct TokenGuard: RouterMiddleware {
  typealias Context = DashboardContext
  let options: DashboardOptions

  /// What anybody may have: the page that asks for the token, and how it looks.
  private static func isOpen(_ path: String) -> Bool {
    path == SignIn.path || path.hasPrefix(Assets.prefix)
  }

  func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    guard let token = options.token, !Self.isOpen(request.uri.path) else {
      return try await next(request, context)
    }
    let bearer = request.headers[.authorization].flatMap { text in
      text.lowercased().hasPrefix("bearer ") ? String(text.dropFirst(7)) : nil
    }
    let cookie = request.cookies[SignIn.cookie]?.value
    guard [bearer, cookie].compactMap(\.self).contains(where: { $0.equalsSecret(token) }) else {
      if request.wantsPage, bearer == nil {
        return .redirect(to: SignIn.path)
      }
      throw Refusal(
        .unauthorized,
        Problem(
          "A token is needed.", why: "The dashboard was started with `--token`.",
          fix:
            "Send `Authorization: Bearer TOKEN`; `joulebook serve --token` says where it is kept."
        ))
    }
    return try await next(request, context)
  }
}

extension String {
  /// Compares in a time that does not tell how much of it was right.
  func equalsSecret(_ secret: String) -> Bool {
    let (a, b) = (Array(utf8), Array(secret.utf8))
    var difference = UInt8(a.count == b.count ? 0 : 1)
    for index in b.indices { difference |= b[index] ^ (index < a.count ? a[index] : 0) }
    return difference == 0
  }
}
