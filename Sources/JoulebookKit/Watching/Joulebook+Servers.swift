import Accounting
import Importing
public import Reporting

extension Joulebook {
  /// The kinds of inference server whose counters can be read.
  public static func inferenceServers() -> ServersAnswer {
    ServersAnswer(servers: ServerKinds.all.map { .init(name: $0.name, summary: $0.summary) })
  }
}

/// Kinds of inference server.
public struct ServersAnswer: Answer {
  public let schema = 1
  public let servers: [Server]

  public struct Server: Encodable, Sendable {
    public let name: String
    public let summary: String
  }

  enum CodingKeys: String, CodingKey { case schema, servers }

  public func text(style: TextStyle) -> String {
    var table = TextTable([.left, .left])
    for server in servers { table.add([server.name, server.summary]) }
    let others = [
      "Any other page: name its counters with --requests, --input-tokens, --output-tokens and --running.",
      "Ollama has no metrics: put a proxy with metrics before it, or use --log with its log.",
    ]
    return (table.lines + others).joined(separator: "\n") + "\n"
  }
}
