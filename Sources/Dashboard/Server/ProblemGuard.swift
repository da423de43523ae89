import Accounting
import Hummingbird
import JoulebookKit

/// A problem with the status that it is answered with.
struct Refusal: Error {
  let status: HTTPResponse.Status
  let problem: Problem
  /// What goes with the status: the methods that are allowed, the types that are taken.
  var headers: HTTPFields
  /// The parameter that is wrong.
  var parameter: String?

  init(_ status: HTTPResponse.Status, _ problem: Problem, headers: HTTPFields = [:]) {
    self.status = status
    self.problem = problem
    self.headers = headers
  }

  /// What is answered to an error of a verb or of the server itself.
  init(_ error: any Error) {
    switch error {
    case let refusal as Refusal: self = refusal
    case let problem as Problem:
      self.init(problem.exit == .software ? .internalServerError : .badRequest, problem)
    case is Blocking.TooSlow:
      self.init(
        .serviceUnavailable,
        Problem(
          "This took too long.", why: "It was not done after \(Blocking.limit).",
          fix: "Ask for less: a project, a shorter period. Or use the command line."))
    case let error as any HTTPResponseError where error.status == .notFound:
      self = .missing
    case let error as any HTTPResponseError where error.status.code < 500:
      self.init(
        error.status,
        Problem(
          "Cannot take this request.", why: "\(error.status.reasonPhrase).",
          fix: "Look at the address and at what was sent."))
    default:
      self.init(
        .internalServerError,
        Problem(
          "Something went wrong here.", why: "\(error)", fix: "Report this.", exit: .software))
    }
  }

  static let missing = Refusal(
    .notFound,
    Problem(
      "There is nothing at this address.", why: "No page and no run has it.",
      fix: "Start from the first page."))
}

/// Turns whatever went wrong into a page, or into `application/problem+json` (RFC 9457) for programs.
struct ProblemGuard: RouterMiddleware {
  typealias Context = DashboardContext
  let site: Site

  func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch {
      let refusal = Refusal(error)
      return request.wantsPage ? site.page(refusal) : refusal.json
    }
  }
}

extension Request {
  /// True for a browser that shows what it gets.
  var wantsPage: Bool {
    !uri.path.hasPrefix("/api/") && headers[.accept]?.contains("text/html") ?? false
  }
}

extension Refusal {
  private struct Message: Encodable {
    let type = "about:blank"
    let title: String
    let status: Int
    let detail: String
    let fix: String
    let parameter: String?
  }

  var json: Response {
    let message = Message(
      title: problem.what, status: status.code, detail: problem.why, fix: problem.fix,
      parameter: parameter)
    let text = (try? JSON.text(message)) ?? "{}\n"
    var headers = headers
    headers[.contentType] = "application/problem+json"
    return Response(
      status: status, headers: headers, body: .init(byteBuffer: .init(string: text)))
  }
}
