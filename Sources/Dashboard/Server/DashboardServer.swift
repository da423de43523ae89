public import Accounting
import Glibc
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import JoulebookKit
import Logging
import NIOCore
import NIOSSL

/// Pages and JSON over the same verbs as the command line.
public struct DashboardServer: Sendable {
  let joulebook: Joulebook
  let options: DashboardOptions

  public init(joulebook: Joulebook, options: DashboardOptions) throws(Problem) {
    try options.check()
    self.joulebook = try joulebook.serving()
    self.options = options
  }

  /// Serves until the process is told to end.
  /// - Parameter ready: called with the port once visitors can come.
  public func run(ready: @escaping @Sendable (Int) -> Void) async throws {
    let server = try channel()
    let app = Application(
      router: router, server: server,
      configuration: ApplicationConfiguration(
        address: .hostname(options.host, port: options.port), serverName: nil,
        availableConnectionsDelegate: MaximumAvailableConnections(2_000)),
      onServerRunning: { channel in ready(channel.localAddress?.port ?? options.port) },
      logger: Self.logger)
    do {
      try await app.runService()
    } catch let error as IOError {
      let problem = Problem(
        "Cannot listen on \(options.host), port \(options.port).",
        why: String(cString: strerror(error.errnoCode)) + ".",
        fix: "Choose another address with `--host` or another port with `--port`.")
      if error.errnoCode == EADDRINUSE { throw PortTaken(problem: problem) }
      throw problem
    }
  }

  /// Everything that answers, behind its guards.
  var router: Router<DashboardContext> {
    let router = Router(context: DashboardContext.self)
    let site = Site(joulebook: joulebook, options: options)
    router.addMiddleware {
      SecurityHeaders(isSecure: options.isSecure)
      ProblemGuard(site: site)
      HostGuard(options: options)
      OriginGuard(options: options)
      TokenGuard(options: options)
      API(site: site)
    }
    Assets.add(to: router)
    SignIn(options: options).add(to: router)
    LiveStream(hub: site.live).add(to: router)
    RunRoutes(site: site).add(to: router)
    for page in Pages.all { site.add(page, to: router) }
    return router
  }

  private func channel() throws(Problem) -> HTTPServerBuilder {
    // A visitor who is slow to ask is sent away; one who listens to live values is not.
    let http = HTTPServerBuilder.http1(configuration: .init(idleTimeout: .seconds(30)))
    guard let certificate = options.certificate, let key = options.key else { return http }
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(certificate)
        .map { NIOSSLCertificateSource.certificate($0) }
      let key = try NIOSSLPrivateKey(file: key, format: .pem)
      return try .tls(
        http,
        tlsConfiguration: .makeServerConfiguration(
          certificateChain: chain, privateKey: .privateKey(key)))
    } catch {
      throw Problem(
        "Cannot use the certificate.", why: "\(certificate) and \(key) say: \(error).",
        fix: "Give a certificate and its key, both in PEM form.", exit: .usage)
    }
  }

  /// Says nothing below a warning: who visits is nobody's business.
  static var logger: Logger {
    var logger = Logger(label: "joulebook") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .critical
    return logger
  }
}

/// Something else listens at the port.
public struct PortTaken: Error {
  public let problem: Problem
}
