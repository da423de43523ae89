import Accounting
import Hummingbird

/// Lets no other site's page ask or change anything through a visitor's browser.
struct OriginGuard: RouterMiddleware {
  typealias Context = DashboardContext
  let options: DashboardOptions

  func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let isSafe = [.get, .head, .options].contains(request.method)
    if let origin = request.headers[.origin] {
      let own = request.head.authority.map { "http\(options.isSecure ? "s" : "")://\($0)" }
      let named = options.names.map { "https://\($0)" }
      guard origin == own || named.contains(origin) else { throw Self.foreign }
    } else if !isSafe, let site = request.headers[header("Sec-Fetch-Site")] {
      guard site == "same-origin" || site == "none" else { throw Self.foreign }
    }
    // The interface for programs tells by its routes which of them change something.
    let tellsItself = request.uri.path.hasPrefix(API.prefix + "/")
    guard isSafe || options.allowsWrites || SignIn.path == request.uri.path || tellsItself else {
      throw Self.readOnly
    }
    return try await next(request, context)
  }

  static var readOnly: Refusal {
    Refusal(
      .forbidden,
      Problem(
        "The ledger is served for reading.", why: "Nothing can be changed from here.",
        fix: "Start it with `joulebook serve --allow-writes`, or use the command line."))
  }

  private static var foreign: Refusal {
    Refusal(
      .forbidden,
      Problem(
        "Another site asked for this.", why: "The request comes from a page that is not ours.",
        fix: "Open the dashboard itself."))
  }
}
