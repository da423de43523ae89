import Accounting
import ArgumentParser
import Dashboard
import Dispatch
import Foundation
import JoulebookKit

struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Show the ledger in a browser, with live runs, charts and a JSON interface.",
    discussion: examples(
      ("joulebook serve", "on this machine, for reading"),
      ("joulebook serve --port 8080", "at another port"),
      ("joulebook serve --host 0.0.0.0 --token", "for others too; asks for a token"),
      ("joulebook serve --allow-writes", "tags may be set and runs removed")))

  @Option(help: "Address to listen on.") var host = "127.0.0.1"
  @Option(help: "Port to listen on; \(DashboardOptions.usualPort) or the next that is free else.")
  var port: Int?
  @Flag(help: "Ask visitors for a token. It is made once and kept beside the ledger.")
  var token = false
  @Flag(help: "Let visitors set tags and remove runs.") var allowWrites = false
  @Option(
    help: ArgumentHelp(
      "A name under which a proxy passes visitors on; may be repeated.", valueName: "host"))
  var name: [String] = []
  @Option(help: "Certificate in PEM form.", completion: .file()) var tlsCert: String?
  @Option(help: "Its private key in PEM form.", completion: .file()) var tlsKey: String?

  func run() throws {
    let joulebook = Joulebook.ofProcess
    var options = DashboardOptions()
    options.host = host
    options.allowsWrites = allowWrites
    options.names = name
    options.certificate = tlsCert
    options.key = tlsKey
    if token {
      let file = try ServeToken(ledgerPath: joulebook.ledgerPath())
      options.token = try file.token()
      Console().say("Visitors need the token in \(file.path).")
    }
    // The usual port may be another ledger's: then the next one that is free is as good.
    let ports = port.map { [$0] } ?? Array(options.port..<options.port + 10)
    for port in ports {
      options.port = port
      do {
        return try serve(joulebook, options)
      } catch let taken as PortTaken {
        if port == ports.last { throw taken.problem }
      }
    }
  }

  private func serve(_ joulebook: Joulebook, _ options: DashboardOptions) throws {
    let server = try DashboardServer(joulebook: joulebook, options: options)
    let (scheme, host) = (options.certificate == nil ? "http" : "https", options.host)
    let shown = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
    try Waiting.run {
      try await server.run { port in
        Console().say("The ledger is at \(scheme)://\(shown):\(port)/ until Ctrl-C.")
      }
    }
  }
}

/// Waits for work that is done in tasks, in a command that is not.
enum Waiting {
  static func run(_ body: @escaping @Sendable () async throws -> Void) throws {
    let done = DispatchSemaphore(value: 0)
    let outcome = Outcome()
    Task {
      do { try await body() } catch { outcome.error = error }
      done.signal()
    }
    done.wait()
    if let error = outcome.error { throw error }
  }

  /// Written before the signal and read after it, never at once.
  private final class Outcome: @unchecked Sendable {
    var error: (any Error)?
  }
}
