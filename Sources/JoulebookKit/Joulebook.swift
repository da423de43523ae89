/// Joulebook's verbs, with the world handed in. The commands and the pages call nothing else.
public struct Joulebook: Sendable {
  /// The process's environment variables.
  public let environment: [String: String]

  public init(environment: [String: String]) { self.environment = environment }
}
