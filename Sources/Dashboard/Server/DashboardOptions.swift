import Accounting

/// How the dashboard is served.
public struct DashboardOptions: Sendable {
  /// The address that is listened on.
  public var host = "127.0.0.1"
  /// The port; 0 takes a free one.
  public var port = DashboardOptions.usualPort
  /// What a visitor must know; nil lets in everybody who can reach the address.
  public var token: String?
  /// Tags may be set and runs removed.
  public var allowsWrites = false
  /// Names besides the address itself under which visitors may ask, for a proxy in front.
  public var names: [String] = []
  /// Files in PEM form; both or none.
  public var certificate: String?
  public var key: String?

  public static let usualPort = 4760

  public init() {}

  /// True when only this machine can reach the address.
  public var isLoopback: Bool {
    host == "localhost" || host == "::1" || host == "[::1]"
      || (host.hasPrefix("127.") && host.split(separator: ".").count == 4)
  }

  var isSecure: Bool { certificate != nil }

  /// - Throws: what stands against serving like this.
  func check() throws(Problem) {
    guard isLoopback || token != nil else {
      throw Problem(
        "Will not serve the ledger on \(host) to everybody.",
        why: "Whoever can reach this address could read every run, and no token is asked for.",
        fix: "Add `--token`, or leave out `--host` to serve this machine alone.", exit: .usage)
    }
    guard (certificate == nil) == (key == nil) else {
      throw Problem(
        "Cannot serve with half a certificate.",
        why: "TLS needs the certificate and its private key.",
        fix: "Give both `--tls-cert FILE` and `--tls-key FILE`.", exit: .usage)
    }
    guard (0...65_535).contains(port) else {
      throw Problem(
        "Cannot listen on port \(port).", why: "A port is a number from 1 to 65535.",
        fix: "Write for example `--port \(Self.usualPort)`.", exit: .usage)
    }
  }
}
