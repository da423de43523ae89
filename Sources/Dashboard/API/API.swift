import Accounting
import Hummingbird
import JoulebookKit
import Reporting

/// Answers programs under `/api/v1` from its list of routes: the same verbs as the command line, the same keys.
struct API: RouterMiddleware {
  typealias Context = DashboardContext
  static let prefix = "/api/v1"
  let site: Site
  let routes: [APIRoute]
  private let document: String

  init(site: Site, routes: [APIRoute] = APIRoutes.all) {
    self.site = site
    self.routes = routes
    document = (try? JSON.text(OpenAPI(routes: routes).document)) ?? "{}\n"
  }

  func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let path = request.uri.path
    guard path == Self.prefix || path.hasPrefix(Self.prefix + "/") else {
      return try await next(request, context)
    }
    let parts = path.dropFirst(Self.prefix.count).split(
      separator: "/", omittingEmptySubsequences: false
    ).dropFirst().map { String($0).removingPercentEncodingOrSame }
    if parts == [OpenAPI.file] { return try described(request) }
    let (route, all) = try route(request.method, parts)
    guard let route else { return Self.options(all) }
    return try await answer(request, route, route.match(parts) ?? [:])
  }

  /// The route of an address and a method, and all routes of the address; no route for OPTIONS.
  private func route(
    _ method: HTTPRequest.Method, _ parts: [String]
  ) throws -> (APIRoute?, [APIRoute]) {
    // An address without a part that varies comes before one with it.
    let all = routes.filter { $0.match(parts) != nil }
    let fitting = all.filter { route in
      route.segments.count { $0.hasPrefix("{") }
        == all.map { $0.segments.count { $0.hasPrefix("{") } }.min()
    }
    guard !fitting.isEmpty else { throw Self.missing }
    if method == .options { return (nil, fitting) }
    let wanted = method == .head ? .get : method
    guard let route = fitting.first(where: { $0.method == wanted }) else {
      throw Refusal(
        .methodNotAllowed,
        Problem(
          "This address does not take \(method.rawValue.printable).",
          why: "It takes \(Self.allowed(fitting)).",
          fix: "Look at \(Self.prefix)/\(OpenAPI.file)."),
        headers: [.allow: Self.allowed(fitting)])
    }
    return (route, fitting)
  }

  private static func allowed(_ routes: [APIRoute]) -> String {
    let methods = routes.map(\.method.rawValue)
    return (methods + (methods.contains("GET") ? ["HEAD"] : []) + ["OPTIONS"])
      .joined(separator: ", ")
  }

  private static func options(_ routes: [APIRoute]) -> Response {
    Response(status: .noContent, headers: [.allow: allowed(routes)])
  }

  private static var missing: Refusal {
    Refusal(
      .notFound,
      Problem(
        "There is nothing at this address.", why: "The interface has no such path.",
        fix: "Look at \(prefix)/\(OpenAPI.file), or at the page /api."))
  }

  private func described(_ request: Request) throws -> Response {
    guard [.get, .head, .options].contains(request.method) else {
      throw Refusal(
        .methodNotAllowed,
        Problem(
          "This address does not take \(request.method.rawValue.printable).",
          why: "It takes GET, HEAD, OPTIONS.", fix: "Ask with GET."),
        headers: [.allow: "GET, HEAD, OPTIONS"])
    }
    if request.method == .options {
      return Response(status: .noContent, headers: [.allow: "GET, HEAD, OPTIONS"])
    }
    let response = APIResponse(
      body: document, type: "application/vnd.oai.openapi+json;version=3.1", request: request)
    return request.method == .head ? response.fresh.createHeadResponse() : response.fresh
  }

  private func answer(
    _ request: Request, _ route: APIRoute, _ parts: [String: String]
  ) async throws -> Response {
    guard !route.isWrite || site.options.allowsWrites else { throw OriginGuard.readOnly }
    let reader = APIReader(site: site, route: route)
    var asked = try reader.request(request, parts: parts)
    do {
      let tag = try await tag(asked, request)
      if let tag, APIResponse.matches(request.headers[.ifNoneMatch], tag) {
        return APIResponse.unchanged(tag)
      }
      if let body = route.body { try await reader.read(body, of: request, into: &asked) }
      let answer = try await route.respond(asked)
      let response = try response(answer, asked, request, tag)
      return request.method == .head ? response.createHeadResponse() : response
    } catch let problem as Problem {
      throw await refusal(problem)
    }
  }

  /// The mark of what a route will answer, known from the ledger alone; nil where it is not.
  private func tag(_ asked: APIRequest, _ request: Request) async throws -> String? {
    // Factors of another catalogue may come from tables of the user, which change by themselves.
    guard case .ledger = asked.route.freshness, asked.values["catalog"] == nil else { return nil }
    return try await asked.ask { try $0.ledgerVersion() }.map { version in
      APIResponse.tag([version, asked.form.type, request.uri.string])
    }
  }

  private func response(
    _ answer: APIAnswer, _ asked: APIRequest, _ request: Request, _ tag: String?
  ) throws -> Response {
    let form = asked.form
    func whole(_ text: String) -> Response {
      let response = APIResponse(body: text, type: form.type, request: request)
      if let tag { return response.tagged(tag) }
      if case .never = asked.route.freshness { return response.plain }
      return response.fresh
    }
    var response: Response
    switch answer {
    case .answer(let answer): response = whole(try APIResponse.json(answer))
    case .text(let text): response = whole(text)
    case .page(let answer, let next):
      response = whole(try APIResponse.json(answer))
      if let next {
        let fields = FormFields(request.uri.query ?? "").with("cursor", next)
        response.headers[header("Link")] = "<\(request.uri.path)\(fields.query)>; rel=\"next\""
      }
    case .stream(let write):
      response = Response(
        status: .ok, headers: [.contentType: form.type],
        body: ResponseBody { writer in
          try await write(&writer)
          try await writer.finish(nil)
        })
    }
    response.headers[.vary] = "Accept"
    if form.isFile {
      response.headers[.contentDisposition] = "attachment; filename=\"joulebook.\(form.name)\""
    }
    return response
  }

  /// A problem of a verb with the status that says whose it is: the request's, the ledger's state, or ours.
  private func refusal(_ problem: Problem) async -> Refusal {
    switch problem.exit {
    case .software: return Refusal(.internalServerError, problem)
    case .usage: return Refusal(.unprocessableContent, problem)
    case .done, .failed, .partlyMeasured, .overBudget:
      // A ledger that nobody can read is not the request's fault.
      let joulebook = site.joulebook
      let isReadable =
        (try? await Blocking.run { _ = try joulebook.list(RunFilter(), limit: 1) }) != nil
      return Refusal(isReadable ? .conflict : .serviceUnavailable, problem)
    }
  }
}
