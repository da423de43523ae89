import CommandTesting
import Foundation
import Testing

@testable import Dashboard

/// What stands between a ledger and those who should not read or change it.
@Suite struct SafetyTests {
  @Test func `only the names it is served under are answered, as against DNS rebinding`()
    async throws
  {
    let served = try await Served(try CommandBox())
    for host in ["evil.example", "evil.example:4760", "127.0.0.1.evil.example", "[::2]", "0"] {
      let answer = try await served.get("/doctor", ["Host": host])
      #expect(answer.status == 421, "\(host)")
      #expect(!answer.text.contains(served.box.folder), "\(host) learns where the ledger is")
    }
    for host in ["localhost", "LOCALHOST:1", "127.0.0.1:99", "[::1]:4760"] {
      #expect(try await served.get("/sign-in", ["Host": host]).status == 200, "\(host)")
    }
  }

  @Test func `a name of a proxy is answered when it was named`() async throws {
    let served = try await Served(try CommandBox(), ["--name", "books.lab.example"])
    #expect(try await served.get("/sign-in", ["Host": "books.lab.example"]).status == 200)
    #expect(try await served.get("/sign-in", ["Host": "other.lab.example"]).status == 421)
  }

  @Test func `a page of another site can ask for nothing`() async throws {
    let served = try await Served(try CommandBox())
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"] {
      #expect(try await served.get("/doctor", ["Origin": origin]).status == 403, "\(origin)")
    }
    #expect(try await served.get("/sign-in", ["Origin": served.address]).status == 200)
  }

  @Test func `nothing can be changed unless that was asked for`() async throws {
    let served = try await Served(try CommandBox())
    for method in ["POST", "PUT", "PATCH", "DELETE", "PROPFIND"] {
      let answer = try await served.ask(method, "/doctor")
      #expect(answer.status == 403, "\(method)")
      #expect(answer.headers["content-type"] == "application/problem+json")
    }
  }

  @Test func `more than this machine is served with a token alone`() throws {
    let result = try CommandBox().run(["serve", "--host", "0.0.0.0", "--port", "0"])
    #expect(result.status == 64)
    #expect(result.errors.contains("no token is asked for"))
  }

  @Test func `who does not know the token sees nothing, who does sees all`() async throws {
    let box = try CommandBox()
    let served = try await Served(box, ["--token"])
    let path = box.folder + "/serve-token"
    let token = try String(contentsOfFile: path, encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect(rights as? Int == 0o600)
    #expect(token.count == 52)

    for headers in [
      [:], ["Authorization": "Bearer "], ["Authorization": "Bearer \(token.dropLast())"],
      ["Authorization": "Bearer \(token)x"], ["Authorization": token],
      ["Cookie": "joulebook=nothing"], ["Authorization": "Basic \(token)"],
    ] {
      #expect(try await served.get("/doctor", headers).status == 401, "\(headers)")
    }
    #expect(try await served.get("/doctor", ["Authorization": "Bearer \(token)"]).status == 200)
    #expect(try await served.get("/doctor", ["Cookie": "joulebook=\(token)"]).status == 200)
    // A second start asks for the same one.
    let again = try await Served(box, ["--token"])
    #expect(try await again.get("/doctor", ["Cookie": "joulebook=\(token)"]).status == 200)
  }

  @Test func `the sign-in page gives a cookie that no script and no other site can use`()
    async throws
  {
    let box = try CommandBox()
    let served = try await Served(box, ["--token"])
    let token = try String(contentsOfFile: box.folder + "/serve-token", encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let form = ["Content-Type": "application/x-www-form-urlencoded"]
    let wrong = try await served.ask("POST", "/sign-in", form, body: "token=wrong")
    #expect(wrong.status == 401)
    #expect(wrong.headers["set-cookie"] == nil)
    let right = try await served.ask("POST", "/sign-in", form, body: "token=\(token)")
    let cookie = try #require(right.headers["set-cookie"])
    #expect(cookie.contains("HttpOnly"))
    #expect(cookie.contains("SameSite=Strict"))
  }

  @Test func `a token that others can read, or that is short, is refused`() throws {
    let box = try CommandBox()
    let path = box.folder + "/serve-token"
    try String(repeating: "x", count: 52).write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    #expect(try box.run(["serve", "--token", "--port", "0"]).errors.contains("Others can read"))
    try "short".write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    #expect(try box.run(["serve", "--token", "--port", "0"]).errors.contains("guessed"))
  }

  @Test(arguments: [
    "/assets/../../etc/passwd", "/assets/..%2f..%2fetc%2fpasswd", "/assets/%2e%2e/style.css",
    "/assets//etc/passwd", "/assets/style.css%00.js", "/assets/", "/..%2f", "/assets/style.css/x",
  ])
  func `no path leads to a file`(path: String) async throws {
    let served = try await Served(try CommandBox())
    let answer = try raw(
      served, "GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    #expect(answer.hasPrefix("HTTP/1.1 404") || answer.hasPrefix("HTTP/1.1 400"), "\(answer)")
    #expect(!answer.contains("root:"))
  }

  @Test func `every answer tells the browser what to refuse`() async throws {
    let served = try await Served(try CommandBox())
    for path in ["/doctor", "/nothing", "/assets/style.css", "/sign-in"] {
      let headers = try await served.get(path).headers
      let policy = try #require(headers["content-security-policy"])
      #expect(policy.contains("default-src 'none'"))
      #expect(!policy.contains("unsafe"))
      #expect(headers["x-content-type-options"] == "nosniff")
      #expect(headers["access-control-allow-origin"] == nil)
    }
    #expect(try await served.get("/doctor").headers["cache-control"] == "no-store")
  }

  @Test func `what is too long or broken is refused, and the next visitor is served`()
    async throws
  {
    let served = try await Served(try CommandBox(), ["--token"])
    let form = ["Content-Type": "application/x-www-form-urlencoded"]
    let long = String(repeating: "a", count: 1_000_000)
    #expect(try await served.ask("POST", "/sign-in", form, body: "token=\(long)").status == 413)
    for request in [
      "GET / HTTP/1.1\r\nHost: localhost\r\nX: \(long)\r\n\r\n", "\0\0\0\r\n\r\n",
      "GET / HTTP/9.9\r\n\r\n", "GET /\(long) HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "GET / HTTP/1.1\r\n\r\n",
      "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    ] {
      let answer = try raw(served, request)
      #expect(!answer.hasPrefix("HTTP/1.1 2"), "\(request.prefix(40)): \(answer.prefix(60))")
    }
    #expect(try await served.get("/sign-in").status == 200)
  }

  @Test func `a certificate of its own is served with`() async throws {
    let box = try CommandBox()
    let made = Process()
    made.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    made.arguments = [
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
      "-keyout", box.folder + "/key.pem", "-out", box.folder + "/cert.pem", "-days", "2", "-subj",
      "/CN=localhost",
    ]
    made.standardError = FileHandle.nullDevice
    try made.run()
    made.waitUntilExit()
    let served = try await Served(
      box, ["--tls-cert", box.folder + "/cert.pem", "--tls-key", box.folder + "/key.pem"])
    #expect(served.address.hasPrefix("https://"))
    let answer = try served.box.shell(
      "curl -si --max-time 10 --cacert cert.pem --resolve localhost:443:127.0.0.1 "
        + "'\(served.address.replacing("127.0.0.1", with: "localhost"))/sign-in'")
    #expect(answer.contains("200 OK"))
    #expect(answer.lowercased().contains("strict-transport-security"))
    let half = try box.run(["serve", "--port", "0", "--tls-cert", box.folder + "/cert.pem"])
    #expect(half.status == 64)
  }

  @Test func `a port that is taken is named when it was chosen, and passed over when not`()
    async throws
  {
    let first = try await Served(try CommandBox())
    let port = try #require(first.address.split(separator: ":").last)
    let result = try first.box.run(["serve", "--port", String(port)])
    #expect(result.status == 1)
    #expect(result.errors.contains("Address already in use"))
  }

  /// Sends bytes as they are and reads what comes back.
  private func raw(_ served: Served, _ text: String) throws -> String {
    let parts = served.address.split(separator: ":")
    let port = try #require(parts.last.flatMap { UInt16($0) })
    let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(file) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(connected == 0)
    var limit = timeval(tv_sec: 5, tv_usec: 0)
    setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes {
        send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { break }
      bytes = bytes.dropFirst(count)
    }
    var answer: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while answer.count < 65_536 {
      let count = recv(file, &chunk, chunk.count, 0)
      guard count > 0 else { break }
      answer += chunk[..<count]
    }
    return String(decoding: answer, as: UTF8.self)
  }
}
