import Hummingbird
import JoulebookKit

/// The document by which programs learn the interface (OpenAPI 3.1), written from the routes that answer.
struct OpenAPI {
  static let file = "openapi.json"
  let routes: [APIRoute]

  var document: JSONValue {
    var paths: [String: JSONValue] = [:]
    for route in routes {
      paths[route.path] = (paths[route.path] ?? .object([:])).merging([
        route.method.rawValue.lowercased(): operation(route)
      ])
    }
    return [
      "openapi": "3.1.1",
      "info": [
        "title": "Joulebook", "version": .string(Version.text),
        "summary": "The energy and carbon books of AI work, for programs.",
        "description": .string(Self.about),
        "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
      ],
      "servers": [["url": .string(API.prefix)]],
      "paths": .object(paths),
      "security": [[:], ["token": []]],
      "components": [
        "schemas": .object(Schemas.named),
        "securitySchemes": [
          "token": [
            "type": "http", "scheme": "bearer",
            "description": "Asked for when the dashboard was started with --token.",
          ]
        ],
      ],
    ]
  }

  private static let about = """
    The verbs of the command line, with the same keys as --format json. Energy is in joules, emissions in grams of \
    CO2e, time in seconds, moments in RFC 3339 UTC. What goes wrong is answered as application/problem+json. Answers \
    carry an ETag. Any address answers 405 to a method that it does not take, and 404 stands for addresses that are \
    not here.
    """

  private func operation(_ route: APIRoute) -> JSONValue {
    var operation: [String: JSONValue] = [
      "operationId": .string(route.name), "summary": .string(route.summary),
      "responses": .object(responses(route)),
    ]
    if !route.parameters.isEmpty {
      operation["parameters"] = .array(route.parameters.map(\.document))
    }
    if let body = route.body {
      let content = body.types.map {
        (
          $0,
          ["schema": body.schema ?? ($0.hasSuffix("json") ? true : ["type": "string"])] as JSONValue
        )
      }
      operation["requestBody"] = [
        "required": true, "description": .string(body.meaning),
        "content": .object(Dictionary(content) { $1 }),
      ]
    }
    let group = APIRoutes.groups.first { $0.routes.contains { $0.name == route.name } }
    operation["tags"] = [.string(group?.title ?? "")]
    return .object(operation)
  }

  private func responses(_ route: APIRoute) -> [String: JSONValue] {
    var content: [String: JSONValue] = [:]
    for form in route.forms where content[form.essence] == nil {
      // What is one of several forms in JSON is described by its own standard.
      let isAlone = route.forms.count { $0.essence == form.essence } == 1
      let schema = form.schema.flatMap { isAlone ? Schemas.reference($0) : nil }
      let isJSON = form.essence.hasSuffix("json") && form.essence != APIForm.ndjson.essence
      content[form.essence] = [
        "schema": schema ?? (isJSON ? ["type": "object"] : ["type": "string"])
      ]
    }
    var done: [String: JSONValue] = ["description": "The answer.", "content": .object(content)]
    let marked = if case .never = route.freshness { false } else { true }
    var headers: [String: JSONValue] = [:]
    if marked { headers["ETag"] = Self.header("Tells whether the answer changed.") }
    if route.parameters.contains(where: { $0.name == "cursor" }) {
      headers["Link"] = Self.header("The address of the next page, as rel=\"next\".", isSure: false)
    }
    if !headers.isEmpty { done["headers"] = .object(headers) }
    var all: [String: JSONValue] = ["200": .object(done)]
    if marked, route.method == .get {
      all["304"] = ["description": "Unchanged since the ETag in If-None-Match."]
    }
    for (status, meaning) in problems(route) {
      all["\(status.code)"] = [
        "description": .string(meaning),
        "content": ["application/problem+json": ["schema": Schemas.reference("Problem")]],
      ]
    }
    return all
  }

  private static func header(_ meaning: String, isSure: Bool = true) -> JSONValue {
    ["description": .string(meaning), "required": .bool(isSure), "schema": ["type": "string"]]
  }

  /// What can stand in the way, by status.
  private func problems(_ route: APIRoute) -> [(HTTPResponse.Status, String)] {
    var all: [(HTTPResponse.Status, String)] = [
      (.badRequest, "A parameter or the body is wrong in form; `parameter` names it."),
      (.unauthorized, "A token is needed."),
      (
        .forbidden,
        route.isWrite
          ? "Served for reading, or asked by a foreign page." : "Asked by a foreign page."
      ),
      (.notAcceptable, "None of the forms is accepted."),
      (.misdirectedRequest, "Asked under a foreign host name."),
      (.internalServerError, "A mistake of this program."),
      (.serviceUnavailable, "The ledger cannot be read, or it took too long."),
    ]
    if route.refusals.contains(.missing) {
      all.append((.notFound, "What the path names is not there."))
    }
    if route.refusals.contains(.ambiguous) {
      all.append((.gone, "The run was removed."))
    }
    if route.refusals.contains(.ambiguous) || route.refusals.contains(.state) {
      all.append(
        (
          .conflict,
          "What is named is more than one thing, or the ledger has nothing that answers this."
        ))
    }
    if route.refusals.contains(.meaning) {
      all.append(
        (
          .unprocessableContent,
          "Right in form, and without an answer: a place that is unknown, a span that is empty."
        ))
    }
    if let body = route.body {
      all.append((.contentTooLarge, "The body has more than \(body.limit) bytes."))
      all.append((.unsupportedMediaType, "The body is of a type that is not taken."))
    }
    return all
  }
}
