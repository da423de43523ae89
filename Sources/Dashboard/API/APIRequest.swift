import Accounting
import Hummingbird
import HummingbirdCore
import JoulebookKit
import Quantities

/// A request whose parts fit what its route describes.
struct APIRequest: Sendable {
  let site: Site
  let route: APIRoute
  /// Values of the path and of the query by name, each as it was written.
  let values: [String: [String]]
  /// The form that was asked for.
  let form: APIForm
  /// What was sent along.
  var bytes: [UInt8] = []
  /// The same, where it is JSON.
  var body: JSONValue = .null

  func all(_ name: String) -> [String] {
    assert(route.parameters.contains { $0.name == name }, "\(route.name) describes no \(name)")
    return values[name] ?? []
  }

  func text(_ name: String) -> String? { all(name).first }

  /// A value that the route requires.
  func part(_ name: String) -> String { all(name).first ?? "" }

  func whole(_ name: String) -> Int? { text(name).flatMap { Int($0) } }
  func number(_ name: String) -> Double? { text(name).flatMap { Double($0) } }
  func flag(_ name: String) -> Bool { text(name) == "true" }

  /// - Throws: when the date does not exist, as 30 February.
  func moment(_ name: String) throws(Problem) -> Timestamp? {
    guard let text = text(name) else { return nil }
    guard let moment = Timestamp(text) else {
      throw Problem(
        "There is no date `\(text)` (\(name)).", why: "The calendar does not have it.",
        fix: "Write for example 2026-11-24.", exit: .usage)
    }
    return moment
  }

  /// Pairs as `key=value`.
  func pairs(_ name: String) -> [String: String] {
    var pairs: [String: String] = [:]
    for text in all(name) {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      pairs[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
    }
    return pairs
  }

  /// Which runs, by the parameters of `APIParameter.filter`.
  var filter: RunFilter {
    get throws(Problem) {
      RunFilter(
        project: text("project"), tags: pairs("tag"), since: try moment("since"),
        until: try moment("until"))
    }
  }

  /// Asks one of the verbs, away from the threads that serve.
  func ask<Value: Sendable>(
    _ verb: @escaping @Sendable (Joulebook) throws -> Value
  ) async throws -> Value {
    let joulebook = site.joulebook
    return try await Blocking.run { try verb(joulebook) }
  }

  /// Asks about the run that the path names.
  func askRun<Value: Sendable>(
    _ verb: @escaping @Sendable (Joulebook, _ id: String) throws -> Value
  ) async throws -> Value {
    let reference = part("run")
    return try await ask { joulebook in
      switch try joulebook.locate(reference) {
      case .found(let run): return try verb(joulebook, run.id)
      case .missing(let problem): throw Refusal(.notFound, problem)
      case .ambiguous(let problem): throw Refusal(.conflict, problem)
      case .removed(let problem): throw Refusal(.gone, problem)
      }
    }
  }

  /// Asks for something that the path names: a problem means that it is not there.
  func askNamed<Value: Sendable>(
    _ verb: @escaping @Sendable (Joulebook) throws -> Value
  ) async throws -> Value {
    try await ask { joulebook in
      do {
        return try verb(joulebook)
      } catch let problem as Problem where problem.exit == .usage {
        throw Refusal(.notFound, problem)
      }
    }
  }
}

/// What a route answers.
enum APIAnswer: Sendable {
  /// In JSON, with the keys that the command line prints.
  case answer(any Answer)
  /// Written in the form that was asked for.
  case text(String)
  /// Written piece by piece.
  case stream(@Sendable (inout any ResponseBodyWriter) async throws -> Void)
  /// In JSON, with another part after it.
  case page(any Answer, next: String?)
}

extension APIParameter {
  static let project = APIParameter("project", .text(most: 200), "Only runs of this project.")
  static let tag = APIParameter("tag", .pair, "Only runs with this tag; each that is given.")
    .repeated
  static let since = APIParameter(
    "since", .moment, "Only runs started at this date or time or later.", example: "2026-11-24")
  static let until = APIParameter(
    "until", .moment, "Only runs started before this date or time.", example: "2026-12-24")
  /// Which runs an answer is about.
  static let filter = [project, tag, since, until]

  static let catalog = APIParameter(
    "catalog", .text(most: 20), "Version of the catalogue whose factors are used; else as booked.",
    example: "2026.12")
  static let run = APIParameter(
    "run", .text(most: 200), "`last`, an id or its beginning, or a name.", example: "last"
  ).inPath
  static let seed = APIParameter(
    "seed", .whole(0...Int(Int32.max)), "Where the draws begin: the same seed, the same answer.")
}
