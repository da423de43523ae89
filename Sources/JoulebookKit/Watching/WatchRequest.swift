package import Accounting
import Auditing
import Importing
import Metering
import Reporting

/// Which server is watched, and how.
package struct WatchRequest: Sendable {
  /// Address of its page of metrics.
  package let url: String
  /// Seconds between two looks.
  package let interval: Double
  /// Its kind; nil to tell it by the names on the page.
  let kind: (any ServerKind)?
  /// For a page that asks for a bearer token; from the environment, so that no list of processes shows it.
  let token: String?

  package static let tokenVariable = "JOULEBOOK_METRICS_TOKEN"

  /// What the command line says, as it is typed.
  package struct Words: Sendable {
    package var metrics: String
    package var poll: String?
    package var server: String?
    package var requests: String?
    package var inputTokens: String?
    package var outputTokens: String?
    package var running: String?

    package init(metrics: String) { self.metrics = metrics }
  }

  package init(_ words: Words, environment: [String: String]) throws(Problem) {
    url = try Self.address(words.metrics)
    interval =
      try words.poll.map { text throws(Problem) in
        let seconds = try FlagAmount.read(text, .time, "--poll", example: "1s")
        guard (0.05...60).contains(seconds) else {
          throw Problem(
            "Cannot look every `\(text.printable)` (--poll).", why: "It is from 50 ms to 1 min.",
            fix: "Write for example `--poll 1s`.", exit: .usage)
        }
        return seconds
      } ?? 1
    kind = try Self.kind(words)
    token = environment[Self.tokenVariable].flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func kind(_ words: Words) throws(Problem) -> (any ServerKind)? {
    let names = [words.requests, words.inputTokens, words.outputTokens, words.running]
    guard names.contains(where: { $0 != nil }) else {
      return try words.server.map { name throws(Problem) in try ServerKinds.named(name) }
    }
    guard words.server == nil else {
      throw Problem(
        "`--server` and names of counters exclude each other.",
        why: "A kind of server knows its own counters.", fix: "Leave one of them out.",
        exit: .usage)
    }
    guard
      let named = NamedCounters(
        requests: words.requests, inputTokens: words.inputTokens, outputTokens: words.outputTokens,
        running: words.running)
    else {
      throw Problem(
        "Cannot read the name of a counter.",
        why: "It is a name as on the page, with labels in braces or without.",
        fix: #"Write for example `--requests 'http_requests_total{handler="/v1/completions"}'`."#,
        exit: .usage)
    }
    return named
  }

  /// `8000`, `localhost:8000` and `http://localhost:8000` mean the page `/metrics` there.
  static func address(_ text: String) throws(Problem) -> String {
    var url = text
    if Int(url) != nil { url = "127.0.0.1:\(url)" }
    if !url.contains("://") { url = "http://\(url)" }
    let parts = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "http:" || parts[0] == "https:", parts[1].isEmpty,
      let host = parts[2].split(separator: "/").first, !host.isEmpty,
      url.allSatisfy({ !$0.isWhitespace && $0.isASCII })
    else {
      throw Problem(
        "`\(text.printable)` is no address of metrics.",
        why: "It is a port, a host with a port, or an address that begins with http.",
        fix: "Write for example `--metrics http://127.0.0.1:8000/metrics`.", exit: .usage)
    }
    guard !host.contains("@") else {
      throw Problem(
        "An address with a name and a password cannot be used.",
        why: "It would stand in the ledger and in lists of processes.",
        fix: "Put a bearer token into \(tokenVariable).", exit: .usage)
    }
    return parts[2].contains("/") ? url : url + "/metrics"
  }

  /// The address without a question, for a tag of the run.
  package var publicAddress: String { String(url.prefix { $0 != "?" }) }

  /// The process that answers at this address, where it is one of this machine's.
  package func owner() throws(Problem) -> Int32 {
    let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    let host = parts.count > 2 ? parts[2] : ""
    let name = host.hasPrefix("[") ? host.prefix { $0 != "]" } + "]" : host.prefix { $0 != ":" }
    let port =
      Int(host.dropFirst(name.count).dropFirst()) ?? (url.hasPrefix("https") ? 443 : 80)
    guard ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", Host.name].contains(String(name)) else {
      throw Problem(
        "The server at \(publicAddress) is on another machine.",
        why: "Only what this machine draws can be metered here.",
        fix: "Run this there; or give a command, or --run with a run of this machine.",
        exit: .usage)
    }
    guard let owner = PortOwner.processes(port).first else {
      throw Problem(
        "Nobody whom we can see listens on port \(port).",
        why: "The server does not run, or belongs to another user.",
        fix: "Start it behind `--`, name it with `--pid`, or ask as its user.", exit: .usage)
    }
    return owner
  }

  /// Where the server itself is asked who it is.
  var root: String {
    let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    return parts.prefix(3).joined(separator: "/") + "/"
  }
}
