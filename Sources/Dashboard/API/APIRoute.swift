import Hummingbird

/// An address for programs with one method. The server answers by this description, and the OpenAPI document is
/// written from it.
struct APIRoute: Sendable {
  let method: HTTPRequest.Method
  /// Below `/api/v1`: `/runs/{run}`.
  let path: String
  /// Its name for programs that are made from the document: `showRun`.
  let name: String
  let summary: String
  var parameters: [APIParameter] = []
  var body: APIBody?
  /// The forms of the answer, the usual one first.
  var forms: [APIForm]
  /// What may stand in the way of an answer besides a request that is wrong in form.
  var refusals: Set<Refusals> = []
  /// How an unchanged answer is told.
  var freshness = Freshness.content
  /// Changes the ledger.
  var isWrite = false
  let respond: @Sendable (APIRequest) async throws -> APIAnswer

  enum Refusals: Hashable, Sendable {
    /// What the path names is not there.
    case missing
    /// What the path names is more than one thing, or was removed.
    case ambiguous
    /// What was asked is understood and has no answer: a place that is unknown, a span that is empty.
    case meaning
    /// The state of the ledger or of this machine does not allow an answer: no run fits.
    case state
  }

  enum Freshness: Sendable {
    /// By what the ledger holds, before anything is worked out.
    case ledger
    /// By the answer itself.
    case content
    /// Never: it is of the moment, too long, or a change.
    case never
  }

  init(
    _ path: String, _ name: String, _ summary: String, _ parameters: [APIParameter] = [],
    method: HTTPRequest.Method = .get, body: APIBody? = nil, forms: [APIForm],
    refusals: Set<Refusals> = [], freshness: Freshness = .content, isWrite: Bool = false,
    respond: @escaping @Sendable (APIRequest) async throws -> APIAnswer
  ) {
    self.method = method
    self.path = path
    self.name = name
    self.summary = summary
    self.parameters = parameters
    self.body = body
    self.forms = forms
    self.refusals = refusals
    self.freshness = freshness
    self.isWrite = isWrite
    self.respond = respond
    if forms.count > 1 {
      self.parameters.append(
        APIParameter(
          "format", .choice(forms.map(\.name)),
          "Form of the answer; else by the header Accept, else \(forms[0].name)."))
    }
  }

  /// `GET`
  var verb: String { method.rawValue }

  /// `["runs", "{run}"]`
  var segments: [Substring] { path.split(separator: "/") }

  /// The parts of the path that vary, where the path fits; nil else.
  func match(_ parts: [String]) -> [String: String]? {
    let segments = segments
    guard segments.count == parts.count else { return nil }
    var found: [String: String] = [:]
    for (segment, part) in zip(segments, parts) {
      if segment.hasPrefix("{") {
        guard !part.isEmpty else { return nil }
        found[String(segment.dropFirst().dropLast())] = part
      } else if segment != part {
        return nil
      }
    }
    return found
  }
}

extension [APIParameter] {
  /// Lists in one.
  static func of(_ parts: [APIParameter]...) -> [APIParameter] { parts.flatMap(\.self) }
}

/// What may be sent along.
struct APIBody: Sendable {
  let meaning: String
  /// Of a JSON body; nil for a text that is read as it is.
  let schema: JSONValue?
  let types: [String]
  /// Bytes that are taken at most.
  var limit = 262_144

  /// A JSON body that must fit the schema.
  static func json(_ meaning: String, _ schema: JSONValue) -> APIBody {
    APIBody(meaning: meaning, schema: schema, types: ["application/json"])
  }

  static func text(_ meaning: String, _ types: [String], limit: Int) -> APIBody {
    APIBody(meaning: meaning, schema: nil, types: types, limit: limit)
  }
}

/// A form of an answer.
struct APIForm: Sendable {
  /// As `format` names it: `csv`.
  let name: String
  let type: String
  /// Of an answer in JSON: its name among the document's schemas.
  var schema: String?
  /// Kept as a file rather than shown: it is no page of ours.
  var isFile = false

  static func json(_ schema: String) -> APIForm {
    APIForm(name: "json", type: "application/json", schema: schema)
  }
  static let text = APIForm(name: "text", type: "text/plain; charset=utf-8")
  static let csv = APIForm(name: "csv", type: "text/csv; charset=utf-8")
  static let markdown = APIForm(name: "markdown", type: "text/markdown; charset=utf-8")
  static let html = APIForm(name: "html", type: "text/html; charset=utf-8", isFile: true)
  static let svg = APIForm(name: "svg", type: "image/svg+xml", isFile: true)
  static let ndjson = APIForm(name: "ndjson", type: "application/x-ndjson")

  /// Without its parameters: `text/csv`.
  var essence: String { String(type.prefix { $0 != ";" }) }
}
