/// Joulebook's verbs, with the world handed in. The commands and the pages call nothing else.
public struct Joulebook: Sendable {
  /// The process's environment variables.
  public let environment: [String: String]
  /// The folder from which a project's `joulebook.toml` is looked for.
  public let directory: String
  /// Takes sentences about what was done besides: a journal that was taken in.
  public let notify: @Sendable (String) -> Void
  /// The ledger held open, in a process that answers many.
  var served: ServedLedger?

  public init(
    environment: [String: String], directory: String,
    notify: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.environment = environment
    self.directory = directory
    self.notify = notify
  }
}
