/// Every address for programs. To add one: an entry in a list of this folder, a schema, a line in the tests.
enum APIRoutes {
  static let all: [APIRoute] =
    runLists + runs + ledger + experiments + estimates + plans + trends + catalogue + checks
}
