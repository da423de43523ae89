import Accounting
import Hummingbird

/// Answers only to the names it is served under: a page elsewhere that points its own name here (DNS rebinding) gets
/// nothing.
struct HostGuard: RouterMiddleware {
  typealias Context = DashboardContext
  let options: DashboardOptions

  func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    guard let authority = request.head.authority, accepts(authority) else {
      throw Refusal(
        .misdirectedRequest,
        Problem(
          "This is not served under that name.",
          why: "The request names another host than the one the dashboard was started for.",
          fix: "Open the address that `joulebook serve` printed, or start it with `--name`."))
    }
    return try await next(request, context)
  }

  /// The port does not matter: a page at another port of the same name is told apart by its origin.
  func accepts(_ authority: String) -> Bool {
    let name = Self.name(of: authority)
    if options.names.contains(where: { $0.lowercased() == name }) { return true }
    if name == Self.name(of: options.host) { return true }
    if options.isLoopback { return ["localhost", "127.0.0.1", "::1"].contains(name) }
    // Bound to all addresses: any address of the machine, but no name.
    let isAny = ["0.0.0.0", "::", "[::]"].contains(options.host)
    return isAny && (Self.isAddress(name) || name == "localhost")
  }

  static func name(of authority: String) -> String {
    let text = authority.lowercased()
    if text.hasPrefix("[") { return String(text.dropFirst().prefix { $0 != "]" }) }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 2 ? String(parts[0]) : text
  }

  private static func isAddress(_ name: String) -> Bool {
    if name.contains(":") { return name.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." } }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
  }
}
