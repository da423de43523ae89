import Hummingbird
import JoulebookKit

/// A page of the dashboard. To add one: a file in `Pages/`, a line in `Pages.all`, a page in the tests.
protocol Page: Sendable {
  /// `/runs`, or `/runs/:id` where a part of the path varies.
  var path: String { get }
  /// Its name in the navigation; nil for a page that is reached from another.
  var navigation: String? { get }
  /// What it shows. It throws a `Problem`, which is shown in its place.
  func view(_ request: PageRequest) async throws -> PageView
}

/// What a visitor asked a page for.
struct PageRequest: Sendable {
  let site: Site
  let path: String
  /// What stands behind `?`.
  let fields: FormFields
  private let parameters: [String: String]

  init(site: Site, path: String, fields: FormFields, parameters: [String: String]) {
    self.site = site
    self.path = path
    self.fields = fields
    self.parameters = parameters
  }

  /// The part of the path that varies: `id` of `/runs/:id`.
  func parameter(_ name: String) throws -> String {
    guard let value = parameters[name], !value.isEmpty else { throw Refusal.missing }
    return value
  }

  /// Asks one of the verbs.
  func ask<Value: Sendable>(
    _ verb: @escaping @Sendable (Joulebook) throws -> Value
  ) async throws -> Value {
    let joulebook = site.joulebook
    return try await Blocking.run { try verb(joulebook) }
  }
}

/// What a page shows.
struct PageView: Sendable {
  /// The heading, and the name of the window.
  let title: String
  let body: HTML
  /// False where the visitor asked for something that cannot be: the page says what, and how to put it right.
  var isAnswer = true
  /// Scripts of this page alone, by their names among the assets.
  var scripts: [String] = []

  init(title: String, body: HTML, isAnswer: Bool = true, scripts: [String] = []) {
    self.title = title
    self.isAnswer = isAnswer
    self.body = body
    self.scripts = scripts
  }
}
