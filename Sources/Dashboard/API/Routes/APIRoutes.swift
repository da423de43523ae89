/// Every address for programs. To add one: an entry in a list of this folder, a schema, an example in the tests.
enum APIRoutes {
  /// In the order in which the page lists them.
  static let groups: [(title: String, routes: [APIRoute])] = [
    ("Runs", runLists + runs), ("Ledger", ledger + restatements + experiments), ("Charts", charts),
    ("Estimates", estimates),
    ("Plans", plans), ("Trends", trends), ("Catalogue", catalogue), ("Checks", checks),
  ]

  static let all: [APIRoute] = groups.flatMap(\.routes)
}
